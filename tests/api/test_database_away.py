"""A database that goes away under a request is no fault of ours: not now, and nothing is denied."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest

from tests.served import ServedOffice

LETTER = {
    "kind": "external",
    "received_on": "2569-11-01",
    "subject": "ขอทราบผล",
    "sender_name": "โรงเรียนบ้านตัวอย่าง",
    "reference": "",
}


def cut(office: ServedOffice) -> None:
    """End every connection to the office's database but this one, as a restart does."""
    with psycopg.connect(office.service.conninfo, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.parametrize("path", ["/api/v1/views/letters", "/registers"])
def test_who_reads_is_told_to_try_again(office: ServedOffice, path: str) -> None:
    registrar = office.as_("registrar")
    assert registrar.get(path).status_code == 200
    cut(office)
    away = registrar.get(path)
    assert away.status_code == 503
    assert "ฐานข้อมูลขาดการติดต่อ" in away.text
    statuses = [registrar.get(path).status_code for _ in range(20)]
    assert statuses[-1] == 200  # the connections that were cut are used up


def test_of_a_command_nobody_says_that_nothing_was_recorded(office: ServedOffice) -> None:
    registrar = office.as_("registrar")
    letter = LETTER | {"to_unit_id": str(office.ids["policy"])}
    key = str(uuid4())
    cut(office)
    answers = [registrar.act("/letters", letter, key=key) for _ in range(20)]
    codes = [answer.json().get("code") for answer in answers]
    assert codes[0] == "outcome-unknown"
    told = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(told) == 1
    assert answers[-1].status_code == 201
