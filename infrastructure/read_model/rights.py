"""Who may know of a row, as conditions of a query: the rule of ``domain/viewer.py`` in SQL.

A row is admitted or it is not; of a row about a classified letter that is admitted, the sealed columns
are shown only where the viewer has opened the letter, for every reading of it is recorded (R-U06).
"""

from __future__ import annotations

from domain.correspondence.parts import Secrecy
from domain.viewer import Viewer
from infrastructure.read_model.parts import Part, all_of, any_of, around, part, quoted
from projections.table import Table

PLAIN = Secrecy.NONE.value


def standing(alias: str, table: Table, as_of: int | None) -> Part:
    """Return that the version ``alias`` is the current one, or the one of ``as_of``."""
    row = quoted(alias)
    match table.append_only, as_of:
        case True, None:
            return part("true")
        case True, _:
            return part("{row}.valid_from <= %s", as_of, row=row)
        case _, None:
            return part("{row}.valid_until IS NULL", row=row)
    return part(
        "{row}.valid_from <= %s AND ({row}.valid_until IS NULL OR {row}.valid_until > %s)",
        as_of,
        as_of,
        row=row,
    )


def admits(alias: str, table: Table, viewer: Viewer) -> list[Part]:
    """Return the conditions under which the viewer may know of a row."""
    if not viewer.matters:
        return of_administrator(alias, table, viewer)
    rights, by_role = table.rights, []
    if rights.inside and not viewer.all_units:
        return [part("false")]
    if rights.secrecy is not None and not viewer.whole:
        level = quoted(alias, rights.secrecy)
        by_role.append(part("{level} = ANY (%s)", list(viewer.clearances), level=level))
    if rights.parties is not None and not viewer.all_units:
        parties = quoted(alias, rights.parties)
        by_role.append(part("{parties} && %s", list(viewer.units), parties=parties))
    if rights.readers is None or not viewer.readings or not by_role:
        return by_role
    readers = quoted(alias, rights.readers)
    granted = part("{readers} && %s", list(viewer.readings), readers=readers)
    return [any_of([all_of(by_role), granted])]


def of_administrator(alias: str, table: Table, viewer: Viewer) -> list[Part]:
    """He sees how the office is arranged, and the plain things for which he broke the glass."""
    rights = table.rights
    if rights.office is True:
        return []
    if rights.office:
        return [Part(quoted(alias, rights.office))]
    if table.stream and table.key_type == "uuid" and viewer.things:
        key = quoted(alias, table.key)
        conditions = [part("{key} = ANY (%s)", list(viewer.things), key=key)]
        if rights.secrecy is not None:
            level = quoted(alias, rights.secrecy)
            conditions.append(part("{level} = %s", PLAIN, level=level))
        return conditions
    if rights.through and viewer.things:
        return []  # as the rows it speaks of
    return [part("false")]


def unsealed(
    alias: str, table: Table, viewer: Viewer, schema: str, *, then: bool = False
) -> list[Part]:
    """Return the conditions under which the sealed columns of a row are shown.

    ``then``: the row is one of the past, and what is classified now was always so.
    """
    if table.rights.secrecy is None or viewer.whole:
        return []
    names = {
        "key": quoted(alias, table.key),
        "level": quoted(alias, table.rights.secrecy),
    }
    opened = list(viewer.opened)
    conditions = [part("({level} = %s OR {key} = ANY (%s))", PLAIN, opened, **names)]
    if then:
        names["level"] = quoted("n", table.rights.secrecy)
        now = part(
            "EXISTS (SELECT 1 FROM {table} AS n WHERE n.{own} = {key} AND n.valid_until IS NULL"
            " AND ({level} = %s OR {key} = ANY (%s)))",
            PLAIN,
            opened,
            table=quoted(schema, table.name),
            own=quoted(table.key),
            **names,
        )
        conditions.append(now)
    return conditions


def latest(schema: str, table: Table, conditions: list[Part]) -> Part:
    """Return that the latest version of the row ``r``, as ``l``, meets the conditions."""
    return around(
        "(SELECT ",
        all_of(conditions),
        " FROM {table} AS l WHERE l.{key} = r.{key} ORDER BY l.valid_from DESC LIMIT 1)",
        table=quoted(schema, table.name),
        key=quoted(table.key),
    )


def spoken_of(
    column: str, schema: str, table: Table, conditions: list[Part], *, most: bool = True
) -> Part:
    """Return that the row which ``column`` of ``r`` names, if any, meets the conditions now, as ``t``.

    Where ``most`` rows do, each is looked up by its key, for the few that are shown: a page is filled
    in the order of an index. Else those that do are found once, and every row is held against them.
    """
    if most:
        before = "(r.{column} IS NULL OR (SELECT "
        after = " FROM {table} AS t WHERE t.{key} = r.{column} AND t.valid_until IS NULL))"
    else:
        before = (
            "(r.{column} IS NULL OR r.{column} IN"
            " (SELECT t.{key} FROM {table} AS t WHERE t.valid_until IS NULL AND "
        )
        after = "))"
    return around(
        before,
        all_of(conditions),
        after,
        column=quoted(column),
        table=quoted(schema, table.name),
        key=quoted(table.key),
    )


def shown(column: str, conditions: list[Part]) -> Part:
    """Return a column, null unless the conditions hold."""
    if not conditions:
        return Part(column)
    return around("CASE WHEN ", all_of(conditions), " THEN {column} END", column=column)
