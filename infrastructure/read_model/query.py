"""Asking read models: lists with rights, filters, ``as_of`` and signed cursors; one query each.

Rights are part of the query: what the viewer may not know is neither returned nor counted. An
``as_of`` query shows the row of then only if both that version's rights columns and the latest ones
admit the viewer now (DESIGN §5).
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from infrastructure.log.migrate import Schemas
from infrastructure.read_model.rights import Condition, admits, joined, shown, unsealed
from projections.ask import Ask, BadCursor, Page, Viewer
from projections.table import Table

MAX_LIMIT = 200
COUNT_CAP = 1000


class Rows:
    """The read models of one office."""

    def __init__(
        self,
        pool: ConnectionPool[psycopg.Connection[Any]],
        schemas: Schemas,
        tables: Sequence[Table],
        secret: bytes,
    ) -> None:
        self._pool = pool
        self._schemas = schemas
        self._tables = {table.name: table for table in tables}
        self._secret = secret

    # For the application: finding what to read

    def rows(self, table: str, **equals: object) -> list[Mapping[str, Any]]:
        """Return the current rows whose columns equal (or, for a list, are one of) what is given."""
        declared = self._tables[table]
        conditions = [sql.SQL("true" if declared.append_only else "valid_until IS NULL")]
        parameters: list[Any] = []
        for column, value in equals.items():
            if column != declared.key and column not in declared.columns:
                raise KeyError(f"{table} has no {column}")
            many = isinstance(value, (list, tuple))
            conditions.append(
                sql.SQL("{} = ANY (%s)" if many else "{} = %s").format(sql.Identifier(column))
            )
            parameters.append(list(value) if isinstance(value, tuple) else value)
        return self._all(
            sql.SQL("SELECT * FROM {} WHERE {} ORDER BY {} LIMIT 10000").format(
                sql.Identifier(self._schemas.read, table),
                sql.SQL(" AND ").join(conditions),
                sql.Identifier(declared.key),
            ),
            parameters,
        )  # type: ignore[return-value]

    # For people

    def position_at(self, moment: datetime) -> int:
        """Return the last position recorded at or before ``moment``."""
        rows = self._all(
            sql.SQL(
                "SELECT coalesce(max(position), 0) AS position FROM {}.events WHERE at <= %s"
            ).format(sql.Identifier(self._schemas.log)),
            [moment],
        )
        return int(rows[0]["position"])

    def moment_of(self, position: int) -> datetime | None:
        """Return when the event at ``position`` was recorded."""
        rows = self._all(
            sql.SQL("SELECT at FROM {}.events WHERE position = %s").format(
                sql.Identifier(self._schemas.log)
            ),
            [position],
        )
        return rows[0]["at"] if rows else None

    def head(self) -> int:
        """Return the last position of the log."""
        rows = self._all(
            sql.SQL("SELECT position FROM {}.head").format(sql.Identifier(self._schemas.log)), []
        )
        return int(rows[0]["position"])

    def verified_to(self) -> int:
        """Return the position up to which every read model has taken in the log."""
        rows = self._all(
            sql.SQL("SELECT coalesce(min(position), 0) AS position FROM {}.projections").format(
                sql.Identifier(self._schemas.read)
            ),
            [],
        )
        return int(rows[0]["position"])

    def one(
        self, table: str, key: object, viewer: Viewer, as_of: int | None = None
    ) -> dict[str, Any] | None:
        """Return one row with its references, or None if there is none or it is not the viewer's."""
        declared = self._tables[table]
        parts = self._parts(declared, viewer, as_of)
        parts.where(sql.SQL("r.{} = %s").format(sql.Identifier(declared.key)), key)
        found = self._all(parts.select(sql.SQL("")), parts.select_parameters)
        return found[0] if found else None

    def page(self, table: str, viewer: Viewer, ask: Ask | None = None) -> Page:
        """Return one page of a list.

        Raises:
            BadCursor: a cursor not signed here.
            KeyError: an order or filter the table does not declare.
        """
        ask = ask or Ask()
        declared = self._tables[table]
        parts = self._parts(declared, viewer, ask.as_of)
        for column, value in ask.filters.items():
            self._filter(parts, declared, column, value)
        for word in ask.search:
            pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            found = [
                Condition(
                    sql.SQL("{} LIKE %s").format(text.text),
                    (*text.parameters, pattern),
                )
                for text in parts.texts(self._tables, viewer, loose=ask.loose)
            ]
            parts.where_all([joined(found, " OR ")])
        if ask.search:
            parts.where_unsealed(declared.search or "")
        count = self._count(parts) if ask.count else None
        order = declared.sorts[ask.sort] if ask.sort else next(iter(declared.sorts.values()))
        keys = _keys(order, declared)
        if ask.cursor is not None:
            parts.after(keys, self._open(ask.cursor, table, ask.sort))
        limit = max(1, min(ask.limit, MAX_LIMIT))
        tail = sql.SQL(" ORDER BY {} LIMIT {}").format(
            sql.SQL(", ").join(
                sql.SQL("r.{} DESC NULLS LAST" if down else "r.{} ASC NULLS LAST").format(
                    sql.Identifier(column)
                )
                for column, down in keys
            ),
            sql.Literal(limit + 1),
        )
        rows = self._all(parts.select(tail), parts.select_parameters)
        following = None
        if len(rows) > limit:
            rows = rows[:limit]
            following = self._sign([rows[-1][column] for column, _ in keys], table, ask.sort)
        return Page(rows, following, count)

    def count(
        self, table: str, viewer: Viewer, filters: Mapping[str, Any], as_of: int | None = None
    ) -> int:
        """Return how many rows the viewer has, counting no further than 1,000."""
        declared = self._tables[table]
        parts = self._parts(declared, viewer, as_of)
        for column, value in filters.items():
            self._filter(parts, declared, column, value)
        return self._count(parts)

    # How

    def _filter(self, parts: _Parts, declared: Table, column: str, value: Any) -> None:
        """``name`` equals; a list is any of; ``name<``/``name>=`` compare; None is null."""
        name = column.rstrip("<>=!")
        if name != declared.key and name not in declared.filters:
            raise KeyError(f"{declared.name} is not filtered by {name}")
        identifier = sql.Identifier("r", name)
        if name in declared.rights.masked:
            parts.where_admitted()  # else a filter would tell what a masked column holds
        parts.where_unsealed(name)
        operator = column[len(name) :]
        if value is None:
            parts.where(
                sql.SQL("{} IS NOT NULL" if operator == "!" else "{} IS NULL").format(identifier)
            )
        elif isinstance(value, (list, tuple)):
            array = declared.columns.get(name, "").endswith("[]")
            parts.where(
                sql.SQL("{} && %s" if array else "{} = ANY (%s)").format(identifier), list(value)
            )
        else:
            comparison = {"": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "!": "<>"}[operator]
            parts.where(
                sql.SQL("{} {} %s").format(identifier, sql.SQL(comparison)),
                value,  # type: ignore[arg-type]
            )

    def _count(self, parts: _Parts) -> int:
        rows = self._all(
            sql.SQL(
                "SELECT count(*) AS n FROM (SELECT 1 FROM {} WHERE {} LIMIT {}) AS capped"
            ).format(parts.source, parts.condition, sql.Literal(COUNT_CAP + 1)),
            parts.parameters,
        )
        return int(rows[0]["n"])

    def _parts(self, table: Table, viewer: Viewer, as_of: int | None) -> _Parts:
        parts = _Parts(table, self._schemas.read, as_of)
        parts.at("r", as_of, append_only=table.append_only)
        parts.rights("r", table, viewer)
        parts.seal(table, self._tables, viewer)
        if as_of is not None and not table.append_only:
            # The latest version must admit him too: a letter classified since stays hidden.
            parts.latest_rights(table, viewer)
        parts.through(table, self._tables, viewer)
        for place, reference in enumerate(table.references):
            parts.join(f"j{place}", reference, self._tables[reference.table], viewer, as_of)
        return parts

    def _all(
        self, statement: sql.Composed | sql.SQL, parameters: Sequence[Any]
    ) -> list[dict[str, Any]]:
        with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            return cursor.execute(statement, parameters).fetchall()

    def _sign(self, values: Sequence[Any], table: str, order: str) -> str:
        body = msgspec.json.encode([table, order, list(values)])
        return urlsafe_b64encode(self._mac(body) + body).decode().rstrip("=")

    def _open(self, cursor: str, table: str, order: str) -> list[Any]:
        try:
            raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            mac, body = raw[:16], raw[16:]
            of_table, of_order, values = msgspec.json.decode(body)
        except (ValueError, msgspec.DecodeError) as problem:
            raise BadCursor() from problem
        if not hmac.compare_digest(mac, self._mac(body)) or [of_table, of_order] != [table, order]:
            raise BadCursor()
        return list(values)

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._secret, body, sha256).digest()[:16]


