"""Every route there is × everybody × plain and classified, against one readable table: ``rights.txt``.

``y`` is answered, ``-`` is not there (404), ``x`` is there and not permitted (403). Of a command, what a
rule says afterwards is no matter here: a stale version (412) or a body that fits nothing is a ``y``.
``=`` marks what is asked about oneself, signing in and the like, and is not asked here. A route that is
not in the table, or a line whose route is gone, fails.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest

from api.catalogue import ROUTES
from api.routes import Route
from projections.catalogue import TABLES
from tests.api.bodies import example
from tests.hands import Hands
from tests.served import API, ServedOffice

TABLE = Path(__file__).parent / "rights.txt"
LINE = re.compile(r"(GET|POST|FORM|DELETE) +(\S+) +(plain|classified|-|=)((?: +[-yx])*)")
STALE = "987654321"
NOTHING = "00000000-0000-0000-0000-000000000000"
PDF = b"%PDF-1.4\n% classified\n%%EOF\n"
JSON = {"content-type": "application/json"}

# The columns: everybody's post by its name in the demonstration's file. Of those that share a role one
# is of the matter's own unit and one of another.
COLUMNS: Mapping[str, str] = {
    "dir": "area_director",
    "dep": "deputy_1",
    "gd": "policy_director",
    "gd2": "finance_director",
    "sec": "section_head",
    "ana": "analyst",
    "let": "senior_analyst",
    "clk": "clerk",
    "reg": "registrar",
    "fin": "finance_officer",
    "aud": "auditor",
    "ins": "inspector",
    "bse": "board_secretary",
    "ase": "assistant_secretary",
    "sch": "school_director_1",
    "sc3": "school_director_3",
    "adm": "administrator",
}
COMMANDS = {f"{API}{route.path}": route for route in ROUTES}
FORMS = {route.form_path: route for route in ROUTES}


class Line(NamedTuple):
    """One line: how the route is asked, of what, and what each column is answered."""

    method: str
    path: str
    thing: str
    marks: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join((self.method, self.path, self.thing))


def lines() -> list[Line]:
    found = []
    for text in TABLE.read_text("utf-8").splitlines():
        if text.strip() and not text.startswith("#"):
            match = LINE.fullmatch(text.rstrip())
            assert match, f"cannot be read: {text}"
            found.append(Line(match[1], match[2], match[3], tuple(match[4].split())))
    return found


def routes(router: Any) -> Iterator[tuple[str, str]]:
    """Yield how each address of the application is asked, whatever router it came in by."""
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes(inner)
        for method in sorted(set(getattr(route, "methods", None) or ()) - {"HEAD"}):
            yield method, route.path


def asked_of(path: str) -> tuple[str, ...]:
    """Return of which things an address is asked: letters also of a classified one."""
    if "{" not in path or path.startswith((f"{API}/exports", "/settings", "/language")):
        return ("-",)
    letter = re.match(rf"({API}(/views)?)?/(outgoing[-_])?letters/\{{", path)
    return ("plain", "classified") if letter or path == "/history/{position}" else ("plain",)


def expected(app: Any) -> set[tuple[str, str, str]]:
    """Return every line that there must be; a form and what it sends to are one."""
    wanted = set()
    for method, path in routes(app):
        if path in FORMS:
            method = "FORM"  # noqa: PLW2901
        for each in views(path):
            wanted |= {(method, each, thing) for thing in asked_of(each)}
    return wanted


def views(path: str) -> list[str]:
    """Return the addresses behind one: a route of all read models is a line for each of them."""
    if "{view}" not in path:
        return [path]
    return [path.replace("{view}", table.name).replace("{key:path}", "{key}") for table in TABLES]


class Asker:
    """The office after a whole matter, with a classified letter each way, and everybody signed in."""

    def __init__(self, office: ServedOffice) -> None:
        self.office = office
        self.hands = Hands(office)
        self.things = self.make()
        self.clients = {column: self.hands.client(post) for column, post in COLUMNS.items()}

    def make(self) -> dict[str, dict[str, str]]:
        """Return what stands for each placeholder, of what is plain and of what is classified."""
        rows, hands = self.hands.rows, self.hands
        [case] = rows("case_status", number=1)
        letter = next(row for row in rows("letters", case_id=case["id"]) if row["enclosures"])
        ours = next(r for r in rows("outgoing_letters", purpose="governor_request"))
        # The order that ranks the group director's substitutes: the first of them is sec and let.
        ranked = rows("instruments", instrument_id=hands.ids["ranks_of_policy"])[0]
        plain = {
            "letters": letter["id"],
            "outgoing-letters": ours["id"],
            "letter-sets": rows("letter_sets")[0]["id"],
            "cases": case["id"],
            "transfers": rows("budget_transfers")[0]["id"],
            "lines": hands.ids["line:electricity"],
            "years": rows("budget_years")[0]["id"],
            "approvals": rows("approvals")[0]["id"],
            "outside-approvals": rows("outside_approvals")[0]["id"],
            "meetings": rows("meetings")[0]["id"],
            "bodies": rows("bodies")[0]["id"],
            "resolutions": rows("resolutions")[0]["id"],
            "break-glass": rows("break_glasses")[0]["id"],
            "units": hands.ids["policy"],
            "posts": hands.ids["analyst"],
            "persons": hands.ids["person:analyst"],
            "accounts": hands.ids["person:supervision"],
            "service-tokens": NOTHING,
            "assignments": NOTHING,
            "instruments": ranked["instrument_id"],
            "instrument-rows": ranked["id"],
            "registers": "receive",
            "processes": "4.4",
            "position": self.told(f"letter/{letter['id']}"),
            "digest": letter["enclosures"][0]["digest"],
            "number": 1,
            "page": 1,
            "section": "units",
            "lang": "th",
        }
        hands.client("auditor").get(f"/letters/{letter['id']}")  # and that is a reading
        self.deliver(plain["outgoing-letters"])
        self.be_away()
        plain["meetings"] = self.recuse()
        secret, draft = self.classified()
        classified = plain | {
            "letters": secret,
            "outgoing-letters": draft,
            "position": self.told(f"letter/{secret}"),
        }
        return {"plain": as_text(plain), "classified": as_text(classified), "-": as_text(plain)}

    def deliver(self, ours: UUID) -> None:
        """The governor's letter arrives, once its paper is made."""
        deadline = time.monotonic() + 30
        while self.hands.one("outgoing_letters", ours)["paper_digest"] is None:
            assert time.monotonic() < deadline, "the paper was not made"
            time.sleep(0.05)
        today = str(self.hands.dates["$today"])
        fields = {
            "address": "saraban@governor.example",
            "sent_at": f"{today} 09:00",
            "arrived_at": f"{today} 09:01",
        }
        self.hands.do("RecordDelivery", fields, of=ours, by="registrar")

    def be_away(self) -> None:
        """The officer will be away for a day."""
        day = self.hands.dates["$today"] + timedelta(days=30)
        away = {"from_on": str(day), "until_on": str(day + timedelta(days=1))}
        of = self.hands.ids["person:analyst"]
        self.hands.do("RecordAbsence", away, of=of, by="analyst")

    def recuse(self) -> UUID:
        """A meeting in which a member recuses himself."""
        hands, by = self.hands, "assistant_secretary"
        called = {"held_on": str(hands.dates["$today"]), "place": "ห้องประชุม", "mode": "in_person"}
        meeting = hands.do("CallMeeting", called, by=by)
        item = {"item_no": "1.1", "section": "for_information", "title": "เรื่องแจ้งเพื่อทราบ"}
        hands.do("AddAgendaItem", item, of=meeting, by=by)
        [body] = hands.rows("bodies")
        seats = [str(seat["seat_id"]) for seat in body["seats"]]
        hands.do("OpenMeeting", {"opened_time": "09.30", "present": seats}, of=meeting, by=by)
        recused = {
            "item_no": "1.1",
            "seat_id": seats[0],
            "interest": "party",
            "reason": "มีส่วนได้เสีย",
        }
        hands.do("RecuseMember", recused, of=meeting, by=by)
        return UUID(str(meeting))

    def classified(self) -> tuple[UUID, UUID]:
        """A secret letter each way, let read to the senior analyst."""
        hands = self.hands
        digest = hands.file(PDF)
        enclosure = {"name": "ลับ.pdf", "count": 1, "unit": "ฉบับ", "digest": digest}
        self.digest = digest
        secret = hands.do(
            "ReceiveLetter",
            {
                "kind": "external",
                "secrecy": "secret",
                "sender_name": "หน่วยงานตัวอย่าง",
                "received_on": str(hands.dates["$today"]),
                "subject": "เรื่องลับมาก",
                "to_unit_id": str(hands.ids["policy"]),
                "enclosures": [enclosure],
            },
            by="registrar",
        )
        draft = hands.do(
            "DraftLetter",
            {
                "form": "external",
                "secrecy": "secret",
                "subject": "เรื่องลับมาก",
                "to": [{"salutation": "เรียน", "addressee": "หน่วยงานตัวอย่าง"}],
                "body": "ตามที่แจ้ง",
                "owner_unit_id": str(hands.ids["policy"]),
                "enclosures": [enclosure],
            },
            by="analyst",
        )
        let = {"post_id": str(hands.ids["senior_analyst"]), "reason": "ต้องวิเคราะห์"}
        hands.do("GrantReading", let, of=secret, by="area_director")
        hands.do("GrantOutgoingReading", let, of=draft, by="area_director")
        return UUID(str(secret)), UUID(str(draft))

    def told(self, stream: str) -> int:
        return min(row["position"] for row in self.hands.rows("audit_history", stream_id=stream))

    def address(self, line: Line) -> str:
        """Return the address of a line with its placeholders filled in."""
        things = self.things[line.thing]
        path = line.path
        if "{digest}" in path and (line.thing == "classified" or "outgoing" in path):
            things = things | {"digest": self.digest}
        if "/views/" in path and "{key}" in path:
            return path.replace("{key}", self.key_of(path, line.thing))
        owner = next((part for part in reversed(path.split("/{id")[0].split("/")) if part), "")
        path = re.sub(r"\{id(:\w+)?\}", things.get(owner, ""), path)
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda match: things[match[1]], path)

    def key_of(self, path: str, thing: str) -> str:
        """Return the key of a row of a read model: one of the matter played."""
        table = next(t for t in TABLES if path.startswith(f"{API}/views/{t.name}/"))
        if thing == "classified":
            return self.things[thing][table.name.replace("_", "-")]
        name = THINGS.get(table.name, table.name.replace("_", "-"))
        if name in self.things[thing]:
            return self.things[thing][name]
        for column, owner in OWNERS.items():
            if column in table.columns and (table.name, column) != ("case_letters", "case_id"):
                rows = self.hands.rows(table.name, **{column: self.things[thing][owner]})
                if rows:
                    return str(rows[0][table.key])
        rows = self.hands.rows(table.name)
        return str(rows[0][table.key]) if rows else NOTHING

    def marks(self, line: Line) -> tuple[str, ...]:
        """Return what each column is answered."""
        path = self.address(line)
        marks = tuple(self.mark(client, line, path) for client in self.clients.values())
        if line.method == "FORM":
            self.send(line, path, marks)
        return marks

    def send(self, line: Line, path: str, marks: tuple[str, ...]) -> None:
        """Send a form that is not shown: the first whose it is not, for each way it is not his.

        Who is shown it sends the command, which has a line of its own.
        """
        for answered in {"-", "x"} & set(marks):
            client = list(self.clients.values())[marks.index(answered)]
            sent = mark_of(client.post(path, data={"_seen": STALE}), line)
            assert sent == answered, f"{line}: shown {answered}, what it sends is answered {sent}"

    def mark(self, client: Any, line: Line, path: str) -> str:
        if line.method != "POST":
            return mark_of(client.get(path, params=self.parameters(line)), line)
        if line.path == f"{API}/files":
            return mark_of(client.post(path, files={"file": ("a.pdf", PDF)}), line)
        if line.path in COMMANDS:
            return mark_of(self.command(client, COMMANDS[line.path], path), line)
        if line.path.startswith(API):
            return mark_of(client.post(path, json=BODIES.get(line.path, {})), line)
        return mark_of(client.post(path, data=BODIES.get(f"{API}{line.path}", {})), line)

    def parameters(self, line: Line) -> Mapping[str, str] | None:
        """Return what is asked at an address: of authority about the officer in charge, and his order."""
        things = self.things["plain"]
        asked = {"command": "SignLetter", "on": "23/11/2569", "person": things["persons"]}
        if line.path.startswith(f"{API}/authority/"):
            return {**asked, "instrument": things["instruments"]}
        return PARAMETERS.get(line.path)

    def command(self, client: Any, route: Route, path: str) -> Any:
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{STALE}"', **JSON}
        return client.post(path, content=json.dumps(example(route.act)), headers=headers)


