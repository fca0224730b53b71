"""The overview: four figures that lead somewhere, and what two pictures of the work say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.casework.case_list import late_steps
from api.casework.wording import label_of, today
from api.context import Signed
from api.pages import Shown, inbox_filters
from api.web.parts import Bar, Chart, Tag, Tile
from application.organization.worklist import waits_on

pages = APIRouter(include_in_schema=False)

SOON_DAYS = 7


@pages.get("/")
def overview(request: Request, context: Signed) -> Response:
    """How the work stands: what waits for me, what is late, what is under way, what was closed."""
    shown = Shown(request, context, here="overview")
    if not shown.viewer.matters:  # the work that stands is none of his
        return RedirectResponse("/settings", status_code=303)
    label = shown.words.text
    steps = open_now(shown)
    return shown.html(
        "overview.html",
        title=label("ui.menu.overview"),
        lead=label("ui.overview.lead", on=today(shown)),
        tiles=tiles(shown),
        charts=[by_step(shown, steps), by_officer(shown, steps)],
        story=shown.story(8),
    )


def tiles(shown: Shown) -> list[Tile]:
    label, on = shown.words.text, today(shown)
    count = shown.context.rows.count
    mine = inbox_filters(shown.context) | waits_on(on)
    waiting = count("inbox", shown.viewer, mine, shown.as_of)
    waiting_late = count("inbox", shown.viewer, mine | {"due_on<": on}, shown.as_of)
    under_way = count("case_status", shown.viewer, {"open": True}, shown.as_of)
    owed: dict[str, Any] = {"open": True, "due_on>=": on, "due_on<": on + timedelta(SOON_DAYS)}
    soon = count("follow_ups", shown.viewer, owed, shown.as_of)
    late_cases = count("case_status", shown.viewer, {"step": late_steps(shown)}, shown.as_of)
    late = count("case_steps", shown.viewer, late_steps(shown), shown.as_of)
    unit = label("ui.overview.unit")
    link = shown.here_as_of
    return [
        Tile(
            label("ui.overview.waiting"),
            shown.words.in_digits(str(waiting)),
            link("/inbox"),
            label("ui.overview.waiting_late", n=waiting_late)
            if waiting_late
            else label("ui.overview.waiting_none_late"),
            "red" if waiting_late else "green",
            unit,
        ),
        Tile(
            label("ui.overview.late"),
            shown.words.in_digits(str(late_cases)),
            link("/cases?view=overdue"),
            label("ui.overview.late_steps", n=late) if late else label("ui.overview.none_late"),
            "red" if late else "green",
            unit,
        ),
        Tile(
            label("ui.overview.under_way"),
            shown.words.in_digits(str(under_way)),
            link("/cases?view=open"),
            label("ui.overview.under_way_help"),
            "grey",
            unit,
        ),
        Tile(
            label("ui.overview.soon"),
            shown.words.in_digits(str(soon)),
            link("/follow-ups"),
            label("ui.overview.soon_help", n=SOON_DAYS),
            "amber" if soon else "grey",
            unit,
        ),
    ]


Counts = Mapping[Any, tuple[str, int, int]]
Grouped = Sequence[tuple[Mapping[str, Any], int, int]]
GROUPED_BY = ("officer_id", "number", "label_th", "label_en")


def open_now(shown: Shown) -> Grouped:
    """Return the open steps by officer and step: how many are in time, how many are late."""
    tally = shown.context.rows.tally

    def key(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(row[column] for column in GROUPED_BY)

    late = {
        key(row): row["n"]
        for row in tally("case_steps", shown.viewer, late_steps(shown), GROUPED_BY, shown.as_of)
    }
    found = tally("case_steps", shown.viewer, {"open": True}, GROUPED_BY, shown.as_of)
    return [(row, row["n"] - late.get(key(row), 0), late.get(key(row), 0)) for row in found]


def counted(grouped: Grouped, column: str, name: Callable[[Mapping[str, Any]], str]) -> Counts:
    """Return by ``column`` its name, how many steps are in time and how many are late."""
    counts: dict[Any, tuple[str, int, int]] = {}
    for row, in_time, late in grouped:
        label, in_time_before, late_before = counts.get(row[column], (name(row), 0, 0))
        counts[row[column]] = label, in_time_before + in_time, late_before + late
    return counts


def parts(shown: Shown) -> tuple[Tag, ...]:
    label = shown.words.text
    return (
        Tag(label("ui.overview.in_time"), "blue"),
        Tag(label("ui.overview.past_due"), "red", "alert-circle"),
    )


def by_step(shown: Shown, steps: Grouped) -> Chart:
    """Where in the process cases stand; the finding names the step that holds most."""
    label = shown.words.text
    found = counted(
        steps,
        "number",
        lambda row: f"{shown.words.in_digits(str(row['number']))}. {label_of(shown, row)}",
    )
    bars = tuple(Bar(name, (in_time, late)) for _, (name, in_time, late) in sorted(found.items()))
    return Chart(
        "steps",
        finding(shown, "steps", found),
        label("ui.overview.steps_desc"),
        parts(shown),
        bars,
        shown.here_as_of("/follow-ups?view=steps"),
        label("ui.overview.steps_measure"),
    )


def by_officer(shown: Shown, steps: Grouped) -> Chart:
    """Who has how much in hand; the finding names who has most that is late, or most."""
    label = shown.words.text
    found = counted(steps, "officer_id", lambda row: shown.words.resolve(row["officer_id"]))
    ranked = sorted(found.values(), key=lambda one: (-one[1] - one[2], one[0]))[:8]
    return Chart(
        "officers",
        finding(shown, "officers", found),
        label("ui.overview.officers_desc"),
        parts(shown),
        tuple(Bar(name, (in_time, late)) for name, in_time, late in ranked),
        shown.here_as_of("/cases?view=open"),
        label("ui.overview.officers_measure"),
    )


def finding(shown: Shown, what: str, found: Counts) -> str:
    """Say what the picture shows: where most is late; if nothing is, where most is."""
    label = shown.words.text
    if not found:
        return label(f"ui.overview.{what}_none")
    late = Counter({name: count for name, _, count in found.values() if count})
    if late:
        name, count = late.most_common(1)[0]
        return label(f"ui.overview.{what}_late", name=name, n=count)
    most = Counter({name: count for name, count, _ in found.values()}).most_common(2)
    if len(most) > 1 and most[0][1] == most[1][1]:
        return label(f"ui.overview.{what}_even", n=len(found))
    name, count = most[0]
    return label(f"ui.overview.{what}_most", name=name, n=count)
