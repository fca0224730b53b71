"""The people of the served demonstration office, at work over HTTP in their posts.

A ``Hand`` for ``infrastructure.demo.matter``: one matter is played act by act, and a test takes it up
where its rule begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from api.catalogue import ROUTES
from application.catalogue import ACTS
from domain.message import Actor
from domain.organization.post import Established, holder_on, post
from domain.thai_time import bangkok_date, calendar_year, fiscal_year
from infrastructure.demo.matter import Matter
from tests.acting import Acting
from tests.served import Client, ServedOffice

PATHS = {route.act.name: route.path for route in ROUTES}


class Hands:
    """Acts in posts by their names in the demonstration's file (``policy_director``)."""

    def __init__(self, office: ServedOffice) -> None:
        self.office = office
        self.ids = dict(office.ids)
        today = bangkok_date(datetime.now(UTC))
        self.dates = {
            "$today": today,
            "$fiscal_year": fiscal_year(today),
            "$calendar_year": calendar_year(today),
        }
        self._clients: dict[str, Client] = {}

    def client(self, name: str) -> Client:
        """Return a client acting in a post."""
        if name not in self._clients:
            state = self.office.state(post, self.ids[name])
            assert isinstance(state, Established)
            person_id = holder_on(state, self.dates["$today"])
            logins = {v: k for k, v in self.ids.items() if k.startswith("person:")}
            login = logins[person_id].removeprefix("person:")
            self._clients[name] = Client(self.office, login, str(state.role))
        return self._clients[name]

    def actor(self, name: str) -> Actor:
        client, state = self.client(name), self.office.state(post, self.ids[name])
        return Actor(client.person_id, client.post_id, str(state.role), state.unit_id)

    def answer(
        self,
        act: str,
        fields: Mapping[str, Any] | None = None,
        *,
        of: Any = None,
        by: str = "",
        **more: Any,
    ) -> Any:
        """Carry out an act over HTTP; return the response, whatever it is."""
        path = PATHS[act].replace("{id}", str(of))
        return self.client(by).act(path, fields or {}, **more)

    def do(
        self, act: str, fields: Mapping[str, Any], *, of: Any = None, by: str | None = None
    ) -> Any:
        if act not in PATHS:
            return self._through_the_application(act, fields, of, by or "administrator")
        answer = self.answer(act, fields, of=of, by=by or "administrator")
        assert answer.status_code < 300, f"{act}: {answer.status_code} {answer.text}"
        return UUID(answer.json()["id"]) if ACTS[act].creates else of

    def _through_the_application(
        self, act: str, fields: Mapping[str, Any], of: Any, by: str
    ) -> Any:
        answer = Acting(self.office.service, self.ids).do(act, fields, of=of or "new", by=by)
        self.office.wait(answer.position)
        return UUID(answer.id) if ACTS[act].creates else of

    def refused(self, act: str, fields: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """Carry out an act that a rule refuses; return the problem."""
        answer = self.answer(act, fields, **more)
        assert answer.status_code == 409, f"{act}: {answer.status_code} {answer.text}"
        return answer.json()

    def rows(self, table: str, **equals: Any) -> list[Mapping[str, Any]]:
        self.office.wait()
        return self.office.service.rows.rows(table, **equals)

    def one(self, table: str, key: Any) -> Mapping[str, Any]:
        [row] = self.rows(table, id=key)
        return row

    def file(self, content: bytes) -> str:
        return self.client("analyst").upload(content)


def matter(office: ServedOffice, number: int = 1, satang: int = 100_000) -> Matter:
    """Return a matter of its own: the line it takes from holds enough for many."""
    return Matter(Hands(office), satang=satang, number=number)
