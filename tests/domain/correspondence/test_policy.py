"""What a policy could not do is noted once for each event."""

from __future__ import annotations

from domain.correspondence.policy import NotePolicyRefusal, PolicyRefused, policy
from domain.refusal import NotOpen
from tests.domain.correspondence.people import SYSTEM, TODAY
from tests.domain.scenario import Scenario

LETTER = "outgoing_letter/00000000-0000-0000-0000-000000000001"
nothing = Scenario(policy)


def note(after: int) -> NotePolicyRefusal:
    return NotePolicyRefusal(
        by=SYSTEM,
        on=TODAY,
        about=LETTER,
        after=after,
        command="RecordRendering",
        code="paper-not-printed",
    )


def refused(after: int) -> PolicyRefused:
    return PolicyRefused(LETTER, after, "RecordRendering", "paper-not-printed")


def test_a_refusal_is_noted_with_what_it_was_about_and_after_which_event() -> None:
    nothing.when(note(7)).then(refused(7))


def test_the_same_is_not_noted_twice_and_another_is() -> None:
    noted = nothing.given(refused(7))
    noted.when(note(7)).refused(NotOpen)
    noted.when(note(8)).then(refused(8))
