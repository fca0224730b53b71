"""How long the inbox and the list of cases take, by whose rights they are asked: the director, an
officer, a school, an auditor. The narrowest role is to be as fast as the director, who is the baseline.
"""

from __future__ import annotations

from starlette.testclient import TestClient

from api.main import create_app
from bench.figure import Figure
from bench.history import make
from bench.office import office
from bench.pages import EVENTS, measured, open_case, signed_in

PAGES = {"inbox": "/inbox", "case list": "/cases"}
ROLES = {"director": "director", "officer": "analyst", "school": "school1", "auditor": "auditor"}
GOAL = "< 50"


def run(size: str) -> list[Figure]:
    times = 40 if size == "small" else 200
    with office(running=True) as people:
        open_case(people)
        events = make(people, EVENTS[size])
        people.service.runner.wait(events, timeout=600)
        with people.service.connect() as connection:
            connection.execute("ANALYZE")
        people.service.pause()  # the application starts it again
        with TestClient(create_app(people.service)) as client:
            sessions = {role: signed_in(client, people, login) for role, login in ROLES.items()}
            p95 = {
                (page, role): measured(client, address, headers, times)
                for page, address in PAGES.items()
                for role, headers in sessions.items()
            }
    return [
        Figure(
            f"p95 of {page} of the {role}, {events:,} events",
            ms,
            "ms",
            p95[page, "director"],
            ms / p95[page, "director"],
            GOAL,
        )
        for (page, role), ms in p95.items()
    ]
