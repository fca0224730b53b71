"""The registers, one at a time, with the columns of forms 13 and 14 (R-N13, R-N14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.correspondence.letters import urgency_tags
from api.pages import Shown
from api.web.parts import Cell, Column, Do, Empty, Listing, Pill, Row, Tag
from domain.thai_text import search_key
from domain.thai_time import bangkok_date, calendar_year
from projections.ask import Ask

pages = APIRouter(include_in_schema=False)

# Form 13 and form 14 have the same eight columns; what stands in the first differs.
COLUMNS = ("number", "reference", "dated", "from", "to", "subject", "action", "remarks")


@pages.get("/registers")
def register_page(request: Request, context: Signed) -> Response:
    """One register of one calendar year: every number issued, the voided ones struck through."""
    shown = Shown(request, context, here="registers")
    registers = context.rows.page("registers", shown.viewer, Ask(limit=200)).items
    asked = request.query_params
    chosen = next((r for r in registers if r["id"] == asked.get("register")), None) or first(
        registers
    )
    label = shown.words.text
    if chosen is None:
        return shown.html("list.html", title=label("ui.menu.registers"), listing=nothing(shown))
    years = years_of(shown, chosen["id"])
    typed = asked.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and int(typed) in years else years[0]
    query = asked.get("q", "").replace("\x00", "")
    page = context.rows.page(
        "register_lines",
        shown.viewer,
        shown.ask(
            filters={"register": chosen["id"], "year": year},
            sort="newest",
            search=tuple(search_key(query).split()),
        ),
    )
    kind = chosen["kind"]
    listing = Listing(
        id="register",
        caption=f"{title_of(shown, chosen)} {year}",
        columns=tuple(Column(key, column_label(shown, kind, key)) for key in COLUMNS),
        rows=tuple(register_row(shown, line) for line in page.items),
        empty=Empty(
            label("ui.register.empty"),
            label("ui.register.none_found" if query else "ui.register.empty_help"),
            icon="file-text",
        ),
        pills=tuple(
            Pill(
                title_of(shown, found),
                shown.link(register=found["id"], q=None, year=None),
                here=found["id"] == chosen["id"],
            )
            for found in sorted(registers, key=place)
        ),
        search_action="/registers",
        search_label=label("ui.register.search"),
        search_value=query,
        search_keeps={"register": chosen["id"], "year": str(year)},
        counted=page.count,
        next=shown.link(cursor=page.next) if page.next else None,
        verified_to=context.rows.verified_to(),
    )
    return shown.html(
        "registers.html",
        title=label("ui.menu.registers"),
        lead=lead_of(shown, chosen, year),
        does=does_of(shown),
        years=[Pill(str(y), shown.link(year=str(y)), here=y == year) for y in years],
        listing=listing,
    )


def place(register: Mapping[str, Any]) -> tuple[int, bool, str]:
    kinds = ("receive", "send", "case", "series")
    return kinds.index(register["kind"]), register["secrecy"] != "none", register["id"]


def first(registers: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return min(registers, key=place, default=None)


def nothing(shown: Shown) -> Listing:
    label = shown.words.text
    return Listing(
        id="register",
        caption=label("ui.menu.registers"),
        columns=(),
        rows=(),
        empty=Empty(label("ui.register.none"), label("ui.register.none_help"), icon="file-text"),
    )


def years_of(shown: Shown, register_id: str) -> list[int]:
    """Return the calendar years the register has numbers of, and this one, the latest first."""
    ask = Ask(filters={"register": register_id}, sort="oldest", limit=1)
    oldest = shown.context.rows.page("register_lines", shown.viewer, ask).items
    this_year = calendar_year(bangkok_date(shown.context.at))
    return list(range(this_year, (oldest[0]["year"] if oldest else this_year) - 1, -1))


def title_of(shown: Shown, register: Mapping[str, Any]) -> str:
    english = register["title_en"] if shown.words.lang == "en" else None
    return str(english or register["title_th"])


def lead_of(shown: Shown, register: Mapping[str, Any], year: int) -> str:
    """Return the register's name and year; of a send register also its code, a sample said so."""
    label = shown.words.text
    parts = [title_of(shown, register), label("ui.register.year", year=str(year))]
    if register["letter_code"]:
        sample = f" ({label('ui.register.sample')})" if register["is_sample"] else ""
        parts.append(f"{label('ui.register.code')} {register['letter_code']}{sample}")
    return " · ".join(parts)


