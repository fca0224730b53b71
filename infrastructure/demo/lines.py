"""Playing the demonstration's budget: a line with its allocation, and subsidies by pupils."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol
from uuid import UUID

from application.execute import Office


class Player(Protocol):
    office: Office
    ids: dict[str, UUID | str]

    def do(
        self, act: str, fields: Mapping[str, Any], *, of: str | None = None, by: str | None = None
    ) -> UUID | str: ...


def open_line(player: Player, step: Mapping[str, Any]) -> None:
    """Open the line ``step`` names and allocate by the letter it cites; ``line:<name>`` is its id."""
    name, by = f"line:{step['line']}", step["by"]
    player.ids[name] = player.do("OpenBudgetLine", step["fields"], by=by)
    allocate(player, name, step, step["allocated_satang"])


def open_subsidies(player: Player, step: Mapping[str, Any]) -> None:
    """Open a line for each school: the rate for one pupil times its pupils."""
    find: Callable[..., Any] = player.office.lookup.rows
    for school in step["subsidies"]:
        [row] = find("units", id=player.ids[f"school:{school}"])
        name = f"line:{step['name']}:{school}"
        fields = step["fields"] | {
            "owner_unit_id": f"@school:{school}",
            "item": f"{step['fields']['item']} {row['name_th']}",
        }
        player.ids[name] = player.do("OpenBudgetLine", fields, by=step["by"])
        allocate(player, name, step, row["pupils"] * step["rate_satang"])


def allocate(player: Player, name: str, step: Mapping[str, Any], satang: int) -> None:
    player.do(
        "AllocateBudget",
        {
            "amount_satang": satang,
            "allocation_reference": step["letter"],
            "allocation_dated_on": step.get("dated", "$allocated"),
        },
        of=name,
        by=step["by"],
    )
