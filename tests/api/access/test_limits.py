"""How much one account may ask for and one address try; how much may be sent at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.access.refusals import TooManyRequests
from infrastructure.access.limits import Allowance, Buckets, Limits
from tests.api.access.browser import Browser
from tests.served import API, Demonstration, ServedOffice


@pytest.fixture(scope="module")
def narrow(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedOffice]:
    """An office that takes six sign-ins at once from an address, and twenty requests of an account."""
    limits = Limits(Allowance(6, 6), Allowance(20, 60))
    with demonstration.served(tmp_path_factory.mktemp("narrow"), limits) as served:
        yield served


def test_a_bucket_empties_and_fills_again() -> None:
    buckets = Buckets(Allowance(burst=3, per_minute=60))
    for _ in range(3):
        buckets.take("a", 100.0)
    with pytest.raises(TooManyRequests) as refused:
        buckets.take("a", 100.0)
    assert refused.value.figures == {"seconds": 1}
    buckets.take("b", 100.0)
    buckets.take("a", 101.0)
    with pytest.raises(TooManyRequests):
        buckets.take("a", 101.5)
    for _ in range(3):
        buckets.take("a", 200.0)
    with pytest.raises(TooManyRequests):
        buckets.take("a", 200.0)


def test_an_account_that_asks_too_much_is_told_when_to_come_again(narrow: ServedOffice) -> None:
    quick, other = narrow.as_("registrar"), narrow.as_("clerk")
    answers = [quick.get(f"{API}/session") for _ in range(40)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert answers[0].status_code == 200
    assert len(refused) > 5
    assert refused[0].json()["code"] == "too-many-requests"
    assert int(refused[0].headers["retry-after"]) >= 1
    # A machine at work takes its time for the first page, and one more may be asked for each second.
    pages = (quick.get("/account") for _ in range(20))
    page = next(page for page in pages if page.status_code == 429)
    assert int(page.headers["retry-after"]) >= 1
    assert other.get(f"{API}/session").status_code == 200


def test_an_address_that_tries_many_names_is_held_back(narrow: ServedOffice) -> None:
    """Spraying one password over many names: no name is locked, but the address is."""
    statuses = []
    for number in range(12):
        sent = {"login": f"name{number}", "password": "Sawasdee2569"}
        statuses.append(narrow.http.post(f"{API}/session", json=sent))
    assert statuses[-1].status_code == 429
    assert statuses[-1].json()["code"] == "too-many-requests"
    page = Browser(narrow).sign_in("registrar")
    assert page.status_code == 429
    assert int(page.headers["retry-after"]) >= 1


@pytest.mark.parametrize("path", [f"{API}/session", f"{API}/invitations/acceptance", "/sign-in"])
def test_a_body_beyond_its_limit_is_not_read(office: ServedOffice, path: str) -> None:
    answer = office.http.post(path, content=b"x" * (256 * 1024 + 1))
    assert answer.status_code == 413
