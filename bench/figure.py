"""A figure and its baseline, and how they are printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One figure: ``value`` beside what the ``baseline`` reached in the same run.

    ``ratio`` is value / baseline; for times less is better, for rates more. ``goal`` is that of
    DESIGN §10, where there is one.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    goal: str = ""


def against(
    name: str, values: Sequence[float], unit: str, baselines: Sequence[float], goal: str = ""
) -> Figure:
    """Return the figure of several rounds: medians, the ratio being that of each round's pair."""
    ratio = median([v / b for v, b in zip(values, baselines, strict=True)])
    return Figure(name, median(values), unit, median(baselines), ratio, goal)


def counted(name: str, value: int, unit: str = "", wanted: int = 0) -> Figure:
    """Return a count that must be ``wanted``."""
    return Figure(name, value, unit, wanted, None, f"= {wanted}")


def show(figures: Sequence[Figure], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([rounded(figure) for figure in figures], ensure_ascii=False))
        return
    table = Table("name", "value", "unit", "baseline", "ratio", "goal")
    for figure in figures:
        table.add_row(
            figure.name,
            shown(figure.value),
            figure.unit,
            "" if figure.baseline is None else shown(figure.baseline),
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            figure.goal,
        )
    Console().print(table)


def rounded(figure: Figure) -> dict[str, object]:
    fields = asdict(figure)
    fields.pop("goal")
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in fields.items()}


def shown(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) or value >= 100 else f"{value:,.2f}"
