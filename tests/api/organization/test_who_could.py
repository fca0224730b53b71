"""Who may, why not I, who could on that day, and what rests on an order: over HTTP and by the pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from application.act import body_of
from application.catalogue import ACTS
from application.execute import Who, execute
from domain.thai_time import bangkok_date
from tests.hands import Hands
from tests.infrastructure.test_verify import thabian
from tests.served import ServedOffice

TODAY = bangkok_date(datetime.now(UTC))
DAY = timedelta(days=1)
WHO = "/api/v1/authority/who-could"
RANKED = "คำสั่งตัวอย่างที่ 2"  # the ranked substitutes of the group director
DELEGATED = "คำสั่งตัวอย่างที่ 4"  # from the area director to a deputy, up to 10,000 baht


@pytest.fixture(scope="module")
def hands(office: ServedOffice) -> Hands:
    return Hands(office)


@pytest.fixture(scope="module")
def away(hands: Hands) -> int:
    """The position at which it was recorded that the group director is away, since yesterday."""
    director = hands.ids["person:policy"]
    fields = {"from_on": str(TODAY - DAY), "until_on": str(TODAY + 5 * DAY)}
    answer = hands.answer("RecordAbsenceFor", fields, of=director, by="registrar")
    assert answer.status_code < 300, answer.text
    position: int = answer.json()["position"]
    return position


@pytest.fixture(scope="module")
def acknowledged(office: ServedOffice, hands: Hands, away: int) -> int:
    """The position of what the first in rank did in the director's place: he read a letter."""
    letter = hands.do(
        "ReceiveLetter",
        {
            "kind": "external",
            "received_on": str(TODAY),
            "to_unit_id": str(hands.ids["policy"]),
            "subject": "ขอเชิญประชุม",
            "sender_name": "โรงเรียนตัวอย่าง",
        },
        by="registrar",
    )
    hands.do("TakeInLetter", {}, of=letter, by="clerk")
    act = ACTS["AcknowledgeLetter"]
    answer = execute(
        office.service.office,
        act,
        letter,
        body_of(act.command).model_validate({"note": "ทราบ"}),
        Who(
            hands.ids["person:head"],
            hands.ids["policy_director"],
            instrument_id=order(hands, RANKED)["instrument_id"],
        ),
        command_id=uuid4(),
        at=datetime.now(UTC),
    )
    office.wait(answer.position)
    return answer.position


def order(hands: Hands, document: str) -> Mapping[str, Any]:
    return next(row for row in hands.rows("instruments") if row["document"] == document)


def asked(hands: Hands, by: str, path: str = WHO, **parameters: Any) -> dict[str, Any]:
    answer = hands.client(by).get(path, params={"on": str(TODAY), **parameters})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def line(answer: Mapping[str, Any], person: object, post: object) -> dict[str, Any] | None:
    return next(
        (
            one
            for one in answer["lines"]
            if (one["person_id"], one["post_id"]) == (str(person), str(post))
        ),
        None,
    )


def test_the_answer_names_the_events_it_rests_on(hands: Hands) -> None:
    """R-H15: each is a page that says the same."""
    answer = asked(hands, "auditor", command="SignLetter", known="now")
    director = line(answer, hands.ids["person:director"], hands.ids["area_director"])
    assert director is not None
    assert director["may"]
    assert director["capacity"] == "holder"
    names = [event["name"] for event in director["rests_on"]]
    assert names == ["post.filled", "powers.set"]
    for event in director["rests_on"]:
        page = hands.client("auditor").get(event["href"])
        assert page.status_code == 200
        row = hands.client("auditor").row("audit_history", event["position"])
        assert row["name"] == event["name"]
        assert row["stream_id"] == event["stream_id"]


