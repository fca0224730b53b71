"""Service tokens: how far they reach, whose they are, and when they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.access.conftest import Newcomer
from tests.served import API, Client, ServedOffice

People = Callable[..., Newcomer]


def issued(somebody: Newcomer, *scopes: str, days: int = 30) -> Any:
    sent = {
        "name": "โปรแกรมรับหนังสือ",
        "scopes": list(scopes),
        "days": days,
        "password": somebody.password,
    }
    return somebody.client().post(f"{API}/account/tokens", json=sent)


def program(somebody: Newcomer, *scopes: str, days: int = 30) -> Client:
    """Return a program that bears a token of somebody's."""
    client = somebody.client()
    answer = issued(somebody, *scopes, days=days)
    assert answer.status_code == 200, answer.text
    client.headers = {"Authorization": f"Bearer {answer.json()['service_token']}"}
    return client


@pytest.fixture(scope="module")
def registrar(newcomer: People) -> Newcomer:
    return newcomer(role="central_registrar")


def letter(office: ServedOffice) -> dict[str, Any]:
    return {
        "kind": "external",
        "received_on": "2569-11-01",
        "to_unit_id": str(office.ids["policy"]),
        "subject": "เรื่องจากโปรแกรม",
        "sender_name": "โรงเรียนตัวอย่าง",
    }


def test_a_token_gives_its_commands_in_its_post_and_reads_its_lists(
    office: ServedOffice, registrar: Newcomer
) -> None:
    """What it did stands in the log as its owner's, in the post, by the token's id."""
    token = program(registrar, "command:ReceiveLetter", "view:letters")
    done = token.done("/letters", letter(office))
    assert token.row("letters", done["id"])["subject"] == "เรื่องจากโปรแกรม"
    assert token.upload(b"%PDF-1.7\n%%EOF\n")
    log = office.service.recorder.schemas.log
    with office.service.connect() as connection:
        row = connection.execute(
            f"SELECT convert_from(act, 'UTF8') FROM {log}.commands WHERE last = %s",
            [done["position"]],
        ).fetchone()
    assert row is not None
    latest = registrar.client().get(f"{API}/account/tokens").json()[0]
    assert f'"session":"{latest["id"]}"' in row[0]
    assert f'"post":"{registrar.post_id}"' in row[0]
    assert latest["used_from"] == "testclient"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{API}/views/cases"),
        ("GET", f"{API}/account"),
        ("GET", f"{API}/account/tokens"),
        ("GET", f"{API}/accounts"),
        ("GET", "/inbox"),
        ("GET", "/letters"),
        ("GET", "/account"),
        ("POST", f"{API}/account/password"),
        ("POST", f"{API}/account/tokens"),
        ("POST", f"{API}/session/post"),
        ("DELETE", f"{API}/session"),
        ("POST", f"{API}/files"),
    ],
)
def test_a_token_reaches_nothing_that_its_scopes_do_not_name(
    registrar: Newcomer, method: str, path: str
) -> None:
    token = program(registrar, "view:letters")
    sent = {"json": {}} if method == "POST" and not path.endswith("/files") else {}
    if path.endswith("/files"):
        sent = {"files": {"file": ("a.pdf", b"%PDF-1.7\n")}}
    if path.endswith("/password"):
        sent = {"json": {"password": "x", "new": "x", "again": "x"}}
    if path.endswith("/tokens") and method == "POST":
        sent = {"json": {"name": "x", "scopes": ["view:letters"], "days": 1, "password": "x"}}
    if path.endswith("/post"):
        sent = {"json": {"post_id": str(registrar.post_id)}}
    assert token.request(method, path, **sent).status_code == 403


def test_a_token_gives_no_command_beside_its_own(office: ServedOffice, registrar: Newcomer) -> None:
    token = program(registrar, "command:ReturnLetter")
    assert token.act("/letters", letter(office)).json()["code"] == "out-of-scope"
    assert token.get(f"{API}/session").json()["person_id"] == str(registrar.person_id)


@pytest.mark.parametrize(
    "scope",
    ["command:SetPowers", "command:ManageAccounts", "view:nothing", "letters", "command:*", "*"],
)
def test_nobody_issues_a_scope_his_post_does_not_have(registrar: Newcomer, scope: str) -> None:
    assert issued(registrar, "view:letters", scope).json()["code"] == "scope-unknown"


def test_a_token_wants_the_password(registrar: Newcomer) -> None:
    sent = {"name": "x", "scopes": ["view:letters"], "days": 1, "password": "wrong"}
    answer = registrar.client().post(f"{API}/account/tokens", json=sent)
    assert answer.json()["code"] == "password-wrong"


def test_a_token_is_over_on_its_day(registrar: Newcomer, later: Callable[..., None]) -> None:
    token = program(registrar, "view:letters", days=1)
    later(hours=23.9)
    assert token.get(f"{API}/views/letters").status_code == 200
    later(hours=0.2)
    assert token.get(f"{API}/views/letters").status_code == 401


def test_one_revokes_ones_own_and_the_administrator_anybodys(
    newcomer: People, office: ServedOffice
) -> None:
    somebody, other, admin = newcomer(), newcomer(), office.as_("admin")
    for path, by, statuses in (
        ("account/tokens", other.client(), (404, 200)),
        ("account/tokens", somebody.client(), (200, 401)),
        ("service-tokens", office.as_("auditor"), (403, 200)),
        ("service-tokens", admin, (200, 401)),
    ):
        token = program(somebody, "view:letters")
        id = somebody.client().get(f"{API}/account/tokens").json()[0]["id"]
        answer = by.post(f"{API}/{path}/{id}/revocation", json={})
        assert (answer.status_code, token.get(f"{API}/views/letters").status_code) == statuses
    acts = [line["act"] for line in somebody.client().get(f"{API}/account/log").json()]
    assert acts.count("token_revoked") == 2
    assert "token_used" in acts


def test_a_token_ends_with_its_owners_account_and_his_holding_of_the_post(
    newcomer: People, office: ServedOffice
) -> None:
    somebody, admin = newcomer(), office.as_("admin")
    token = program(somebody, "view:letters")
    path = f"{API}/accounts/{somebody.person_id}"
    for deed, status in (("disabling", 401), ("enabling", 200)):
        assert admin.post(f"{path}/{deed}", json={}).status_code == 200
        assert token.get(f"{API}/views/letters").status_code == status
    admin.done(f"/posts/{somebody.post_id}/vacancies", {"until_on": "2569-10-02", "reason": "ย้าย"})
    assert token.get(f"{API}/views/letters").status_code == 401
