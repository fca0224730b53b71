"""Playing the demonstration office's file of commands through the application.

Schools are the 110 real ones of the area; people and codes are invented, and no year is written down:
dates are reckoned from the day of loading (Bangkok time). Each command is an act like anybody's, with
a command id made from its place in the file.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from application.act import body_of
from application.catalogue import ACTS
from application.desk import OFFICE
from application.execute import SYSTEM, Office, Who, execute
from domain.thai_time import academic_year, bangkok_date, calendar_year, fiscal_year
from infrastructure.demo.holidays import holidays
from infrastructure.demo.lines import open_line, open_subsidies

HERE = Path(__file__).parent
SINGLE = {
    "powers": OFFICE,
    "calendar": OFFICE,
    "settings": OFFICE,
    "access_rules": OFFICE,
    "transfer_powers": OFFICE,
}
PLAYED = uuid5(NAMESPACE_URL, "thabian:demonstration")


class Accounts(Protocol):
    def open_account(self, person_id: UUID, sign_in_name: str, password: str) -> None: ...


class Player:
    """Plays commands; remembers the ids they gave and who holds which post."""

    def __init__(self, office: Office, at: datetime, wait: Callable[[int], object]) -> None:
        self.office = office
        self.at = at
        self.wait = wait
        self.ids: dict[str, UUID | str] = {}
        self.holders: dict[str, UUID] = {}
        self.position = 0
        self._count = 0
        today = bangkok_date(at)
        year = fiscal_year(today)
        began = date(year - 543 - 1, 10, 1)
        self.dates: dict[str, Any] = {
            "$today": today,
            "$fiscal_year": year,
            "$last_fiscal_year": year - 1,
            "$calendar_year": calendar_year(today),
            "$year_began": began,
            "$last_year_began": date(began.year - 1, 10, 1),
            "$allocated": max(began, today - timedelta(days=20)),
        }

    def do(
        self, act: str, fields: Mapping[str, Any], *, of: str | None = None, by: str | None = None
    ) -> UUID | str:
        """Carry out one act; return the id of what it was asked of."""
        self._count += 1
        declared = ACTS[act]
        # One of a kind first: the unit called "office" is not the key of the office's settings.
        key: Any = SINGLE.get(declared.decider.kind) or self.named(of)
        answer = execute(
            self.office,
            declared,
            key,
            body_of(declared.command).model_validate(self.filled(fields)),
            self.who(by),
            command_id=self.command_id,
            at=self.at,
        )
        self.position = answer.position
        return id_of(answer.id) if declared.creates else key

    @property
    def command_id(self) -> UUID:
        """The id of the command played last, made from its place in the file."""
        return uuid5(PLAYED, f"{self.office.code}/{self._count}")

    @property
    def first_id(self) -> UUID:
        """The first id that this command gave: an instrument's, where its stream is the post's."""
        return uuid5(self.command_id, "1")

    def named(self, of: str | None) -> UUID | str:
        """Return the key that ``of`` stands for: an id given earlier, a year, or the key itself."""
        if of is None:
            return "new"
        return self.ids.get(of) or str(self.dates.get(of, of))

    def who(self, post: str | None) -> Who:
        if post is None:
            return SYSTEM
        post_id = self.ids[post]
        assert isinstance(post_id, UUID)
        return Who(self.holders[post], post_id)

    def filled(self, value: Any) -> Any:
        """Return ``value`` with ids and dates put in for their names."""
        if isinstance(value, Mapping):
            return {name: self.filled(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        if isinstance(value, str) and value.startswith("@"):
            return self.ids[value[1:]]
        if isinstance(value, str) and value.startswith("$"):
            return self.dates[value]
        return value


def load(
    office: Office,
    accounts: Accounts,
    wait: Callable[[int], object],
    at: datetime | None = None,
    *,
    names: dict[str, Any] | None = None,
) -> list[dict[str, str]]:
    """Play the office; return the demonstration sign-ins (login, password, name, title).

    ``names`` is filled with the ids given to the file's names, for who plays on.
    """
    player = Player(office, at or datetime.now(UTC), wait)
    people: list[dict[str, str]] = []
    password = f"thabian-{token_hex(3)}"
    for name in ("office.toml", "authority.toml", "casework.toml", "budget.toml", "board.toml"):
        path = HERE / name
        if path.exists():
            script = tomllib.loads(path.read_text("utf-8"))
            for step in script["play"]:
                if "powers" in step:
                    people += appoint(player, accounts, script["people"], password)
                    grant(player, script["powers"], step["powers"])
                else:
                    play(player, step)
            player.wait(player.position)
    if names is not None:
        names |= player.ids
    return people


def id_of(key: str) -> UUID | str:
    """Return a thing's id; a few are named after what they are, as a budget year is."""
    try:
        return UUID(key)
    except ValueError:
        return key


