"""``thabian recover-administrator``: the way in when no administrator gets in.

Whoever may run it reads the office's folder and database already, so it gives him nothing he has not;
but it goes through the accounts, ends what was open, and stands in the trail with the name he has on
the machine. It gives a code, as an invitation does, and never a password.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from getpass import getuser
from typing import Any
from uuid import UUID

from api.main import Service
from domain.organization.post import holder_on, post
from domain.organization.role import Role
from domain.refusal import NotFound
from domain.thai_time import bangkok_date

AGENT = "thabian recover-administrator"


@dataclass(frozen=True)
class Administrator:
    """Who holds an administrator's post, and how his account stands; without one the name is empty."""

    person_id: UUID
    name_th: str
    sign_in_name: str
    disabled: bool
    second_factor: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"person_id": str(self.person_id)}


@dataclass(frozen=True)
class Recovered:
    """Whose account was opened, and the code by which he chooses his password."""

    person_id: UUID
    code: str


def administrators(service: Service, at: datetime) -> list[Administrator]:
    """Return who holds an administrator's post."""
    held = service.rows.rows("posts", role=str(Role.ADMINISTRATOR))
    on, streams = bangkok_date(at), service.office.streams
    states = [streams.known(post, f"post/{row['id']}", fresh=True).state for row in held]
    people = {person_id for state in states if (person_id := holder_on(state, on)) is not None}
    names = {row["id"]: row["name_th"] for row in service.rows.rows("persons", id=list(people))}
    found = []
    for person_id in people:
        account = service.access.accounts.one(person_id, at)
        found.append(
            Administrator(
                person_id,
                str(names.get(person_id) or ""),
                account.sign_in_name if account else "",
                account is not None and account.disabled,
                account is not None and account.second_factor,
            )
        )
    return sorted(found, key=lambda one: one.sign_in_name)


def recover(
    service: Service,
    sign_in_name: str,
    at: datetime,
    *,
    person_id: UUID | None = None,
    factor: bool = False,
) -> Recovered:
    """Open the account of the administrator of that name anew, or invite ``person_id`` by it.

    Raises:
        NotFound: no administrator has that sign-in name, or none is that person.
        AccountKnown, SignInNameTaken: of ``person_id``, who has an account, or of his name.
    """
    access = service.access
    source = access.source("", AGENT)
    known = administrators(service, at)
    if person_id is not None:
        if all(one.person_id != person_id for one in known):
            raise NotFound()
        code = access.accounts.invite(
            person_id, sign_in_name, None, at, source, note=at_the_machine()
        )
        return Recovered(person_id, code)
    found = next((one for one in known if one.sign_in_name == sign_in_name), None)
    if found is None:
        raise NotFound()
    code = access.accounts.recover(
        found.person_id, at, source, factor=factor, note=at_the_machine()
    )
    return Recovered(found.person_id, code)


def at_the_machine() -> str:
    """Return by which name the system knows who runs this; where it knows none, his number."""
    try:
        return getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def listed(found: Sequence[Administrator]) -> str:
    """Return the administrators as lines; the ids of those without an account."""
    lines = [
        f"  {one.sign_in_name or one.person_id}  {one.name_th}"
        + ("  ปิดอยู่ · closed" if one.disabled else "")
        + ("  มีปัจจัยที่สอง · second factor" if one.second_factor else "")
        for one in found
    ]
    return "\n".join(["ผู้ดูแลระบบ · administrators:", *lines])