def _keys(order: Sequence[str], table: Table) -> list[tuple[str, bool]]:
    """Return (column, descending) of an order, the key last so that it is total."""
    keys = [(column.lstrip("-"), column.startswith("-")) for column in order]
    return keys if any(column == table.key for column, _ in keys) else [*keys, (table.key, False)]


class _Parts:
    """A query in the making: source, joins, conditions, parameters in the order they stand."""

    def __init__(self, table: Table, schema: str, as_of: int | None) -> None:
        self._table = table
        self._schema = schema
        self._as_of = as_of
        self._joins: list[sql.Composed] = []
        self._shown: list[Condition] = []
        self._join_parameters: list[Any] = []
        self._conditions: list[sql.Composable] = []
        self._condition_parameters: list[Any] = []
        self._admits: list[Condition] = []
        self._unsealed: list[Condition] = []

    @property
    def select_parameters(self) -> list[Any]:
        selected = [*self._own(), *self._shown]
        return [one for column in selected for one in column.parameters] + self.parameters

    @property
    def _masked(self) -> tuple[str, ...]:
        return self._table.rights.masked

    @property
    def parameters(self) -> list[Any]:
        return self._join_parameters + self._condition_parameters

    @property
    def source(self) -> sql.Composed:
        return sql.SQL("{} AS r{}").format(
            sql.Identifier(self._schema, self._table.name), sql.SQL("").join(self._joins)
        )

    @property
    def condition(self) -> sql.Composed:
        return sql.SQL(" AND ").join(self._conditions)

    def where(self, condition: sql.Composable, *parameters: Any) -> None:
        self._conditions.append(condition)
        self._condition_parameters += parameters

    def at(self, alias: str, as_of: int | None, *, append_only: bool) -> None:
        self.where(*_at(alias, as_of, append_only=append_only))

    def where_all(self, conditions: Sequence[Condition]) -> None:
        for condition in conditions:
            self.where(condition.text, *condition.parameters)

    def rights(self, alias: str, table: Table, viewer: Viewer) -> None:
        self.where_all(admits(alias, table, viewer))

    def seal(self, declared: Table, others: Mapping[str, Table], viewer: Viewer) -> None:
        """Note under which conditions the row's own sealed columns are shown."""
        self._unsealed = unsealed("r", declared, viewer, self._schema)
        if declared.rights.sealed:
            for column, name in declared.rights.through.items():
                open_ = unsealed("t", others[name], viewer, self._schema)
                if open_:
                    self._unsealed.append(self._spoken_of(column, others[name], open_))

    def where_unsealed(self, column: str) -> None:
        """Leave out the rows in which a sealed column is not shown: a filter must not tell it."""
        if column in self._table.rights.sealed:
            self.where_all(self._unsealed)

    def texts(self, others: Mapping[str, Table], viewer: Viewer, *, loose: bool) -> list[Condition]:
        """Return where a search looks; what a reference leads to is joined with the viewer's rights,
        and is not looked through where it is sealed."""
        if loose:
            return [Condition(sql.Identifier("r", f"{self._table.search}_loose"))]
        references = {reference.column: n for n, reference in enumerate(self._table.references)}
        own = sql.Identifier("r", self._table.search) if self._table.search else None
        texts = [Condition(own)] if own else []
        for path in self._table.search_also:
            column, _, further = path.partition(".")
            if not further:
                texts.append(Condition(sql.Identifier("r", column)))
                continue
            place = references[column]
            table = others[self._table.references[place].table]
            texts.append(
                shown(sql.Identifier(f"j{place}", further), self._open(f"j{place}", table, viewer))
            )
        return texts

    def _open(self, alias: str, table: Table, viewer: Viewer) -> list[Condition]:
        return unsealed(alias, table, viewer, self._schema, then=self._as_of is not None)

    def _spoken_of(self, column: str, table: Table, conditions: list[Condition]) -> Condition:
        """Return the condition that the row ``column`` names, if any, is so now."""
        whether = joined(conditions)
        return Condition(
            sql.SQL(
                "(r.{column} IS NULL OR EXISTS (SELECT 1 FROM {table} AS t"
                " WHERE t.{key} = r.{column} AND t.valid_until IS NULL AND {whether}))"
            ).format(
                column=sql.Identifier(column),
                table=sql.Identifier(self._schema, table.name),
                key=sql.Identifier(table.key),
                whether=whether.text,
            ),
            whether.parameters,
        )

    def through(self, declared: Table, others: Mapping[str, Table], viewer: Viewer) -> None:
        """Ask that the rows this one speaks of are the viewer's to know, as they are now.

        Where columns are masked, the office's own people get the row, and only those are asked of.
        """
        columns = declared.rights.through
        for column, name in columns.items():
            conditions = admits("t", others[name], viewer)
            if declared.rights.whole:
                conditions += unsealed("t", others[name], viewer, self._schema)
            if conditions:
                admitted = self._spoken_of(column, others[name], conditions)
                if self._masked and viewer.all_units:
                    self._admits.append(admitted)
                else:
                    self.where_all([admitted])
        if columns and not viewer.all_units and not (declared.rights.office and not viewer.matters):
            self.where(
                sql.SQL("({})").format(
                    sql.SQL(" OR ").join(
                        [sql.SQL("r.{} IS NOT NULL").format(sql.Identifier(c)) for c in columns]
                    )
                )
            )

    def where_admitted(self) -> None:
        """Leave out the rows whose masked columns are not the viewer's to know."""
        self.where_all(self._admits)

    def latest_rights(self, table: Table, viewer: Viewer) -> None:
        conditions = admits("l", table, viewer) + unsealed("l", table, viewer, self._schema)
        if not conditions:
            return
        whether = joined(conditions)
        self.where(
            sql.SQL(
                "(SELECT {whether} FROM {table} AS l WHERE l.{key} = r.{key}"
                " ORDER BY l.valid_from DESC LIMIT 1)"
            ).format(
                whether=whether.text,
                table=sql.Identifier(self._schema, table.name),
                key=sql.Identifier(table.key),
            ),
            *whether.parameters,
        )

    def join(
        self, alias: str, reference: Any, table: Table, viewer: Viewer, as_of: int | None
    ) -> None:
        at, *parameters = _at(alias, as_of, append_only=table.append_only)
        conditions: list[sql.Composable] = [
            sql.SQL("{}.{} = r.{}").format(
                sql.Identifier(alias), sql.Identifier(table.key), sql.Identifier(reference.column)
            ),
            at,
        ]
        admitted = admits(alias, table, viewer)
        if reference.column in self._masked:
            admitted += self._admits  # what a masked column leads to is masked with it
        for condition in admitted:
            conditions.append(condition.text)
            parameters += condition.parameters
        self._joins.append(
            sql.SQL(" LEFT JOIN {} AS {} ON {}").format(
                sql.Identifier(self._schema, table.name),
                sql.Identifier(alias),
                sql.SQL(" AND ").join(conditions),
            )
        )
        self._join_parameters += parameters
        open_ = self._open(alias, table, viewer)
        for name, column in reference.show.items():
            sealed = open_ if column in table.rights.sealed else []
            value = shown(sql.Identifier(alias, column), sealed)
            self._shown.append(named(value, name))

    def after(self, keys: Sequence[tuple[str, bool]], values: Sequence[Any]) -> None:
        """Continue after the row with these key values, nulls last in either direction."""
        whole: list[sql.Composable] = []
        parameters: list[Any] = []
        for place, (column, down) in enumerate(keys):
            if values[place] is None:
                continue  # nothing follows null within its column
            equal = []
            for (earlier, _), value in zip(keys[:place], values[:place], strict=True):
                equal.append(
                    sql.SQL("r.{} IS NOT DISTINCT FROM {}").format(
                        sql.Identifier(earlier), self._typed(earlier)
                    )
                )
                parameters.append(value)
            comparison = (
                "(r.{0} < {1} OR r.{0} IS NULL)" if down else "(r.{0} > {1} OR r.{0} IS NULL)"
            )
            equal.append(
                sql.SQL(comparison).format(sql.Identifier(column), self._typed(column))  # type: ignore[arg-type]
            )
            parameters.append(values[place])
            whole.append(sql.SQL("({})").format(sql.SQL(" AND ").join(equal)))
        self.where(sql.SQL("({})").format(sql.SQL(" OR ").join(whole)), *parameters)

    def select(self, tail: sql.Composable) -> sql.Composed:
        selected = [column.text for column in (*self._own(), *self._shown)]
        return sql.SQL("SELECT {} FROM {} WHERE {}{}").format(
            sql.SQL(", ").join(selected), self.source, self.condition, tail
        )

    def _own(self) -> list[Condition]:
        """The row's own columns, null where they are masked or sealed to the viewer."""
        sealed = set(self._table.rights.sealed) if self._unsealed else set()
        masked = set(self._masked) if self._admits else set()
        if not sealed and not masked:
            return [Condition(sql.SQL("r.*"))]
        columns = []
        for name in (self._table.key, *self._table.columns, "valid_from"):
            conditions = [
                *(self._admits if name in masked else []),
                *(self._unsealed if name in sealed else []),
            ]
            columns.append(named(shown(sql.Identifier("r", name), conditions), name))
        return columns

    def _typed(self, column: str) -> sql.Composed:
        """A cursor's values come from JSON: they are read as the column's type."""
        kind = (
            self._table.key_type
            if column == self._table.key
            else self._table.columns.get(column, "bigint")
        )
        return sql.SQL("%s::{}").format(sql.SQL(kind))  # type: ignore[arg-type]


def named(value: Condition, name: str) -> Condition:
    return Condition(sql.SQL("{} AS {}").format(value.text, sql.Identifier(name)), value.parameters)


def _at(alias: str, as_of: int | None, *, append_only: bool) -> tuple[Any, ...]:
    name = sql.Identifier(alias)
    if append_only:
        if as_of is None:
            return (sql.SQL("true"),)
        return (sql.SQL("{}.valid_from <= %s").format(name), as_of)
    if as_of is None:
        return (sql.SQL("{}.valid_until IS NULL").format(name),)
    return (
        sql.SQL(
            "{0}.valid_from <= %s AND ({0}.valid_until IS NULL OR {0}.valid_until > %s)"
        ).format(name),
        as_of,
        as_of,
    )