# What the row of a read model is, by the placeholder of its thing, and to what a row of another belongs.
THINGS = {"case_status": "cases", "budget_transfers": "transfers", "budget_balances": "lines"}
THINGS |= {"budget_years": "years", "break_glasses": "break-glass", "audit_history": "position"}
THINGS |= {"instruments": "instrument-rows"}
OWNERS = {
    "case_id": "cases",
    "letter_id": "letters",
    "outgoing_id": "outgoing-letters",
    "line_id": "lines",
    "meeting_id": "meetings",
}
# What is sent where it is no command of the rules: an account for somebody who is nobody.
BODIES = {
    f"{API}/accounts": {"person_id": NOTHING, "sign_in_name": "nobody"},
    f"{API}/accounts/new": {"person_id": NOTHING, "sign_in_name": "nobody"},
}
PARAMETERS = {f"{API}/exports/{table.name}": {"form": "json"} for table in TABLES}


def mark_of(answer: Any, line: Line) -> str:
    status = answer.status_code
    assert status != 401, "everybody is signed in"
    assert status < 500, f"{line}: {status} {answer.text[:500]}"
    if status == 403:
        return "x"
    # What begins with its act is asked of nothing: what is not found is something its body names.
    begins = line.method == "POST" and line.thing == "-"
    return "-" if status == 404 and not begins else "y"