def does_of(shown: Shown) -> tuple[Do, ...]:
    label = shown.words.text
    does = []
    if shown.context.may("ReceiveLetter"):
        does.append(Do(label("command.ReceiveLetter"), "/letters", icon="inbox"))
    if shown.viewer.all_units:
        does.append(Do(label("ui.outgoing.title"), "/outgoing-letters", icon="mail-forward"))
    return tuple(does)


def column_label(shown: Shown, kind: str, key: str) -> str:
    """A receive register numbers what came, a send register what went, another its own things."""
    own = shown.words.maybe(f"ui.register.{kind}.{key}")
    return own or shown.words.text(f"ui.register.{key}")


def register_row(shown: Shown, line: Mapping[str, Any]) -> Row:
    """One line; of a letter not the viewer's to know its number and nothing else (R-U06)."""
    number = Cell(f"{line['number']}/{line['year']}")
    known = line["letter_id"] or line["outgoing_id"] or line["case_id"]
    cells = {key: Cell() for key in COLUMNS} | {"number": number}
    if not known:
        cells["subject"] = Cell(tags=(Tag(shown.words.text("ui.classified"), "red", "lock"),))
        return Row(id=row_id(line), cells=cells, quiet=True, void=line["voided"])
    if line["letter_id"]:
        cells |= received_cells(shown, line)
        href = f"/letters/{line['letter_id']}"
    elif line["outgoing_id"]:
        cells |= sent_cells(shown, line)
        href = f"/outgoing-letters/{line['outgoing_id']}"
    else:
        cells |= case_cells(line)
        href = f"/cases/{line['case_id']}"
    subject = cells["subject"]
    cells["subject"] = Cell(subject.text, href=shown.here_as_of(href), tags=subject.tags)
    if line["voided"]:
        voided = shown.words.text("ui.register.voided", reason=line["void_reason"])
        cells["remarks"] = Cell(voided, sub=cells["remarks"].text)
    return Row(id=row_id(line), cells=cells, href=shown.here_as_of(href), void=line["voided"])


def row_id(line: Mapping[str, Any]) -> str:
    return str(line["id"]).replace("/", "-")


def received_cells(shown: Shown, line: Mapping[str, Any]) -> dict[str, Cell]:
    standing = line["letter_standing"]
    action = shown.words.resolve(line["officer_id"]) if line["officer_id"] else ""
    came, registered = line["letter_received_on"], bangkok_date(line["issued_at"])
    late = shown.words.text("ui.register.came_on", on=came) if came and came != registered else ""
    secrecy = line["letter_secrecy"]
    marks = urgency_tags(shown, line["letter_urgency"])
    if secrecy not in (None, "none"):
        marks = (Tag(shown.words.text(f"value.secrecy.{secrecy}"), "red", "lock"), *marks)
    return {
        "reference": Cell(line["letter_reference"] or ""),
        "dated": Cell(on=line["letter_dated_on"]),
        "from": Cell(line["letter_from"] or line["from_th"] or ""),
        "to": Cell(line["to_short"] or line["to_th"] or ""),
        "subject": Cell(line["letter_subject"] or shown.words.text("ui.classified"), tags=marks),
        "action": Cell(
            action, sub=shown.words.text(f"value.standing.{standing}") if standing else ""
        ),
        "remarks": Cell(late),
    }


def sent_cells(shown: Shown, line: Mapping[str, Any]) -> dict[str, Cell]:
    delivery = line["outgoing_delivery"]
    return {
        "reference": Cell(line["reference"] or ""),
        "dated": Cell(on=line["outgoing_dated_on"]),
        "from": Cell(
            shown.words.resolve(line["outgoing_owner_id"]) if line["outgoing_owner_id"] else "",
        ),
        "to": Cell(line["outgoing_to"] or ""),
        "subject": Cell(
            line["outgoing_subject"] or "", tags=urgency_tags(shown, line["outgoing_urgency"])
        ),
        "action": Cell(shown.words.text(f"value.delivery_mode.{delivery}") if delivery else ""),
    }


def case_cells(line: Mapping[str, Any]) -> dict[str, Cell]:
    return {
        "dated": Cell(on=bangkok_date(line["issued_at"])),
        "from": Cell(line["from_th"] or ""),
        "subject": Cell(line["case_subject"] or ""),
    }