def play(player: Player, step: Mapping[str, Any]) -> None:
    """Play one step of the file."""
    if "schools" in step:
        establish_schools(player, step["schools"])
    elif "line" in step:
        open_line(player, step)
    elif "subsidies" in step:
        open_subsidies(player, step)
    elif "holidays" in step:
        days = holidays(player.dates["$today"].year, 2)
        player.do(
            "AnnounceHolidays",
            {
                "days": [{"on": on, "name_th": name} for on, name in days],
                "source": step["holidays"],
            },
        )
    else:
        given = player.do(step["act"], step.get("fields", {}), of=step.get("of"), by=step.get("by"))
        if "as" in step:
            player.ids[step["as"]] = given
        if "gives" in step:
            player.ids[step["gives"]] = player.first_id
        if step.get("wait"):
            player.wait(player.position)


def establish_schools(player: Player, parent: str) -> None:
    """Enter the area's schools, with an invented number of pupils each."""
    with (HERE / "schools.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            code, name = row["school_code"], row["name_th"]
            school = player.do(
                "EstablishUnit",
                {
                    "kind": "school",
                    "parent_id": f"@{parent}",
                    "name_th": f"โรงเรียน{name}",
                    "name_en": f"School {code}",
                    "short_name_th": name,
                    "code": code,
                },
            )
            player.ids[f"school:{code}"] = school
            pupils = 40 + int(code) * 37 % 260
            year = academic_year(player.dates["$today"])
            player.do(
                "ChangePupils", {"academic_year": year, "pupils": pupils}, of=f"school:{code}"
            )


def appoint(
    player: Player, accounts: Accounts, people: Sequence[Mapping[str, Any]], password: str
) -> list[dict[str, str]]:
    """Register the people, establish their posts, put them there and give them accounts."""
    known = []
    for person in people:
        title, given, family = person["name"]
        fields: dict[str, Any] = {
            "name_th": {"title": title, "given": given, "family": family},
            "name_en": person["name_en"],
        }
        fields |= {name: person[name] for name in ("phone", "email") if name in person}
        person_id = player.do("RegisterPerson", fields)
        assert isinstance(person_id, UUID)
        player.ids[f"person:{person['login']}"] = person_id
        for post in person["posts"]:
            fields = {
                name: post[name]
                for name in ("title_th", "title_en", "role", "kind")
                if name in post
            }
            post_id = player.do("EstablishPost", fields | {"unit_id": f"@{post['unit']}"})
            player.ids[post["as"]] = post_id
            player.holders[post["as"]] = person_id
            order = f"คำสั่งตัวอย่างที่ 1/{player.dates['$calendar_year']}"
            player.do(
                "FillPost",
                {"person_id": person_id, "from_on": "$year_began", "order_reference": order},
                of=post["as"],
            )
        accounts.open_account(person_id, person["login"], password)
        known.append(
            {
                "login": person["login"],
                "password": password,
                "name": f"{title}{given} {family}",
                "title": person["posts"][0]["title_th"],
            }
        )
    return known


def grant(player: Player, table: Mapping[str, Sequence[str]], document: str) -> None:
    """Set the table of powers."""
    grants = [
        {"command": command, "role": role, "in_force_from": player.dates["$year_began"]}
        for role, commands in table.items()
        for command in commands
    ]
    player.do("SetPowers", {"grants": grants, "document": document})
