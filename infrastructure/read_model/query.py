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
            texts = _texts(declared, loose=ask.loose)
            parts.where(
                sql.SQL("({})").format(
                    sql.SQL(" OR ").join([sql.SQL("{} LIKE %s").format(text) for text in texts])
                ),
                *[pattern] * len(texts),
            )
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
        parts = _Parts(table, self._schemas.read)
        parts.at("r", as_of, append_only=table.append_only)
        parts.rights("r", table, viewer)
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


def _texts(table: Table, *, loose: bool) -> list[sql.Identifier]:
    """Return where a search looks; what a reference leads to is joined with the viewer's rights."""
    if loose:
        return [sql.Identifier("r", f"{table.search}_loose")]
    aliases = {reference.column: f"j{n}" for n, reference in enumerate(table.references)}
    texts = [sql.Identifier("r", table.search)] if table.search else []
    for path in table.search_also:
        column, _, further = path.partition(".")
        own = not further
        texts.append(sql.Identifier("r" if own else aliases[column], column if own else further))
    return texts


def _keys(order: Sequence[str], table: Table) -> list[tuple[str, bool]]:
    """Return (column, descending) of an order, the key last so that it is total."""
    keys = [(column.lstrip("-"), column.startswith("-")) for column in order]
    return keys if any(column == table.key for column, _ in keys) else [*keys, (table.key, False)]


class _Parts:
    """A query in the making: source, joins, conditions, parameters in the order they stand."""

    def __init__(self, table: Table, schema: str) -> None:
        self._table = table
        self._schema = schema
        self._joins: list[sql.Composed] = []
        self._shown: list[sql.Composed] = []
        self._join_parameters: list[Any] = []
        self._conditions: list[sql.Composable] = []
        self._condition_parameters: list[Any] = []
        self._admits: list[sql.Composed] = []
        self._admits_parameters: list[Any] = []

    @property
    def select_parameters(self) -> list[Any]:
        masks = len(self._masked) if self._admits else 0
        return self._admits_parameters * masks + self.parameters

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

    def rights(self, alias: str, table: Table, viewer: Viewer) -> None:
        for condition, parameter in _rights(alias, table, viewer):
            self.where(condition, parameter)

    def through(self, declared: Table, others: Mapping[str, Table], viewer: Viewer) -> None:
        """Ask that the rows this one speaks of are the viewer's to know, as they are now.

        Where columns are masked, the office's own people get the row, and only those are asked of.
        """
        columns = declared.rights.through
        for column, name in columns.items():
            conditions = _rights("t", others[name], viewer)
            if conditions:
                admitted = sql.SQL(
                    "(r.{column} IS NULL OR EXISTS (SELECT 1 FROM {table} AS t"
                    " WHERE t.{key} = r.{column} AND t.valid_until IS NULL AND {admits}))"
                ).format(
                    column=sql.Identifier(column),
                    table=sql.Identifier(self._schema, name),
                    key=sql.Identifier(others[name].key),
                    admits=sql.SQL(" AND ").join([condition for condition, _ in conditions]),
                )
                parameters = [parameter for _, parameter in conditions]
                if self._masked and viewer.all_units:
                    self._admits.append(admitted)
                    self._admits_parameters += parameters
                else:
                    self.where(admitted, *parameters)
        if columns and not viewer.all_units:
            self.where(
                sql.SQL("({})").format(
                    sql.SQL(" OR ").join(
                        [sql.SQL("r.{} IS NOT NULL").format(sql.Identifier(c)) for c in columns]
                    )
                )
            )

    def where_admitted(self) -> None:
        """Leave out the rows whose masked columns are not the viewer's to know."""
        for admitted in self._admits:
            self._conditions.append(admitted)
        self._condition_parameters += self._admits_parameters

    def latest_rights(self, table: Table, viewer: Viewer) -> None:
        conditions = _rights("l", table, viewer)
        if not conditions:
            return
        key = sql.Identifier(table.key)
        self.where(
            sql.SQL(
                "(SELECT {admits} FROM {table} AS l WHERE l.{key} = r.{key}"
                " ORDER BY l.valid_from DESC LIMIT 1)"
            ).format(
                admits=sql.SQL(" AND ").join([condition for condition, _ in conditions]),
                table=sql.Identifier(self._schema, table.name),
                key=key,
            ),
            *[parameter for _, parameter in conditions],
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
        for condition, parameter in _rights(alias, table, viewer):
            conditions.append(condition)
            parameters.append(parameter)
        if reference.column in self._masked and self._admits:
            conditions += self._admits  # what a masked column leads to is masked with it
            parameters += self._admits_parameters
        self._joins.append(
            sql.SQL(" LEFT JOIN {} AS {} ON {}").format(
                sql.Identifier(self._schema, table.name),
                sql.Identifier(alias),
                sql.SQL(" AND ").join(conditions),
            )
        )
        self._join_parameters += parameters
        for shown, column in reference.show.items():
            self._shown.append(
                sql.SQL("{}.{} AS {}").format(
                    sql.Identifier(alias), sql.Identifier(column), sql.Identifier(shown)
                )
            )

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
        shown = sql.SQL("").join([sql.SQL(", ") + column for column in self._shown])
        return sql.SQL("SELECT {}{} FROM {} WHERE {}{}").format(
            self._own(), shown, self.source, self.condition, tail
        )

    def _own(self) -> sql.Composable:
        """The row's own columns, the masked ones null where the viewer may not know them."""
        if not self._admits:
            return sql.SQL("r.*")
        admitted = sql.SQL(" AND ").join(self._admits)
        names = [self._table.key, *self._table.columns, "valid_from"]
        return sql.SQL(", ").join(
            sql.SQL("CASE WHEN {} THEN r.{} END AS {}").format(
                admitted, sql.Identifier(name), sql.Identifier(name)
            )
            if name in self._masked
            else sql.SQL("r.{}").format(sql.Identifier(name))
            for name in names
        )

    def _typed(self, column: str) -> sql.Composed:
        """A cursor's values come from JSON: they are read as the column's type."""
        kind = (
            self._table.key_type
            if column == self._table.key
            else self._table.columns.get(column, "bigint")
        )
        return sql.SQL("%s::{}").format(sql.SQL(kind))  # type: ignore[arg-type]


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


def _rights(alias: str, table: Table, viewer: Viewer) -> list[tuple[sql.Composed, Any]]:
    """Return the conditions under which the viewer may know a row."""
    conditions: list[tuple[sql.Composed, Any]] = []
    if table.rights.secrecy is not None:
        column = sql.Identifier(alias, table.rights.secrecy)
        conditions.append((sql.SQL("{} = ANY (%s)").format(column), list(viewer.clearances)))
    if table.rights.parties is not None and not viewer.all_units:
        column = sql.Identifier(alias, table.rights.parties)
        conditions.append((sql.SQL("{} && %s").format(column), list(viewer.units)))
    return conditions
