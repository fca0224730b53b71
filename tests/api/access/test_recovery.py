"""``thabian recover-administrator``: the way in when no administrator gets in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from tests.api.access.browser import GOOD, Browser
from tests.api.access.conftest import Newcomer
from tests.api.access.test_second_factor import Enrolled
from tests.infrastructure.test_verify import thabian
from tests.served import API, ServedOffice

People = Callable[..., Newcomer]
RECOVER = "recover-administrator"


def test_the_last_administrator_comes_in_again(office: ServedOffice) -> None:
    """Closed, with a lost factor: he gets a code for a new password, and it stands in the trail."""
    last = Enrolled(office, role="administrator")
    admin = office.as_("admin")
    path = f"{API}/accounts/{last.person_id}"
    assert admin.post(f"{path}/disabling", json={}).status_code == 200
    status, said = thabian(office.service, RECOVER)
    assert status == 0
    [listed] = [one for one in said["administrators"] if one["sign_in_name"] == last.login]
    assert (listed["disabled"], listed["second_factor"]) == (True, True)
    status, said = thabian(office.service, RECOVER, last.login, "--factor")
    assert status == 0
    assert said["address"].endswith(f"/invitation?code={said['code']}")
    assert last.sign_in().status_code == 401  # the old password is gone
    chosen = {"code": said["code"], "new": f"{GOOD}-ใหม่", "again": f"{GOOD}-ใหม่"}
    browser = Browser(office)
    assert browser.send("/invitation", chosen).status_code == 303
    assert browser.get("/account").status_code == 200
    trail = admin.get(f"{API}/access-log", params={"person_id": str(last.person_id)}).json()
    acts = {line["act"]: line for line in trail}
    assert {"account_recovered", "factor_taken_away"} <= set(acts)
    assert acts["account_recovered"]["agent"] == f"thabian {RECOVER}"
    assert acts["account_recovered"]["note"]


def test_the_factor_stays_where_it_is_not_said_to_be_lost(office: ServedOffice) -> None:
    last = Enrolled(office, role="administrator")
    status, _ = thabian(office.service, RECOVER, last.login)
    assert status == 0
    account = office.service.access.accounts.one(last.person_id, datetime.now(UTC))
    assert account.second_factor


def test_nobody_else_is_recovered_by_it(office: ServedOffice, newcomer: People) -> None:
    clerk = newcomer()
    for asked in ((clerk.login,), ("nobody",), ("new", "--person", str(clerk.person_id))):
        assert thabian(office.service, RECOVER, *asked) == (2, {"code": "not-found"})
    assert clerk.sign_in().status_code == 201


def test_who_has_an_account_is_not_invited_again(office: ServedOffice, newcomer: People) -> None:
    last = newcomer(role="administrator")
    asked = (RECOVER, "another", "--person", str(last.person_id))
    assert thabian(office.service, *asked) == (2, {"code": "account-known"})
