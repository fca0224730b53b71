"""How long pages take with a long history, against the same pages in an office of the first day."""

from __future__ import annotations

import time
from statistics import quantiles
from typing import Any
from urllib.parse import quote

from starlette.testclient import TestClient

from api.main import create_app
from bench.figure import Figure
from bench.history import make
from bench.office import People, office

EVENTS = {"small": 12_000, "medium": 50_000, "large": 100_000}


def addresses(people: People) -> dict[str, tuple[str, str]]:
    """Return each page's address and who looks at it: the narrowest role that may."""
    rows = people.service.rows
    found = {
        "inbox": ("/inbox", "analyst"),
        "register": ("/registers?register=receive", "registrar"),
        "search": (f"/search?q={quote('ค่าสาธารณูปโภค')}", "analyst"),
        "history": ("/history", "auditor"),
        "inbox of a school": ("/inbox", "school1"),
    }
    letters = rows.rows("letters", reference="")[:1]
    if letters:
        found["letter"] = (f"/letters/{letters[0]['id']}", "analyst")
    cases = rows.rows("case_status")[:1] if "case_status" in rows._tables else []
    if cases:
        found["case"] = (f"/cases/{cases[0]['id']}", "analyst")
    return found


def measured(client: TestClient, address: str, headers: dict[str, str], times: int) -> float:
    """Return the 95th percentile in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        answer = client.get(address, headers=headers)
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return quantiles(took, n=20)[18]


def signed_in(client: TestClient, people: People, login: str) -> dict[str, str]:
    import json  # noqa: PLC0415

    known = json.loads((people.service.data / "demonstration.json").read_text("utf-8"))
    password = next(row["password"] for row in known if row["login"] == login)
    answer = client.post("/api/v1/session", json={"login": login, "password": password})
    client.cookies.clear()
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def round_of(people: People, client: TestClient, times: int, sessions: Any) -> dict[str, float]:
    found = {}
    for name, (address, login) in addresses(people).items():
        if login not in sessions:
            sessions[login] = signed_in(client, people, login)
        measured(client, address, sessions[login], 3)
        found[name] = measured(client, address, sessions[login], times)
    return found


def run(size: str) -> list[Figure]:
    times = 40 if size == "small" else 200
    with office(running=True) as people:
        open_case(people)
        people.service.pause()  # the application starts it again
        with TestClient(create_app(people.service)) as client:
            sessions: dict[str, dict[str, str]] = {}
            people.service.runner.wait(
                people.service.recorder.max_notification_id() or 0, timeout=60
            )
            first = round_of(people, client, times, sessions)
            events = make(people, EVENTS[size])
            people.service.runner.wait(events, timeout=600)
            with people.service.connect() as connection:
                connection.execute("ANALYZE")
            grown = round_of(people, client, times, sessions)
    return [
        Figure(f"p95 of {name}, {events:,} events", ms, "ms", first.get(name),
               ms / first[name] if name in first else None, "< 50")
        for name, ms in grown.items()
    ]  # fmt: skip


def open_case(people: People) -> None:
    """Have a case and a letter there from the first day."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from domain.thai_time import bangkok_date, fiscal_year  # noqa: PLC0415

    for seed in range(5):
        people.handle(seed)
    people.do(
        "OpenCase",
        {
            "fiscal_year": fiscal_year(bangkok_date(datetime.now(UTC))),
            "subject": "โอนเงินเหลือจ่ายเป็นค่าสาธารณูปโภคของโรงเรียน",
            "officer_id": str(people.ids["person:analyst"]),
            "owner_unit_id": str(people.ids["policy"]),
            "asking_unit_ids": [str(people.ids["school:42010149"])],
        },
        "analyst",
    )
