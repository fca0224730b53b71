"""The query of a list in the making: which rows, in which order; then what is shown of the few.

Rows are chosen first, by their own columns in the order of an index, until the page is full; only for
those are references joined and masks lifted. So a page costs the same however long the list is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from domain.viewer import EVERYTHING, Viewer
from infrastructure.read_model.parts import Part, all_of, any_of, around, joined, part, quoted
from infrastructure.read_model.rights import admits, latest, shown, spoken_of, standing, unsealed
from projections.table import Among, Reference, Table

Order = Sequence[tuple[str, bool]]
COMPARISONS = {"": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "!": "<>"}

ADMITTED, UNSEALED = part("is_admitted.admitted"), part("is_unsealed.unsealed")


def order_of(columns: Sequence[str], table: Table) -> Order:
    """Return (column, descending) of an order, the key last so that it is total."""
    order = [(column.lstrip("-"), column.startswith("-")) for column in columns]
    return (
        order if any(column == table.key for column, _ in order) else [*order, (table.key, False)]
    )


class Statement:
    """Rows of ``table`` that ``viewer`` may know, as they stand now or stood at ``as_of``.

    Where columns are masked, the office's own people get every row; what may be known of it is then
    asked of the rows it speaks of.
    """

    def __init__(
        self,
        table: Table,
        tables: Mapping[str, Table],
        schema: str,
        viewer: Viewer,
        as_of: int | None,
    ) -> None:
        self._table = table
        self._tables = tables
        self._schema = schema
        self._viewer = viewer
        self._as_of = as_of
        self._conditions = [standing("r", table, as_of), *admits("r", table, viewer)]
        self._admitted: list[Part] = []  # under which masked columns are shown
        self._unsealed: list[Part] = []  # under which sealed columns are
        self._equal: set[str] = set()  # columns of which one value is asked
        self._each: tuple[str, list[Any]] | None = None  # a column of which several are
        self._seal()
        if as_of is not None and not table.append_only:
            # The latest version must admit him too: a letter classified since stays hidden.
            conditions = admits("l", table, viewer) + unsealed("l", table, viewer, schema)
            self._conditions += [latest(schema, table, conditions)] if conditions else []
        self._speak()

    def _seal(self) -> None:
        """Note under which conditions the row's own sealed columns are shown."""
        table, viewer, schema = self._table, self._viewer, self._schema
        self._unsealed += unsealed("r", table, viewer, schema)
        if table.rights.sealed:
            for column, name in table.rights.through.items():
                open_ = unsealed("t", self._tables[name], viewer, schema)
                if open_:
                    self._unsealed.append(spoken_of(column, schema, self._tables[name], open_))

    def _speak(self) -> None:
        """Ask that the rows this one speaks of are the viewer's to know, as they are now.

        Where columns are masked, the office's own people get the row, and only those are asked of.
        """
        rights, viewer = self._table.rights, self._viewer
        for column, name in rights.through.items():
            spoken = self._tables[name]
            conditions = admits("t", spoken, viewer)
            if rights.whole:
                conditions += unsealed("t", spoken, viewer, self._schema)
            if not conditions:
                continue
            most = viewer.all_units and viewer.matters
            known = spoken_of(column, self._schema, spoken, conditions, most=most)
            masked = rights.masked and viewer.all_units
            (self._admitted if masked else self._conditions).append(known)
        arranged = rights.office and not viewer.matters
        if rights.through and not viewer.all_units and not arranged:
            self._conditions.append(
                any_of(
                    part("r.{column} IS NOT NULL", column=quoted(column))
                    for column in rights.through
                )
            )

    # Which rows

    def key(self, value: object) -> None:
        """Ask for one row."""
        self._conditions.append(part("r.{key} = %s", value, key=quoted(self._table.key)))

    def filter(self, asked: str, value: Any) -> None:
        """``name`` equals; a list is any of; ``name<``/``name>=`` compare; None is null, and ``name>?``
        holds also where there is no end: the column is null.

        What a row has several of is asked by filters of its own: some part of it meets them all.

        Raises:
            KeyError: the table is not filtered by this column.
        """
        table = self._table
        if asked in table.among:
            self._conditions.append(self._has(table.among[asked], value))
            return
        name = asked.rstrip("<>=!?")
        if name != table.key and name not in table.filters:
            raise KeyError(f"{table.name} is not filtered by {name}")
        self._tell(name)
        column, operator = quoted("r", name), asked[len(name) :]
        if operator == ">?":
            text = "({column} IS NULL OR {column} > %s)"
            self._conditions.append(part(text, value, column=column))
        elif value is None:
            text = "{column} IS NOT NULL" if operator == "!" else "{column} IS NULL"
            self._conditions.append(part(text, column=column))
        elif not isinstance(value, (list, tuple)):
            if not operator:
                self._equal.add(name)
            text = f"{{column}} {COMPARISONS[operator]} %s"
            self._conditions.append(part(text, value, column=column))
        elif table.columns.get(name, "").endswith("[]"):
            self._conditions.append(part("{column} && %s", list(value), column=column))
        elif self._each is None and any(index[0] == name for index in table.indexes):
            self._each = name, list(dict.fromkeys(value))
        else:
            self._conditions.append(part("{column} = ANY (%s)", list(value), column=column))

    def _has(self, among: Among, filters: Mapping[str, Any]) -> Part:
        """Return that some part of the row meets ``filters``; it is known to whom the row is."""
        parts = self._tables[among.table]
        within = Statement(parts, self._tables, self._schema, EVERYTHING, self._as_of)
        for column, value in filters.items():
            within.filter(column, value)
        return around(
            "r.{key} IN (SELECT r.{column} FROM {table} AS r WHERE ",
            within._condition(together=True),
            ")",
            key=quoted(self._table.key),
            column=quoted(among.column),
            table=quoted(self._schema, parts.name),
        )

    def _tell(self, column: str) -> None:
        """Leave out the rows in which the viewer is not shown ``column``: a filter would tell it."""
        if column in self._table.rights.masked:
            self._conditions += self._admitted
        if column in self._table.rights.sealed:
            self._conditions += self._unsealed

    def search(self, words: Sequence[str], *, loose: bool) -> None:
        """Ask that each of ``words`` occurs in one of the texts that are searched."""
        searched = self._table.search
        own = [searched] if searched else []
        paths = [f"{searched}_loose"] if loose else [*own, *self._table.search_also]
        for word in words:
            escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            found = [self._found(*path.split("."), pattern=f"%{escaped}%") for path in paths]
            self._conditions.append(any_of(found))
        if words:
            self._tell(searched or "")

    def _found(self, column: str, further: str = "", *, pattern: str) -> Part:
        """Return that a text holds ``pattern``: the row's own, or one of the row it refers to."""
        if not further:
            return part("r.{column} LIKE %s", pattern, column=quoted(column))
        reference = next(r for r in self._table.references if r.column == column)
        table = self._tables[reference.table]
        within = around(
            "r.{column} IN (SELECT t.{key} FROM {table} AS t WHERE ",
            all_of(
                [
                    part("t.{text} LIKE %s", pattern, text=quoted(further)),
                    *self._knowable("t", table),
                    *self._open("t", table),
                ]
            ),
            ")",
            column=quoted(column),
            key=quoted(table.key),
            table=quoted(self._schema, table.name),
        )
        masked = self._admitted if column in self._table.rights.masked else []
        return all_of([within, *masked])

    def _knowable(self, alias: str, table: Table) -> list[Part]:
        """Return that a row referred to stands at the same position and is the viewer's to know."""
        return [standing(alias, table, self._as_of), *admits(alias, table, self._viewer)]

    def _open(self, alias: str, table: Table) -> list[Part]:
        """Return the conditions under which the sealed columns of a row referred to are shown."""
        return unsealed(alias, table, self._viewer, self._schema, then=self._as_of is not None)

    def after(self, order: Order, values: Sequence[Any]) -> None:
        """Go on after the row with these values of the order's columns; nulls are last either way."""
        ways = []
        for place, (column, down) in enumerate(order):
            if values[place] is None:
                continue  # nothing follows null within its column
            same = [
                self._compared("{column} IS NOT DISTINCT FROM {value}", earlier, value)
                for (earlier, _), value in zip(order[:place], values[:place], strict=True)
            ]
            beyond = (
                "({column} < {value} OR {column} IS NULL)"
                if down
                else "({column} > {value} OR {column} IS NULL)"
            )
            step = self._compared(beyond, column, values[place])
            ways.append(all_of([*same, step]))
        self._conditions.append(any_of(ways))

    def _compared(self, text: str, column: str, value: Any) -> Part:
        """A cursor's values come from JSON: they are read as the column's type."""
        table = self._table
        kind = table.key_type if column == table.key else table.columns.get(column, "bigint")
        typed = f"%s::{kind}"
        return part(text, value, column=quoted("r", column), value=typed)

    # The query

    def one(self) -> Part:
        """Return the query of the row that was asked for."""
        return self._shown(self._chosen(part("")), part(""))

    def page(self, order: Order, limit: int) -> Part:
        """Return the query of the first ``limit`` rows."""
        by = part(" ORDER BY {order}", order=", ".join([self._by(*one) for one in order]))
        first = joined([by, part(" LIMIT {limit}", limit=str(limit))])
        chosen = self._chosen(first)
        if self._each is not None:  # the first of each value; of these the first
            chosen = joined([chosen, first])
        return self._shown(chosen, by)

    def _by(self, column: str, down: bool) -> str:
        direction = "DESC" if down else "ASC"
        # A key is never null; said of it, its own index would no longer give the order.
        nulls = "" if column == self._table.key else " NULLS LAST"
        return f"r.{quoted(column)} {direction}{nulls}"

    def count(self, cap: int) -> Part:
        """Return the query that counts the rows, but no further than ``cap``."""
        within = around(
            "SELECT 1 FROM {table} AS r WHERE ",
            self._condition(together=True),
            "{order} LIMIT {cap}",
            table=quoted(self._schema, self._table.name),
            order=self._along(),
            cap=str(cap),
        )
        return around("SELECT count(*) AS n FROM (", within, ") AS capped")

    def _along(self) -> str:
        """Return the order of the index that knows most of what is asked for.

        Without an order the planner hopes to meet enough rows soon anywhere in the table, and where
        there are few it reads all of it.
        """
        each = {self._each[0]} if self._each else set()
        asked = self._equal | each

        def known(index: tuple[str, ...]) -> int:
            return len(list(takewhile(asked.__contains__, index)))

        index = max(self._table.indexes, key=known, default=())
        if not known(index):
            return ""
        order = [column for column in index if column not in self._equal]
        by = [self._by(column.lstrip("-"), column.startswith("-")) for column in order]
        return f" ORDER BY {', '.join(by)}" if by else ""

    def tally(self, by: Sequence[str]) -> Part:
        """Return the query that counts the rows by the columns ``by``."""
        for column in by:
            self._tell(column)
        names = ", ".join([f"r.{quoted(column)}" for column in by])
        return around(
            "SELECT {names}, count(*) AS n FROM {table} AS r WHERE ",
            self._condition(together=True),
            " GROUP BY {names}",
            names=names,
            table=quoted(self._schema, self._table.name),
        )

    def _condition(self, *, together: bool = False) -> Part:
        if self._each is None:
            return all_of(self._conditions)
        column, values = self._each
        name = quoted("r", column)
        one_of = (
            part("{column} = ANY (%s)", values, column=name)
            if together
            else part("{column} = each.value", column=name)
        )
        return all_of([*self._conditions, one_of])

    def _chosen(self, tail: Part) -> Part:
        """Return the query of the rows themselves."""
        rows = joined(
            [
                part(
                    "SELECT r.* FROM {table} AS r WHERE ",
                    table=quoted(self._schema, self._table.name),
                ),
                self._condition(),
                tail,
            ]
        )
        if self._each is None:
            return rows
        column, values = self._each
        kind = self._table.columns.get(column, self._table.key_type)
        # One by one the values follow an index; any of them at once, all that match would be sorted.
        each = part(
            "SELECT r.* FROM unnest(%s::{kind}[]) AS each (value) CROSS JOIN LATERAL (",
            values,
            kind=kind,
        )
        return joined([each, rows, part(") AS r")])

    def _shown(self, chosen: Part, order: Part) -> Part:
        """Return the query of what is shown of the chosen rows."""
        columns, joins = self._own(), []
        for name, conditions in (("admitted", self._admitted), ("unsealed", self._unsealed)):
            if conditions:  # OFFSET 0: asked once a row, not once for each column
                asked = around("SELECT ", all_of(conditions), f" AS {name} OFFSET 0")
                joins.append(around(" CROSS JOIN LATERAL (", asked, f") AS is_{name}"))
        for place, reference in enumerate(self._table.references):
            table = self._tables[reference.table]
            joins.append(self._join(f"j{place}", reference, table))
            open_ = self._open(f"j{place}", table)
            columns += [
                named(
                    shown(
                        quoted(f"j{place}", column),
                        open_ if column in table.rights.sealed else [],
                    ),
                    name,
                )
                for name, column in reference.show.items()
            ]
        return joined(
            [
                around("SELECT ", joined(columns, ", "), ""),
                around(" FROM (", chosen, ") AS r"),
                *joins,
                order,
            ]
        )

    def _join(self, alias: str, reference: Reference, table: Table) -> Part:
        # What a masked column leads to is masked with it.
        masked = reference.column in self._table.rights.masked and self._admitted
        return around(
            " LEFT JOIN {table} AS {name} ON {name}.{key} = r.{column} AND ",
            all_of([*self._knowable(alias, table), *([ADMITTED] if masked else [])]),
            "",
            table=quoted(self._schema, table.name),
            name=quoted(alias),
            key=quoted(table.key),
            column=quoted(reference.column),
        )

    def _own(self) -> list[Part]:
        """The row's own columns, null where they are masked or sealed to the viewer."""
        masked = self._table.rights.masked if self._admitted else ()
        sealed = self._table.rights.sealed if self._unsealed else ()
        if not masked and not sealed:
            return [part("r.*")]
        columns = []
        for name in (self._table.key, *self._table.columns, "valid_from"):
            conditions = [ADMITTED] * (name in masked) + [UNSEALED] * (name in sealed)
            columns.append(named(shown(quoted("r", name), conditions), name))
        return columns


def named(value: Part, name: str) -> Part:
    return around("", value, " AS {name}", name=quoted(name))
