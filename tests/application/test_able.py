"""Whether another can: judged on the matter itself, in every capacity, row by row (R-H16)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from application.desk import OFFICE
from application.organization.able import able, able_in
from domain.correspondence.outgoing_letter import SignLetter
from domain.decider import Decider
from domain.organization.absence import absence
from domain.organization.capacity import Capacity
from domain.organization.instrument import instruments
from domain.organization.post import post
from domain.organization.power import Grant, Matter, Powers, powers
from domain.organization.role import Role
from tests.domain.organization.test_authority import (
    ARUN,
    DEPUTY,
    DIRECTOR,
    GROUP,
    KIT,
    ROLES,
    SOMPHOP,
    TODAY,
    WILAI,
    Facts,
    instrument,
)

LONG_AGO = date(2026, 1, 1)
OF_44 = Matter(process="4.4", secrecy="none")


class Reading:
    """A reader of facts made here, and of one table of powers."""

    def __init__(self, facts: Facts, *rows: Grant) -> None:
        self.facts = facts
        self.table = Powers(1, rows)

    def state(self, decider: Decider[Any], key: Any) -> Any:
        if decider is powers:
            assert key == OFFICE
            return self.table
        of = {
            post.kind: self.facts.post,
            instruments.kind: self.facts.instruments,
            absence.kind: self.facts.absences,
        }
        return of[decider.kind](key)

    def find(self, table: str, role: list[str]) -> list[dict[str, Any]]:
        assert table == "posts"
        return [{"id": post_id} for post_id, (held, _) in ROLES.items() if held in role]


def signers(facts: Facts, *rows: Grant, about: Matter = OF_44) -> set[UUID]:
    reading = Reading(facts, *rows)
    return set(able(reading, reading.find, SignLetter, TODAY, about))


ROW = Grant("SignLetter", Role.AREA_DIRECTOR, LONG_AGO)


def delegated(**bounds: Any) -> Facts:
    given = instrument(Capacity.ON_BEHALF, DEPUTY, powers=("SignLetter",), **bounds)
    return Facts((DIRECTOR, given))


def test_a_delegate_can_where_his_delegation_covers_the_matter() -> None:
    assert signers(delegated(), ROW) == {SOMPHOP, WILAI}
    assert signers(delegated(subjects=("4.4",)), ROW) == {SOMPHOP, WILAI}
    assert signers(delegated(subjects=("5.1",)), ROW) == {SOMPHOP}


def test_a_row_of_one_post_counts_there_and_one_for_other_matters_nowhere() -> None:
    of_group = Grant("SignLetter", Role.GROUP_DIRECTOR, LONG_AGO, post_id=GROUP)
    assert signers(Facts(), ROW, of_group) == {SOMPHOP, ARUN}
    secret = Grant("SignLetter", Role.GROUP_DIRECTOR, LONG_AGO, secrecies=("secret",))
    assert signers(Facts(), ROW, secret) == {SOMPHOP}
    assert signers(Facts(), ROW, secret, about=Matter(secrecy="secret")) == {SOMPHOP, ARUN}
    assert signers(Facts()) == set()


def test_a_substitute_for_duties_is_no_other_who_can_sign() -> None:
    """R-H13."""
    rows = [Grant("SignLetter", Role.GROUP_DIRECTOR, LONG_AGO)]
    ranked = instrument(Capacity.DUTY_SUBSTITUTE, DEPUTY, powers=("SignLetter",))
    assert signers(Facts((GROUP, ranked), away=(ARUN,)), *rows) == {ARUN}


def test_who_is_there_comes_before_who_is_away() -> None:
    acts = (DIRECTOR, instrument(Capacity.ON_BEHALF, DEPUTY, powers=("SignLetter",)))
    reading = Reading(Facts(acts, away=(SOMPHOP,)), ROW)
    assert able_in(reading, DIRECTOR, SignLetter, TODAY) == (WILAI, SOMPHOP)
    assert KIT not in able_in(reading, DIRECTOR, SignLetter, TODAY)