def test_a_delegation_carries_as_far_as_its_ceiling(hands: Hands) -> None:
    """R-H01: one satang more is not carried, and the figures are said."""
    deputy, post = hands.ids["person:deputy"], hands.ids["area_director"]
    within = {"command": "DecideApproval", "process": "4.4", "known": "now"}
    at = line(asked(hands, "auditor", amount_satang=1_000_000, **within), deputy, post)
    above = line(asked(hands, "auditor", amount_satang=1_000_001, **within), deputy, post)
    assert at is not None
    assert above is not None
    assert at["may"]
    assert at["ceiling_satang"] == 1_000_000
    assert [event["name"] for event in at["rests_on"]] == [
        "post.filled",
        "powers.set",
        "instrument.issued",
        "instrument.accepted",
    ]
    assert not above["may"]
    assert above["refusal"]["code"] == "above-instrument-ceiling"
    assert above["refusal"]["ceiling_satang"] == 1_000_000


def test_before_and_after_an_absence_is_recorded(hands: Hands, away: int) -> None:
    """RELIABILITY A7: what was entered later is not known before, and is marked where it counts."""
    first, post = hands.ids["person:head"], hands.ids["policy_director"]
    about = {"command": "GiveOpinion", "on": str(TODAY)}
    before = asked(hands, "auditor", known=str(away - 1), **about)
    after = asked(hands, "auditor", known="now", **about)
    assert line(before, first, post) is None
    standing = line(after, first, post)
    assert standing is not None
    assert standing["capacity"] == "duty_substitute"
    assert {"absence.recorded", "instrument.issued"} <= {e["name"] for e in standing["rests_on"]}
    yesterday = asked(hands, "auditor", known="now", **about | {"on": str(TODAY - DAY)})
    late = line(yesterday, first, post)
    assert late is not None
    assert all(e["late"] for e in late["rests_on"] if e["name"] == "absence.recorded")
    then = asked(hands, "auditor", known="then", **about | {"on": str(TODAY - DAY)})
    assert then["lines"] == []
    assert then["table"] == 0


def test_of_one_person_every_post_is_told(hands: Hands, away: int) -> None:
    """R-H13, R-H15: in his own post, and in the one that he stands in for."""
    bars = asked(
        hands,
        "auditor",
        "/api/v1/authority/why-not",
        command="GiveOpinion",
        person=str(hands.ids["person:head"]),
    )
    assert any(one["capacity"] == "duty_substitute" and one["may"] for one in bars["lines"])


def test_why_not_i_names_the_order_that_does_not_help_yet(hands: Hands, away: int) -> None:
    """R-H13: the second in rank waits for the first, and the order is named."""
    second = next(
        row["receiver_id"]
        for row in hands.rows("instruments")
        if row["document"] == RANKED and row["rank"] == 2
    )
    login = next(
        key.removeprefix("person:")
        for key, value in hands.ids.items()
        if key.startswith("person:") and value == second
    )
    answer = hands.office.as_(login).get(
        "/api/v1/authority/why-not", params={"command": "EndorseLetter"}
    )
    [bar] = answer.json()["bars"]
    assert (bar["why"], bar["document"]) == ("rank-goes-before", RANKED)
    assert not any(one["may"] for one in answer.json()["lines"])


def test_what_is_everybodys_asks_no_table(hands: Hands) -> None:
    answer = asked(hands, "auditor", command="RecordAbsence", known="now")
    assert answer["of_right"]
    assert all(one["may"] for one in answer["lines"])


def test_others_are_asked_about_by_who_answers_for_them(hands: Hands) -> None:
    """Ordinary staff and schools ask about themselves; a stranger's question is refused."""
    director = str(hands.ids["person:director"])
    for name in ("analyst", "clerk", "school_director_1"):
        client = hands.client(name)
        own = asked(hands, name, command="SignLetter")
        assert own["person_id"] == str(client.person_id)
        assert {one["person_id"] for one in own["lines"]} <= {str(client.person_id)}
        other = {"command": "SignLetter", "on": str(TODAY), "person": director}
        assert client.get(WHO, params=other).status_code == 403
        assert client.get(f"/authority/persons/{director}").status_code == 404
        assert client.get(f"/authority/persons/{client.person_id}").status_code == 200
    for name in ("auditor", "inspector", "administrator", "policy_director", "deputy_1"):
        assert asked(hands, name, command="SignLetter")["person_id"] is None


