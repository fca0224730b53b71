"""Options of the fields that choose a thing of the office: units, people, registers."""

from __future__ import annotations

from collections.abc import Sequence

from api.context import Context

Options = Sequence[tuple[str, str]]


def units(context: Context, *kinds: str) -> Options:
    """Return the units of these kinds, in Thai order."""
    rows = context.rows.rows("units", kind=list(kinds))
    ordered = sorted(rows, key=lambda row: str(row["sort_key"]))
    return [(str(row["id"]), str(row["name_th"])) for row in ordered]


def groups(context: Context) -> Options:
    return units(context, "group")


def senders(context: Context) -> Options:
    return units(context, "outside", "school", "group")


def posts(context: Context, *roles: str, unit_only: bool = False) -> Options:
    """Return posts that are held now, with who holds them, in the order of their names."""
    equals: dict[str, object] = {"role": list(roles)}
    if unit_only:
        equals["unit_id"] = context.unit_id
    held = [row for row in context.rows.rows("posts", **equals) if row["person_id"]]
    names = {
        row["id"]: row["name_th"]
        for row in context.rows.rows("persons", id=[row["person_id"] for row in held])
    }
    options = [(str(r["id"]), f"{names[r['person_id']]} · {r['title_th']}") for r in held]
    return sorted(options, key=lambda option: option[1])


def persons(context: Context, *roles: str, unit_only: bool = False) -> Options:
    """Return the people who hold posts of these roles now."""
    equals: dict[str, object] = {"role": list(roles)}
    if unit_only:
        equals["unit_id"] = context.unit_id
    held = [row["person_id"] for row in context.rows.rows("posts", **equals) if row["person_id"]]
    rows = sorted(context.rows.rows("persons", id=held), key=lambda row: str(row["name_th"]))
    return [(str(row["id"]), str(row["name_th"])) for row in rows]
