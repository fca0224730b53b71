"""How long the inbox and the list of cases take, by whose rights they are asked: the director, an
officer, a school, an auditor. The narrowest role is to be as fast as the director, who is the baseline.
"""

from __future__ import annotations

from http.client import HTTPConnection

from bench.cases import make_cases
from bench.figure import Figure
from bench.office import People, office
from bench.pages import GOAL, TIMES, p95
from bench.server import Server, token_of

CASES = {"small": 5_000, "medium": 20_000, "large": 100_000}
PAGES = {"inbox": "/inbox", "case list": "/cases", "overview": "/"}
ROLES = {"director": "director", "officer": "analyst", "school": "school1", "auditor": "auditor"}
BASELINE = "director"


def measured(people: People, times: int) -> dict[tuple[str, str], float]:
    """Return the 95th percentile in milliseconds of each page for each role."""
    signed = {role: token_of(people.service, login) for role, login in ROLES.items()}
    people.service.pause()  # the server runs the projections
    server = Server(people.service)
    try:
        server.ready()
        wire = HTTPConnection("127.0.0.1", server.port, timeout=60)
        found = {}
        for page, address in PAGES.items():
            for role, token in signed.items():
                p95(wire, address, token, 8)
                found[page, role] = p95(wire, address, token, times)
        return found
    finally:
        server.kill()


def run(size: str) -> list[Figure]:
    with office(running=True) as people:
        cases, events = make_cases(people, CASES[size])
        found = measured(people, TIMES[size])
    return [
        Figure(
            f"p95 of the {page}, {role}, {cases:,} cases ({events:,} events)",
            ms,
            "ms",
            found[page, BASELINE],
            ms / found[page, BASELINE],
            GOAL,
        )
        for (page, role), ms in found.items()
    ]