@pytest.mark.parametrize(
    "parameters",
    [
        {"command": "Reign"},
        {"on": "31/2/2569"},
        {"known": "yesterday"},
        {"on": "23/11/69"},
    ],
    ids=str,
)
def test_what_cannot_be_read_is_said(hands: Hands, parameters: Mapping[str, str]) -> None:
    asked_of = {"command": "SignLetter", "on": str(TODAY), **parameters}
    answer = hands.client("auditor").get(WHO, params=asked_of)
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad-request"
    page = hands.client("auditor").get("/authority/who-could", params=asked_of)
    assert page.status_code in (200, 400)


def test_the_decisions_that_rest_on_an_order(hands: Hands, acknowledged: int) -> None:
    """R-H05: what was done by it, by whom; and what would go back if it ended today."""
    instrument = order(hands, RANKED)["instrument_id"]
    path = "/api/v1/authority/decisions"
    body = hands.client("area_director").get(path, params={"instrument": str(instrument)}).json()
    [done] = body["items"]
    assert done["position"] == acknowledged
    assert done["by_person"] == str(hands.ids["person:head"])
    assert done["capacity"] == "duty_substitute"
    [touched] = body["touches"]
    assert touched["post_id"] == str(hands.ids["policy_director"])
    assert touched["persons"] == [str(hands.ids["person:head"])]
    assert touched["seats"] == []  # a substitute has no seat (R-H13)
    assert (
        hands.client("clerk").get(path, params={"instrument": str(instrument)}).status_code == 404
    )
    assert (
        hands.client("area_director").get(path, params={"instrument": str(uuid4())}).status_code
        == 404
    )


def test_what_a_person_did_in_each_capacity(hands: Hands, acknowledged: int) -> None:
    """R-H11, R-H15."""
    person = hands.ids["person:head"]
    asked_of = {"person": str(person), "capacity": "duty_substitute"}
    answer = hands.client("auditor").get("/api/v1/authority/acts", params=asked_of).json()
    assert [row["position"] for row in answer["items"]] == [acknowledged]
    own = hands.client("senior_analyst").get("/api/v1/authority/acts").json()
    assert acknowledged in [row["position"] for row in own["items"]]
    other = hands.client("clerk").get("/api/v1/authority/acts", params=asked_of)
    assert other.status_code == 403


def test_the_pages_say_the_same(hands: Hands, acknowledged: int) -> None:
    auditor = hands.client("auditor")
    page = auditor.get(
        "/authority/who-could",
        params={"command": "DecideApproval", "amount": "50000", "process": "4.4", "known": "now"},
    )
    assert page.status_code == 200
    assert "เกินวงเงินของคำสั่ง" in page.text
    assert "10,000.00" in page.text
    instrument = order(hands, RANKED)["instrument_id"]
    shown = auditor.get(f"/authority/instruments/{instrument}")
    assert shown.status_code == 200
    assert "จะกลับไปที่" in shown.text
    assert f"/history/{acknowledged}" in shown.text
    event = auditor.get(f"/history/{acknowledged}")
    assert f"/authority/instruments/{instrument}" in event.text
    person = auditor.get(f"/authority/persons/{hands.ids['person:head']}")
    assert "capacity=duty_substitute" in person.text
    wrong = auditor.get("/authority/who-could", params={"command": "DecideApproval", "amount": "x"})
    assert wrong.status_code == 200
    assert "notice amber" in wrong.text


def test_administrators_see_who_may_and_no_matter(hands: Hands, acknowledged: int) -> None:
    """R-U06: the structure is theirs, what was done on letters is not."""
    person = str(hands.ids["person:head"])
    found = (
        hands.client("administrator")
        .get("/api/v1/authority/acts", params={"person": person})
        .json()
    )
    assert acknowledged not in [row["position"] for row in found["items"]]


def test_the_command_line_asks_the_same(hands: Hands, acknowledged: int) -> None:
    """Up to the same position the same lines."""
    asked_of = (
        "DecideApproval",
        "--amount",
        "50000",
        "--process",
        "4.4",
        "--known",
        str(acknowledged),
    )
    status, said = thabian(hands.office.service, "who-could", *asked_of)
    assert status == 0
    over_http = asked(
        hands,
        "auditor",
        command="DecideApproval",
        amount_satang=5_000_000,
        process="4.4",
        known=str(acknowledged),
    )
    assert said == over_http
