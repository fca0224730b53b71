"""Accounts: invited, reset, closed; locks; and what a stranger learns of them, which is nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from threading import Thread
from typing import Any

import psycopg
import pytest
from psycopg import sql

from domain.access.refusals import SignInBusy, SignInFailed
from infrastructure.access.passwords import QUEUE, WORKERS, Passwords
from tests.api.access.browser import GOOD, Browser
from tests.api.access.conftest import Newcomer
from tests.served import API, ServedOffice

People = Callable[..., Newcomer]


def sign_in(office: ServedOffice, login: str, password: str) -> Any:
    answer = office.http.post(f"{API}/session", json={"login": login, "password": password})
    office.http.cookies.clear()
    return answer


# Invitation


def test_an_invited_person_chooses_his_own_password(newcomer: People) -> None:
    somebody = newcomer()
    assert somebody.client().get(f"{API}/account").json()["sign_in_name"] == somebody.login


def test_an_invitation_works_once(newcomer: People, office: ServedOffice) -> None:
    somebody = newcomer()
    sent = {"code": somebody.code, "new": GOOD, "again": GOOD}
    answer = office.http.post(f"{API}/invitations/acceptance", json=sent)
    assert answer.json()["code"] == "invitation-over"


def test_an_invitation_runs_out_after_three_days(
    newcomer: People, office: ServedOffice, later: Callable[..., None]
) -> None:
    somebody = newcomer()
    for days, taken in ((2.99, True), (3.01, False)):
        path = f"{API}/accounts/{somebody.person_id}/reset"
        code = office.as_("admin").post(path, json={}).json()["code"]
        sent = {"code": code.lower().replace("-", ""), "new": GOOD, "again": GOOD}
        later(days=days)
        answer = office.http.post(f"{API}/invitations/acceptance", json=sent)
        assert (answer.status_code == 204) is taken, answer.text
        later(days=-days)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "password-too-short"),
        ("password1234", "password-guessable"),
        ("qwertyuiop12", "password-guessable"),
        ("123456789012", "password-guessable"),
        ("iloveyou2569", "password-guessable"),
        ("aaaaaaaaaaaaaaaa", "password-guessable"),
        ("thabianthabian", "password-guessable"),
        ("newcomer-4203", "password-guessable"),
    ],
)
def test_a_password_that_is_short_or_guessed_early_is_refused(
    newcomer: People, password: str, code: str
) -> None:
    somebody = newcomer()
    sent = {"password": somebody.password, "new": password, "again": password}
    assert somebody.client().post(f"{API}/account/password", json=sent).json()["code"] == code


def test_any_characters_and_many_of_them_will_do(newcomer: People) -> None:
    somebody = newcomer()
    for password in (
        " spaces  at both ends ",
        "ก" * 3 + "ขคงจฉชซฌญ" + "๙" * 60,
        "x~`'\"<>&%00 ปลา",
    ):
        sent = {"password": somebody.password, "new": password, "again": password}
        answer = somebody.client().post(f"{API}/account/password", json=sent)
        assert answer.status_code == 200, answer.text
        somebody.password = password
    assert (
        sign_in(somebody.office, somebody.login, somebody.password.strip() + "x").status_code == 401
    )


# Change, reset, close


def test_changing_the_password_asks_for_the_old_one_and_ends_the_other_sessions(
    newcomer: People,
) -> None:
    somebody = newcomer()
    here, there = somebody.client(), somebody.client()
    sent = {"password": "not the old one", "new": GOOD, "again": GOOD}
    assert here.post(f"{API}/account/password", json=sent).json()["code"] == "password-wrong"
    sent = {"password": somebody.password, "new": GOOD, "again": GOOD + "x"}
    assert here.post(f"{API}/account/password", json=sent).status_code == 422
    sent["again"] = GOOD
    assert here.post(f"{API}/account/password", json=sent).status_code == 200
    assert here.get(f"{API}/session").status_code == 200
    assert there.get(f"{API}/session").status_code == 401
    assert somebody.sign_in().status_code == 401
    assert sign_in(somebody.office, somebody.login, GOOD).status_code == 201


def test_a_reset_ends_password_sessions_and_tokens_and_leaves_the_choice_to_the_person(
    newcomer: People, office: ServedOffice
) -> None:
    somebody = newcomer()
    client = somebody.client()
    sent = {"name": "โปรแกรม", "scopes": ["view:letters"], "days": 5, "password": somebody.password}
    token = client.post(f"{API}/account/tokens", json=sent).json()["service_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert office.http.get(f"{API}/views/letters", headers=bearer).status_code == 200
    answer = office.as_("admin").post(f"{API}/accounts/{somebody.person_id}/reset", json={})
    assert set(answer.json()) == {"person_id", "code"}
    assert client.get(f"{API}/session").status_code == 401
    assert office.http.get(f"{API}/views/letters", headers=bearer).status_code == 401
    assert somebody.sign_in().status_code == 401
    somebody.accept(answer.json()["code"], somebody.password)
    assert somebody.sign_in().status_code == 201


def test_a_closed_account_ends_its_sessions_and_says_no_more_than_a_wrong_password(
    newcomer: People, office: ServedOffice
) -> None:
    somebody, admin = newcomer(), office.as_("admin")
    client, browser = somebody.client(), somebody.browser()
    assert admin.post(f"{API}/accounts/{somebody.person_id}/disabling", json={}).status_code == 200
    assert client.get(f"{API}/session").status_code == 401
    assert browser.get("/account").headers["location"].startswith("/sign-in")
    closed = somebody.sign_in()
    wrong = sign_in(office, "registrar", "a wrong password")
    assert (closed.status_code, closed.content) == (wrong.status_code, wrong.content)
    assert admin.post(f"{API}/accounts/{somebody.person_id}/enabling", json={}).status_code == 200
    assert somebody.sign_in().status_code == 201


def test_an_invitation_opens_no_closed_account(newcomer: People, office: ServedOffice) -> None:
    """Closed and then reset, its code chooses no password, and after it is opened again does."""
    somebody, admin = newcomer(), office.as_("admin")
    path = f"{API}/accounts/{somebody.person_id}"
    assert admin.post(f"{path}/disabling", json={}).status_code == 200
    code = admin.post(f"{path}/reset", json={}).json()["code"]
    chosen = {"code": code, "new": f"{GOOD}-ใหม่", "again": f"{GOOD}-ใหม่"}
    browser = Browser(office)
    assert browser.send("/invitation", chosen).status_code == 409
    assert browser.cookie is None
    assert admin.post(f"{path}/enabling", json={}).status_code == 200
    assert browser.send("/invitation", chosen).status_code == 303


@pytest.mark.parametrize("deed", ["disabling", "reset"])
def test_who_was_let_in_while_his_account_was_closed_is_not(
    newcomer: People, office: ServedOffice, deed: str
) -> None:
    """The password was right a moment before: the session that would begin after it does not."""
    somebody, access = newcomer(), office.service.access
    at, source = datetime.now(UTC), access.source("", "")
    person_id = access.accounts.check(somebody.login, somebody.password, at, source)
    path = f"{API}/accounts/{person_id}/{deed}"
    assert office.as_("admin").post(path, json={}).status_code == 200
    with pytest.raises(SignInFailed):
        access.sessions.begin(person_id, at, source, "password", complete=True)


def test_who_does_not_hold_the_power_neither_sees_nor_changes_accounts(
    newcomer: People, office: ServedOffice
) -> None:
    somebody = newcomer()
    path = f"{API}/accounts/{somebody.person_id}"
    for login in ("registrar", "director", "auditor"):
        client = office.as_(login)
        assert client.post(f"{path}/disabling", json={}).status_code == 403
        assert client.post(f"{path}/reset", json={}).status_code == 403
        assert client.get(f"/accounts/{somebody.person_id}/reset").status_code == 403
    for login, status in (("registrar", 403), ("director", 403), ("auditor", 200), ("admin", 200)):
        pages = ("/accounts", f"/accounts/{somebody.person_id}", "/access-log", "/service-tokens")
        for seen in (*pages, f"{API}/accounts", f"{API}/access-log", f"{API}/service-tokens"):
            assert office.as_(login).get(seen).status_code == status, (login, seen)
    assert somebody.sign_in().status_code == 201


def test_the_administrator_works_with_pages(office: ServedOffice, newcomer: People) -> None:
    somebody = newcomer()
    admin = Browser(office)
    assert admin.sign_in("admin").status_code == 303
    once = admin.send(f"/accounts/{somebody.person_id}/reset")
    assert "/invitation?code=" in once.text
    code = once.text.partition("/invitation?code=")[2][:27]
    assert code not in admin.get(f"/accounts/{somebody.person_id}").text
    stranger = Browser(office)
    wrong = stranger.send(f"/invitation?code={code}", {"new": "short", "again": "short"})
    assert wrong.status_code == 409
    assert "short" not in wrong.text.partition("<main")[2]
    done = stranger.send(f"/invitation?code={code}", {"new": GOOD, "again": GOOD})
    assert done.status_code == 303
    assert stranger.get("/account").status_code == 200


# Locks, and what a stranger learns


def test_five_wrong_passwords_lock_a_name_whether_anybody_has_it_or_not(
    newcomer: People, office: ServedOffice, later: Callable[..., None]
) -> None:
    somebody = newcomer()
    told: dict[str, list[Any]] = {}
    for login in (somebody.login, "nobody-of-that-name"):
        answers = [sign_in(office, login, "a wrong password") for _ in range(7)]
        told[login] = [(a.status_code, a.content, a.headers.get("retry-after")) for a in answers]
    known, unknown = told.values()
    assert [status for status, _, _ in known] == [401] * 5 + [429] * 2
    assert [row[0] for row in known] == [row[0] for row in unknown]
    assert [row[1] for row in known[:5]] == [row[1] for row in unknown[:5]]
    assert 50 <= int(known[5][2]) <= 60
    assert somebody.sign_in().status_code == 429
    later(seconds=61)
    assert somebody.sign_in().status_code == 201


def test_an_unknown_name_takes_as_long_as_a_wrong_password(office: ServedOffice) -> None:
    """ASVS 5.0: 6.3.8. Medians of a dozen; one without the hashing would be ten times as quick."""
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(12):
        for kind, login in (
            ("known", sorted(office.passwords)[number]),
            ("unknown", f"no{number}"),
        ):
            began = time.perf_counter()
            assert sign_in(office, login, "a wrong password").status_code == 401
            took[kind].append(time.perf_counter() - began)
    assert 0.5 < median(took["known"]) / median(took["unknown"]) < 2


def test_after_twenty_who_wait_the_next_is_asked_to_come_again() -> None:
    passwords = Passwords()
    for _ in range(WORKERS):
        passwords._working.acquire()
    waiting = [Thread(target=passwords.hash, args=["x"]) for _ in range(WORKERS + QUEUE)]
    for thread in waiting:
        thread.start()
    deadline = time.monotonic() + 10
    while passwords._inside < WORKERS + QUEUE and time.monotonic() < deadline:
        time.sleep(0.01)
    with pytest.raises(SignInBusy):
        passwords.hash("x")
    for _ in range(WORKERS):
        passwords._working.release()
    for thread in waiting:
        thread.join()
    assert passwords.fits(passwords.hash("x"), "x")


def test_who_was_told_that_it_is_busy_has_tried_no_password(
    newcomer: People, office: ServedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else five of these, of a hundred people signing in at half past eight, would lock him out."""
    somebody = newcomer()
    client = somebody.client()
    again = {"password": somebody.password, "new": f"{GOOD}-2", "again": f"{GOOD}-2"}
    for _ in range(4):
        assert sign_in(office, somebody.login, "a wrong password").status_code == 401
    with monkeypatch.context() as busy:
        busy.setattr(office.service.access.passwords, "_inside", WORKERS + QUEUE)
        for _ in range(7):
            assert somebody.sign_in().json()["code"] == "sign-in-busy"
            told = client.post(f"{API}/account/password", json=again)
            assert told.json()["code"] == "sign-in-busy"
    assert somebody.sign_in().status_code == 201
    assert client.post(f"{API}/account/password", json=again).status_code == 200


