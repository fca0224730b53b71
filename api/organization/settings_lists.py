"""The tables of the settings: units, posts, registers, holidays, processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from api.pages import Shown
from api.web.parts import Cell, Column, Empty, Listing, Pill, Row, Tag
from domain.thai_text import search_key
from domain.thai_time import bangkok_date

ICONS = {
    "units": "building",
    "posts": "users",
    "powers": "shield-check",
    "registers": "file-text",
    "holidays": "calendar-event",
    "processes": "list-check",
}


def last_facts(shown: Shown, name: str, stream: str) -> list[dict[str, Any]]:
    """Return what the events of this name on one stream said, the latest first."""
    found = shown.context.rows.page(
        "audit_history", shown.viewer, shown.ask_story({"name": name, "stream_id": stream}, 200)
    )
    return found.items


def listing_of(
    shown: Shown, name: str, columns: Sequence[str], rows: Sequence[Row], **more: Any
) -> Listing:
    label = shown.words.text
    return Listing(
        id=name,
        caption=label(f"ui.settings.{name}"),
        columns=tuple(Column(key, label(f"ui.settings.column.{key}")) for key in columns),
        rows=tuple(rows),
        empty=Empty(label("ui.settings.empty"), icon=ICONS[name]),
        verified_to=shown.context.rows.verified_to(),
        **more,
    )


def units(shown: Shown) -> Listing:
    """Units by kind, in Thai order; schools with their pupils."""
    kinds = ("group", "school", "outside")
    chosen = shown.request.query_params.get("kind", "group")
    chosen = chosen if chosen in kinds else "group"
    wanted = {"group": ["office", "group", "section"]}.get(chosen, [chosen])
    typed = shown.asked("q")
    page = shown.context.rows.page(
        "units",
        shown.viewer,
        shown.ask(filters={"kind": wanted}, search=tuple(search_key(typed).split()), limit=200),
    )
    label = shown.words.text
    rows = [
        Row(
            id=str(row["id"]),
            cells={
                "subject": Cell(row["name_th"], f"/units/{row['id']}", sub=row["name_en"] or ""),
                "kind": Cell(label(f"value.unit_kind.{row['kind']}")),
                "code": Cell(row["code"] or row["short_name_th"] or ""),
                "pupils": Cell(
                    str(row["pupils"]) if row["pupils"] is not None else "",
                    href=f"/units/{row['id']}/pupils"
                    if row["kind"] == "school" and shown.context.may("ChangePupils")
                    else None,
                    sub=label("ui.settings.academic_year", n=row["academic_year"])
                    if row["academic_year"]
                    else "",
                ),
            },
        )
        for row in page.items
    ]
    columns = ("subject", "kind", "code", *(("pupils",) if chosen == "school" else ()))
    pills = tuple(
        Pill(label(f"ui.settings.units_of.{kind}"), shown.link(kind=kind), here=kind == chosen)
        for kind in kinds
    )
    return listing_of(
        shown,
        "units",
        columns,
        rows,
        pills=pills,
        search_action="/settings/units",
        search_label=label("ui.settings.search_units"),
        search_value=typed,
        search_keeps={"kind": chosen},
        counted=page.count,
        next=shown.link(cursor=page.next) if page.next else None,
    )


def posts(shown: Shown) -> Listing:
    """Posts and duties by unit, and who holds each by which order."""
    page = shown.context.rows.page("posts", shown.viewer, shown.ask(limit=200))
    label, name = shown.words.text, shown.words.resolve
    today = bangkok_date(shown.as_of_moment or shown.context.at)
    rows = []
    for row in page.items:
        held = row["person_id"] is not None and (row["until_on"] is None or row["until_on"] > today)
        change = ("VacatePost", "vacancies") if held else ("FillPost", "holdings")
        acting = shown.as_of is None and shown.context.may(change[0])
        duty = (Tag(label("value.post_kind.duty")),) if row["kind"] == "duty" else ()
        holder = name(row["person_id"]) if held else label("ui.settings.vacant")
        order = row["order_reference"] and shown.words.show("order", row["order_reference"])
        rows.append(
            Row(
                id=str(row["id"]),
                quiet=not held,
                cells={
                    "subject": Cell(
                        row[f"title_{shown.words.lang}"] or row["title_th"],
                        sub=name(row["unit_id"]),
                        tags=duty,
                    ),
                    "role": Cell(label(f"value.role.{row['role']}")),
                    "holder": Cell(holder, sub=order if held else ""),
                    "from": Cell(on=row["from_on"] if held else None),
                    "change": Cell(
                        label(f"command.{change[0]}") if acting else "",
                        href=f"/posts/{row['id']}/{change[1]}" if acting else None,
                    ),
                },
            )
        )
    columns = ("subject", "role", "holder", "from", "change")
    return listing_of(shown, "posts", columns, rows, counted=page.count)


def registers(shown: Shown) -> Listing:
    """Registers with their year and code; a sample code says that it is one."""
    page = shown.context.rows.page("registers", shown.viewer, shown.ask(limit=100))
    label = shown.words.text
    opens = shown.as_of is None and shown.context.may("OpenRegister")
    codes = shown.as_of is None and shown.context.may("SetLetterCode")
    rows = [
        Row(
            id=row["id"],
            cells={
                "subject": Cell(
                    row[f"title_{shown.words.lang}"] or row["title_th"],
                    href=f"/registers?register={row['id']}",
                    sub=shown.words.resolve(row["unit_id"]),
                ),
                "kind": Cell(label(f"value.register_kind.{row['kind']}")),
                "year": Cell(
                    str(row["calendar_year"]),
                    href=f"/registers/{row['id']}/openings" if opens else None,
                ),
                "code": Cell(
                    row["letter_code"] or "",
                    href=f"/registers/{row['id']}/letter-code"
                    if codes and row["kind"] == "send"
                    else None,
                    tags=(Tag(label("ui.settings.sample"), "amber"),) if row["is_sample"] else (),
                ),
            },
        )
        for row in page.items
    ]
    return listing_of(shown, "registers", ("subject", "kind", "year", "code"), rows)


def holidays(shown: Shown) -> Listing:
    """Days on which the office is closed, each with its source (R-T13)."""
    withdrawn = {
        row["facts"]["holiday_on"]: row["position"]
        for row in last_facts(shown, "calendar.holiday_withdrawn", "calendar/office")
    }
    days: dict[str, tuple[str, str]] = {}
    for row in reversed(last_facts(shown, "calendar.holidays_announced", "calendar/office")):
        for day in row["facts"]["days"]:
            if withdrawn.get(day["on"], 0) < row["position"]:
                days[day["on"]] = (day["name_th"], row["facts"]["source"])
    today = bangkok_date(shown.as_of_moment or shown.context.at)
    rows = [
        Row(
            id=on,
            quiet=date.fromisoformat(on) < today,
            cells={
                "subject": Cell(name),
                "on": Cell(on=date.fromisoformat(on)),
                "source": Cell(source),
            },
        )
        for on, (name, source) in sorted(days.items())
    ]
    return listing_of(shown, "holidays", ("on", "subject", "source"), rows, counted=len(rows))


def processes(shown: Shown) -> Listing:
    """The steps of the processes as they are defined now (R-W01)."""
    found = shown.context.rows.page(
        "audit_history", shown.viewer, shown.ask_story({"name": "process.defined"}, 200)
    ).items
    latest: dict[str, dict[str, Any]] = {}
    for row in found:
        latest.setdefault(row["facts"]["code"], row["facts"])
    label = shown.words.text
    rows = [
        Row(
            id=f"{code}-{step['number']}",
            cells={
                "number": Cell(f"{code} / {step['number']}"),
                "subject": Cell(step[f"label_{shown.words.lang}"] or step["label_th"]),
                "kind": Cell(label(f"value.step_kind.{step['kind']}")),
                "role": Cell(label(f"value.role.{step['role']}")),
                "days": Cell(label("ui.settings.days", n=step["working_days"])),
                "needs": Cell(", ".join(map(str, step["needs"]))),
            },
        )
        for code, facts in sorted(latest.items())
        for step in facts["steps"]
    ]
    columns = ("number", "subject", "kind", "role", "days", "needs")
    return listing_of(shown, "processes", columns, rows)


LISTINGS: Mapping[str, Callable[[Shown], Listing]] = {
    "units": units,
    "posts": posts,
    "registers": registers,
    "holidays": holidays,
    "processes": processes,
}
