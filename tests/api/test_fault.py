"""A fault of the service says what is true of what was being recorded: perhaps it was, and where to look."""

from __future__ import annotations

from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from tests.hands import PATHS
from tests.served import API, ServedOffice

LETTER = {
    "kind": "external",
    "received_on": "2569-11-01",
    "subject": "ขอทราบผล",
    "sender_name": "โรงเรียนบ้านตัวอย่าง",
}


class UnforeseenError(RuntimeError):
    """What no rule foresees."""


@pytest.fixture
def failing(office: ServedOffice, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The office of which each command is appended, and only then goes wrong."""
    append = type(office.service.office).append

    def appended_then_lost(*asked: object, **more: object) -> object:
        append(*asked, **more)  # type: ignore[arg-type]
        raise UnforeseenError

    monkeypatch.setattr(type(office.service.office), "append", appended_then_lost)
    # Not entered: the office is started already, and goes on after this.
    return TestClient(create_app(office.service), raise_server_exceptions=False)


def test_a_fault_after_the_append_does_not_say_that_nothing_was_recorded(
    office: ServedOffice, failing: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    registrar = office.as_("registrar")
    headers = registrar.headers | {"Idempotency-Key": str(uuid4())}
    letter = LETTER | {"to_unit_id": str(office.ids["policy"])}
    before = office.service.rows.head()
    answer = failing.post(f"{API}/letters", json=letter, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert office.service.rows.head() > before  # and yet it was
    assert "ยังไม่มีการบันทึก" not in answer.text
    assert "nothing was recorded" not in answer.text
    monkeypatch.undo()
    again = failing.post(f"{API}/letters", json=letter, headers=headers)
    assert again.headers["Idempotency-Replayed"] == "true"  # as the problem says, it tells


def test_the_page_of_a_fault_leads_to_the_history(
    office: ServedOffice, failing: TestClient
) -> None:
    registrar = office.as_("registrar")
    fields = LETTER | {"to_unit_id": str(office.ids["policy"])}
    answer = failing.post(PATHS["ReceiveLetter"], data=fields, headers=registrar.headers)
    assert answer.status_code == 500
    assert "ยังไม่มีการบันทึก" not in answer.text
    assert 'href="/history"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


def test_a_file_that_is_not_there_is_not_kept_for_a_year(office: ServedOffice) -> None:
    """It may be there a moment later: while two releases serve side by side, say."""
    there = office.http.get("/static/app.css")
    assert (there.status_code, there.headers["cache-control"][-9:]) == (200, "immutable")
    missing = office.http.get("/static/not-there.css")
    assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-store")
