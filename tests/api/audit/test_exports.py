"""Whole lists to take away: what one may see, as of one position, and recorded (R-M13)."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest

from projections.catalogue import TABLES
from tests.hands import Hands
from tests.served import API, ServedOffice

HIDDEN = "เรื่องที่ต้องปิดไว้"


@pytest.fixture(scope="module")
def hands(office: ServedOffice) -> Hands:
    hands = Hands(office)
    for number, (subject, secrecy) in enumerate(
        (("=1+1", "none"), ("ขอรับการจัดสรร", "none"), (HIDDEN, "confidential"))
    ):
        fields = {
            "kind": "external",
            "secrecy": secrecy,
            "sender_name": "หน่วยงานตัวอย่าง",
            "reference": f"ศธ 1/{number}",
            "received_on": str(hands.dates["$today"]),
            "subject": subject,
            "to_unit_id": str(hands.ids["policy"]),
        }
        hands.do("ReceiveLetter", fields, by="registrar")
    return hands


def export(hands: Hands, who: str, view: str, form: str = "csv", **more: str):
    return hands.client(who).get(f"{API}/exports/{view}", params={"form": form, **more})


def test_a_list_is_exported_whole_for_a_spreadsheet(hands: Hands) -> None:
    answer = export(hands, "auditor", "units")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Thai is read as Thai"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    known = hands.rows("units")
    assert len(rows) == len(known) > 110
    assert {UUID(row["id"]) for row in rows} == {row["id"] for row in known}


def test_what_looks_like_a_formula_is_none(hands: Hands) -> None:
    rows = csv.DictReader(io.StringIO(export(hands, "auditor", "letters").text.lstrip("\ufeff")))
    assert sorted(row["subject"] for row in rows) == ["'=1+1", "ขอรับการจัดสรร"]
    plain = export(hands, "auditor", "letters", "json").json()
    assert sorted(row["subject"] for row in plain) == ["=1+1", "ขอรับการจัดสรร"]


@pytest.mark.parametrize("who", ["auditor", "inspector", "area_director"])
def test_nothing_classified_is_in_any_export(hands: Hands, who: str) -> None:
    """R-U06: not even for who may read it."""
    [letter] = hands.rows("letters", register="receive-classified")
    for table in TABLES:
        assert HIDDEN not in export(hands, who, table.name, "json").text, table.name
        if "letter_id" in table.filters:
            answer = export(hands, who, table.name, "json", letter_id=str(letter["id"]))
            assert HIDDEN not in answer.text, table.name


def test_each_export_is_recorded_with_what_was_asked(hands: Hands) -> None:
    before = len(hands.rows("audit_history", name="export.made"))
    head = hands.office.service.rows.head()
    answer = export(hands, "inspector", "letters", "json", standing="with_unit")
    assert answer.status_code == 200
    made = hands.rows("audit_history", name="export.made")
    assert len(made) == before + 1
    last = max(made, key=lambda row: row["position"])
    assert last["by_person"] == hands.client("inspector").person_id
    asked = {"view": "letters", "asked": "standing=with_unit", "form": "json", "as_of": head}
    assert last["facts"] == asked


@pytest.mark.parametrize("who", ["analyst", "clerk", "administrator", "school_director_1"])
def test_whose_post_may_not_export_is_refused_and_nothing_recorded(hands: Hands, who: str) -> None:
    before = hands.office.service.rows.head()
    assert export(hands, who, "letters").status_code == 403
    assert hands.client(who).get("/exports").status_code == 403
    assert hands.office.service.rows.head() == before


@pytest.fixture(params=["letters", "units"])
def stopped(request: pytest.FixtureRequest, hands: Hands) -> Iterator[str]:
    """A list that has stopped, as at an event it cannot take; letters are shown with their unit."""
    name: str = request.param
    service = hands.office.service

    def stop(why: str | None, position: int) -> None:
        with service.connect() as connection:
            connection.execute(
                f"UPDATE {service.recorder.schemas.read}.projections"
                " SET stopped = %s, position = %s WHERE name = %s",
                [why, position, name],
            )
        until = time.monotonic() + 10
        while (name in service.runner.stopped) != (why is not None):
            assert time.monotonic() < until
            time.sleep(0.02)

    head = service.rows.head()
    assert service.runner.wait(head)
    stop("ValueError", head - 1)
    yield name
    stop(None, head)


def test_a_list_that_has_stopped_is_not_exported_as_of_now(hands: Hands, stopped: str) -> None:
    """Rows that stand where it stopped would be called those of a later position."""
    before = hands.office.service.rows.head()
    answer = export(hands, "auditor", "letters", "json")
    assert answer.status_code == 503
    assert answer.json()["code"] == "list-behind"
    assert answer.json()["as_of"] == before
    assert hands.office.service.rows.head() == before, "nothing was taken away, nothing is recorded"
    assert export(hands, "auditor", "budget_years", "json").status_code == 200, "others still are"


def test_a_list_that_is_still_at_work_is_not_exported_as_of_now(hands: Hands) -> None:
    service = hands.office.service
    head = service.rows.head()
    assert service.runner.wait(head)
    with psycopg.connect(service.conninfo) as holder:
        holder.execute(f"SELECT FROM {service.recorder.schemas.read}.projections FOR UPDATE")
        assert export(hands, "auditor", "budget_years", "json").status_code == 200, "and recorded"
        assert export(hands, "auditor", "letters", "json").status_code == 503
    assert service.runner.wait(service.rows.head(), timeout=10)
    assert export(hands, "auditor", "letters", "json").status_code == 200


def test_an_unknown_list_or_filter_is_none(hands: Hands) -> None:
    assert export(hands, "auditor", "accounts").status_code == 404
    assert export(hands, "auditor", "letters", "xlsx").status_code == 422
    assert export(hands, "auditor", "letters", colour="red").status_code == 400


def test_the_page_offers_every_list(hands: Hands) -> None:
    page = hands.client("auditor").get("/exports").text
    for table in TABLES:
        assert f"/api/v1/exports/{table.name}?form=csv" in page