def as_text(things: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in things.items()}


@pytest.fixture(scope="module")
def asker(played_office: ServedOffice) -> Asker:
    return Asker(played_office)


def test_the_table_has_every_route_once_and_no_other(asker: Asker) -> None:
    written = [(line.method, line.path, line.thing) for line in lines()]
    about_oneself = {(method, path) for method, path, thing in written if thing == "="}
    wanted = {
        (method, path, "=" if (method, path) in about_oneself else thing)
        for method, path, thing in expected(asker.office.http.app)
    }
    missing, gone = wanted - set(written), set(written) - wanted
    assert not missing, "not in rights.txt: " + ", ".join(map(" ".join, sorted(missing)))
    assert not gone, "no such route any more: " + ", ".join(map(" ".join, sorted(gone)))
    assert len(written) == len(set(written))


@pytest.mark.parametrize("line", [line for line in lines() if line.thing != "="], ids=str)
def test_each_is_answered_as_the_table_says(asker: Asker, line: Line) -> None:
    """R-U06, R-U07, R-M13, R-H15."""
    assert len(line.marks) == len(COLUMNS)
    seen = asker.marks(line)
    wrong = {
        column: f"{was} and not {said}"
        for column, was, said in zip(COLUMNS, seen, line.marks, strict=True)
        if was != said
    }
    assert not wrong, f"{line}: {wrong}; as seen: {' '.join(seen)}"