def test_a_busy_answer_takes_back_no_wrong_password(
    newcomer: People, office: ServedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = newcomer()
    for _ in range(4):
        sign_in(office, somebody.login, "a wrong password")
    with monkeypatch.context() as busy:
        busy.setattr(office.service.access.passwords, "_inside", WORKERS + QUEUE)
        assert somebody.sign_in().json()["code"] == "sign-in-busy"
    assert sign_in(office, somebody.login, "a wrong password").status_code == 401  # the fifth
    assert somebody.sign_in().json()["code"] == "account-locked"


# The trail, and what is kept


def test_each_deed_stands_in_the_trail_and_each_sees_his_own(
    newcomer: People, office: ServedOffice
) -> None:
    somebody = newcomer()
    sign_in(office, somebody.login, "a wrong password")
    client = somebody.client()
    lines = client.get(f"{API}/account/log").json()
    assert [line["act"] for line in lines] == [
        "signed_in", "sign_in_failed", "invitation_accepted", "account_invited",
    ]  # fmt: skip
    assert {line["person_id"] for line in lines} == {str(somebody.person_id)}
    assert lines[-1]["by_id"] == str(office.as_("admin").person_id)
    assert lines[0]["agent"] == "testclient"
    found = office.as_("auditor").get(
        f"{API}/access-log", params={"person_id": str(somebody.person_id)}
    )
    assert [line["act"] for line in found.json()] == [line["act"] for line in lines]
    assert "เข้าสู่ระบบไม่สำเร็จ" in somebody.browser().get("/account/log").text


def test_the_service_cannot_change_the_trail(office: ServedOffice, newcomer: People) -> None:
    newcomer()
    log = office.service.recorder.schemas.log
    for statement in (
        f"UPDATE {log}.access_log SET note = ''",
        f"DELETE FROM {log}.access_log",
        f"TRUNCATE {log}.access_log",
    ):
        with (
            office.service.connect() as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)  # type: ignore[arg-type]
        with (  # nor who signs in to the database itself
            psycopg.connect(office.service.conninfo, autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
        ):
            connection.execute(statement)  # type: ignore[arg-type]


def test_no_secret_stands_in_the_database_as_it_is(newcomer: People, office: ServedOffice) -> None:
    somebody = newcomer()
    client = somebody.client()
    sent = {"name": "โปรแกรม", "scopes": ["view:letters"], "days": 5, "password": somebody.password}
    token = client.post(f"{API}/account/tokens", json=sent).json()["service_token"]
    begun = client.post(f"{API}/account/second-factor", json={"password": somebody.password})
    session = client.headers["Authorization"].removeprefix("Bearer ")
    code = office.as_("admin").post(f"{API}/accounts/{somebody.person_id}/reset", json={}).json()
    secrets = [token, begun.json()["secret"], session, code["code"], somebody.password, GOOD]
    needles = {form for secret in secrets for form in (secret, secret.replace("-", ""))}
    log = office.service.recorder.schemas.log
    tables = (
        "accounts", "invitations", "attempts", "sessions", "second_factors", "recovery_codes",
        "sign_ons", "sign_on_requests", "service_tokens", "access_log", "commands", "events",
    )  # fmt: skip
    with psycopg.connect(office.service.conninfo) as connection:
        for table in tables:
            with connection.cursor().copy(f"COPY {log}.{table} TO STDOUT") as copy:
                dump = b"".join(copy)
            for needle in needles:
                assert needle.encode() not in dump, table


def test_when_somebody_last_signed_in_is_found_by_an_index(office: ServedOffice) -> None:
    """The page of all accounts asks it of each; a program writes a line a minute into the same trail."""
    service = office.service
    log = sql.Identifier(service.recorder.schemas.log)
    question = sql.SQL(
        "EXPLAIN SELECT max(at) FROM {}.access_log WHERE person_id = %s AND act = 'signed_in'"
    ).format(log)
    with service.pool.connection() as connection, connection.transaction():
        # In a trail so short the planner would read it all, one way or the other.
        connection.execute("SET LOCAL enable_seqscan = off")
        connection.execute("SET LOCAL enable_bitmapscan = off")
        plan = connection.execute(question, [office.ids["person:registrar"]]).fetchall()
    assert "access_log_signed_in" in "".join(line for (line,) in plan)
