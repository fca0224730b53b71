"""Judging every command again finds a forged record though every hash fits (RELIABILITY.md A7, A8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from api.main import Service
from application.act import body_of
from application.authorisation import Authorisation, decode, encode
from application.catalogue import ACTS
from application.execute import Who, execute
from domain.organization.power import Matter
from domain.thai_time import bangkok_date
from infrastructure.log.save import NewEvent, Save
from infrastructure.verify import verify_log
from infrastructure.verify_authority import verify_authority
from tests.acting import Acting
from tests.served import ServedOffice

CEILING = 5_000_000
ORDER = "คำสั่งทดสอบที่ 801/2569"


@pytest.fixture(scope="module")
def delegated(service: Service, acting: Acting) -> Authorisation:
    """The record of what a deputy did for the area director, by a delegation that he accepted."""
    post, deputy = acting.ids["area_director"], acting.ids["deputy_1"]
    today = bangkok_date(datetime.now(UTC))
    acting.do(
        "IssueInstrument",
        {
            "capacity": "on_behalf",
            "legal_basis": "มาตรา 45",
            "document": ORDER,
            "receivers": [{"post_id": str(deputy)}],
            "from_on": str(today),
            "powers": ["RecordExport"],
            "ceiling_satang": CEILING,
        },
        by="area_director",
        of=post,
    )
    [row] = [r for r in rows(acting, "instruments") if r["document"] == ORDER]
    acting.do("AcceptInstrument", {"instrument_id": row["instrument_id"]}, by="deputy_1", of=post)
    execute(
        service.office,
        ACTS["RecordExport"],
        "new",
        body_of(ACTS["RecordExport"].command).model_validate(EXPORTED),
        Who(acting.who("deputy_1").person_id, post, instrument_id=row["instrument_id"]),
        command_id=uuid4(),
        at=datetime.now(UTC),
    )
    acting.settled()
    service.pause()  # the runner shall not take in what is planted
    record = last_record(service)
    assert (record.capacity, record.ceiling) == ("on_behalf", CEILING)
    return record


EXPORTED = {"view": "case_status", "form": "csv", "as_of": 1}


def rows(acting: Acting, table: str) -> list[Mapping[str, Any]]:
    acting.settled()
    return acting.service.rows.rows(table)


def last_record(service: Service) -> Authorisation:
    head = service.recorder.max_notification_id()
    assert head is not None
    return decode(service.recorder.between(head, head)[0][10])


def plant(service: Service, act: bytes) -> int:
    """Append a record as one who may write to the log can: with every hash as it should be."""
    saved = service.recorder.save(
        Save(
            uuid4(),
            sha256(act).digest(),
            act,
            datetime.now(UTC),
            [NewEvent(f"planted/{uuid4()}", 1, "planted", b"{}")],
        )
    )
    return saved.first


def found(service: Service) -> list[str]:
    faults: list[str] = verify_authority(service.recorder, service.decode, most=1000)["faults"]
    return faults


def test_all_that_was_decided_is_judged_the_same_again(
    service: Service, delegated: Authorisation
) -> None:
    said = verify_authority(service.recorder, service.decode)
    assert said["faults"] == []
    assert set(said["kinds"]) == {"founding", "powers", "of_right"}
    assert said["commands"] == sum(said["kinds"].values())


def test_a_whole_matter_is_judged_the_same_again(played_office: ServedOffice) -> None:
    played = played_office.service
    said = verify_authority(played.recorder, played.decode)
    assert said["faults"] == []
    assert said["kinds"]["powers"] > 50


FORGED: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "another instrument": ({"instrument": UUID(int=7)}, "refused: post-not-yours"),
    "no instrument": ({"instrument": None}, "refused: instrument-does-not-give"),
    "the ceiling raised": ({"ceiling": CEILING * 2}, "ceiling: recorded 10000000, found 5000000"),
    "the ceiling taken away": ({"ceiling": None}, "ceiling: recorded None"),
    "an amount above it": ({"matter": Matter(amount_satang=CEILING + 1)}, "above-instrument"),
    "the matter left out": ({"matter": None}, "a bound asks what it is about"),
    "another capacity": ({"capacity": "acting"}, "capacity: recorded acting, found on_behalf"),
    "another command": ({"command": "SignLetter"}, "instrument-does-not-give"),
    "a command that is not": ({"command": "Reign"}, "no act is called Reign"),
    "another person": ({"person": UUID(int=9)}, "refused: post-not-yours"),
    "another role": ({"role": "auditor"}, "role: recorded auditor, found area_director"),
    "another post of his own": ({"own_post": UUID(int=3)}, "own post: recorded"),
    "another grant": ({"grant": "powers/9:area_director"}, "grant: recorded powers/9"),
    "rules left out": ({"rules": ()}, "rules: recorded ()"),
    "as of right": ({"grant": "of right"}, "grant: recorded of right"),
    "as founding": ({"grant": "founding"}, "grant: recorded founding"),
    "before it was accepted": ({"on": bangkok_date(datetime(2020, 1, 1, tzinfo=UTC))}, "refused"),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_record_differs(service: Service, delegated: Authorisation, what: str) -> None:
    changes, said = FORGED[what]
    before = found(service)
    position = plant(service, encode(msgspec.structs.replace(delegated, **changes)))
    new = [fault for fault in found(service) if fault not in before]
    assert new, what
    assert new[0].startswith(f"{position}: ")
    assert said in " ".join(new)
    assert not [f for f in verify_log(service.recorder)["faults"] if "authorisation" in f]


def test_facts_that_had_moved_on_are_found(service: Service, delegated: Authorisation) -> None:
    """A right that was taken away meanwhile cannot be had from the version before."""
    stale = tuple((stream, max(version - 1, 0)) for stream, version in delegated.facts)
    position = plant(service, encode(msgspec.structs.replace(delegated, facts=stale)))
    assert any(f.startswith(f"{position}: ") and "stood at" in f for f in found(service))


def test_facts_left_out_are_found(service: Service, delegated: Authorisation) -> None:
    short = tuple(one for one in delegated.facts if not one[0].startswith("instrument/"))
    position = plant(service, encode(msgspec.structs.replace(delegated, facts=short)))
    assert any(f.startswith(f"{position}: ") and "does not name" in f for f in found(service))


def test_a_record_from_before_instruments_is_judged_by_what_stood_then(
    service: Service, delegated: Authorisation, acting: Acting
) -> None:
    """``v: 1`` says person, post, role and grant; that much is compared, and no more."""
    director = acting.who("area_director")
    old = Authorisation(
        command="RecordExport",
        person=director.person_id,
        post=director.post_id,
        role="area_director",
        unit=delegated.unit,
        capacity="holder",
        grant="powers/1:area_director",
        v=1,
    )
    whole = plant(service, encode(old))
    other = plant(service, encode(msgspec.structs.replace(old, person=delegated.person)))
    positions = {fault.partition(":")[0] for fault in found(service)}
    assert str(whole) not in positions
    assert str(other) in positions


def test_a_record_that_cannot_be_read_is_said(service: Service, delegated: Authorisation) -> None:
    position = plant(service, b'{"v":2}')
    assert any(
        fault.startswith(f"{position}: the authorisation record cannot") for fault in found(service)
    )
