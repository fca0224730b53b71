"""Who may know of a row, as conditions of a query: the rule of ``domain/viewer.py`` in SQL.

A row is admitted or it is not; of a row about a classified letter that is admitted, the sealed columns
are shown only where the viewer has opened the letter, for every reading of it is recorded (R-U06).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from psycopg import sql

from domain.correspondence.parts import Secrecy
from domain.viewer import Viewer
from projections.table import Table

PLAIN = Secrecy.NONE.value


class Condition(NamedTuple):
    """A condition or an expression, and its parameters in the order they stand."""

    text: sql.Composable
    parameters: tuple[Any, ...] = ()


def joined(conditions: list[Condition], by: str = " AND ") -> Condition:
    """Return the conditions as one; of none, what is always true."""
    if not conditions:
        return Condition(sql.SQL("true"))
    texts = [condition.text for condition in conditions]
    parameters = tuple(one for condition in conditions for one in condition.parameters)
    return Condition(sql.SQL("({})").format(sql.SQL(by).join(texts)), parameters)  # type: ignore[arg-type]


def admits(alias: str, table: Table, viewer: Viewer) -> list[Condition]:
    """Return the conditions under which the viewer may know of a row."""
    if not viewer.matters:
        return of_administrator(alias, table, viewer)
    rights, by_role = table.rights, []
    if rights.secrecy is not None and not viewer.whole:
        level = sql.SQL("{} = ANY (%s)").format(sql.Identifier(alias, rights.secrecy))
        by_role.append(Condition(level, (list(viewer.clearances),)))
    if rights.parties is not None and not viewer.all_units:
        concerned = sql.SQL("{} && %s").format(sql.Identifier(alias, rights.parties))
        by_role.append(Condition(concerned, (list(viewer.units),)))
    if rights.readers is None or not viewer.readings or not by_role:
        return by_role
    granted = sql.SQL("{} && %s").format(sql.Identifier(alias, rights.readers))
    return [joined([joined(by_role), Condition(granted, (list(viewer.readings),))], " OR ")]


def of_administrator(alias: str, table: Table, viewer: Viewer) -> list[Condition]:
    """He sees how the office is arranged, and the plain things for which he broke the glass."""
    rights = table.rights
    if rights.office is True:
        return []
    if rights.office:
        return [Condition(sql.Identifier(alias, rights.office))]
    if table.stream and table.key_type == "uuid" and viewer.things:
        opened = sql.SQL("{} = ANY (%s)").format(sql.Identifier(alias, table.key))
        conditions = [Condition(opened, (list(viewer.things),))]
        if rights.secrecy is not None:
            plain = sql.SQL("{} = %s").format(sql.Identifier(alias, rights.secrecy))
            conditions.append(Condition(plain, (PLAIN,)))
        return conditions
    if rights.through and viewer.things:
        return []  # as the rows it speaks of
    return [Condition(sql.SQL("false"))]


def unsealed(
    alias: str, table: Table, viewer: Viewer, schema: str, *, then: bool = False
) -> list[Condition]:
    """Return the conditions under which the sealed columns of a row are shown.

    ``then``: the row is one of the past, and what is classified now was always so.
    """
    column = table.rights.secrecy
    if column is None or viewer.whole:
        return []
    key = sql.Identifier(alias, table.key)
    opened = list(viewer.opened)
    plain = sql.SQL("({} = %s OR {} = ANY (%s))").format(sql.Identifier(alias, column), key)
    conditions = [Condition(plain, (PLAIN, opened))]
    if then:
        now = sql.SQL(
            "EXISTS (SELECT 1 FROM {} AS n WHERE n.{} = {} AND n.valid_until IS NULL"
            " AND (n.{} = %s OR {} = ANY (%s)))"
        ).format(
            sql.Identifier(schema, table.name),
            sql.Identifier(table.key),
            key,
            sql.Identifier(column),
            key,
        )
        conditions.append(Condition(now, (PLAIN, opened)))
    return conditions


def shown(column: sql.Composable, conditions: list[Condition]) -> Condition:
    """Return a column, null unless the conditions hold."""
    if not conditions:
        return Condition(column)
    whether = joined(conditions)
    text = sql.SQL("CASE WHEN {} THEN {} END").format(whether.text, column)
    return Condition(text, whether.parameters)
