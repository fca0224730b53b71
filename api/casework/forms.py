"""What the forms of a case offer to choose from, and what they are filled with at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from api import choices
from api.context import Context
from api.routes import Form
from domain.casework.case import (
    AwaitedResult,
    CaseFile,
    Ended,
    Underway,
    Unopened,
    case,
)
from domain.casework.case.ending import untold
from domain.casework.case.parts import StepStatus
from domain.money import format_baht
from domain.refusal import NotFound
from domain.thai_time import bangkok_date, calendar_year, fiscal_year

Options = Sequence[tuple[str, str]]
OFFICERS = ("policy_and_plan_analyst",)


def file_of(context: Context, key: UUID) -> CaseFile:
    """Return what the case holds now.

    Raises:
        NotFound: there is no such case, or it is not the reader's to know of.
    """
    if context.rows.one("case_status", key, context.viewer) is None:
        raise NotFound()
    state = context.state(case, key)
    if isinstance(state, Unopened):
        raise NotFound()
    file: CaseFile = state.file
    return file


def letters(context: Context, rows: Sequence[Mapping[str, Any]]) -> Options:
    """Return letters by number, subject and sender."""
    return [
        (
            str(row["id"]),
            f"{row['number']}/{row['year']} · {row['subject']} · {row['sender_name']}",
        )
        for row in rows
        if row["secrecy"] == "none" and row["standing"] in ("with_unit", "filed")
    ]


def letters_here(context: Context) -> list[Mapping[str, Any]]:
    """Return the letters that stand at the reader's unit, the latest first."""
    rows = context.rows.rows("letters", unit_id=context.unit_id)
    return sorted(rows, key=lambda row: row["registered_at"], reverse=True)[:100]


def opening(context: Context, _key: Any) -> Form:
    """A new case: of this fiscal year, its officer whoever opens it; letters as ticked."""
    here = [row for row in letters_here(context) if row["case_id"] is None][:30]

    def with_senders(values: Mapping[str, Any]) -> Form:
        """Whoever wrote the letters ticked is who asks, until another is named."""
        chosen = [row for row in here if str(row["id"]) in map(str, values.get("letter_ids") or ())]
        first = chosen[0] if chosen else None
        known = {
            "asking_unit_ids": [row["sender_unit_id"] for row in chosen if row["sender_unit_id"]],
            "subject": first["subject"] if first else "",
        }
        return replace(form, values={**form.values, **known})

    senders = {row["sender_unit_id"] for row in here if row["sender_unit_id"]}
    asking = [option for option in choices.units(context, "school") if UUID(option[0]) in senders]
    form = Form(
        choices={
            "officer_id": choices.persons(context, *OFFICERS),
            "owner_unit_id": choices.groups(context),
            "letter_ids": letters(context, here),
            "asking_unit_ids": asking,
        },
        values={
            "fiscal_year": fiscal_year(bangkok_date(context.at)),
            "officer_id": context.person_id,
            "owner_unit_id": context.unit_id,
        },
        fit=with_senders,
    )
    return form


def adding_letter(context: Context, key: UUID) -> Form:
    known = file_of(context, key).letter_ids
    rows = [row for row in letters_here(context) if row["id"] not in known]
    return Form(
        choices={
            "letter_id": letters(context, rows),
            "asking_unit_id": choices.units(context, "school", "group"),
        }
    )


def attaching_figures(context: Context, key: UUID) -> Form:
    file_of(context, key)
    finance = context.rows.rows("posts", role="finance_officer")
    return Form(
        choices={"source_unit_id": choices.units(context, "group", "school")},
        values={
            "figures_on": bangkok_date(context.at),
            "source_unit_id": finance[0]["unit_id"] if finance else None,
        },
        rows={"files": 1},
    )


def opening_committee(context: Context, key: UUID) -> Form:
    file_of(context, key)
    today = bangkok_date(context.at)
    return Form(values={"order_year": calendar_year(today), "meeting_on": today}, rows={"seats": 3})


def giving_opinion(context: Context, key: UUID) -> Form:
    file_of(context, key)
    return Form(values={"met_on": bangkok_date(context.at)})


def budget_lines(context: Context, year: int) -> Options:
    """Return the lines of a year by item, owner and free balance."""
    rows = context.rows.rows("budget_balances", fiscal_year=year)
    owners = {row["id"]: row["name_th"] for row in context.rows.rows("units")}
    return [
        (
            str(row["id"]),
            f"{row['item']} · {owners.get(row['owner_unit_id'], '')}"
            f" · {format_baht(row['free_satang'])}",
        )
        for row in sorted(rows, key=lambda row: str(row["sort_key"]))
    ]


def analysing(context: Context, key: UUID) -> Form:
    year = file_of(context, key).fiscal_year
    return Form(choices={"surplus_lines.line_id": budget_lines(context, year)})


def in_case(context: Context, key: UUID) -> Form:
    file_of(context, key)
    return Form()


def transfers(context: Context, file: CaseFile) -> Options:
    ids = [proposed.transfer_id for proposed in file.transfers]
    rows = context.rows.rows("budget_transfers", id=ids) if ids else []
    return [(str(row["id"]), str(row["reason"])[:120]) for row in rows]


def proposing(context: Context, key: UUID) -> Form:
    return Form(choices={"transfer_id": transfers(context, file_of(context, key))})


def steps(file: CaseFile, lang_label: str, *statuses: StepStatus, gates: bool = True) -> Options:
    return [
        (str(state.step.number), f"{state.step.number}. {getattr(state.step, lang_label)}")
        for state in file.steps
        if state.status in statuses and (gates or not state.step.gate)
    ]


def returning(context: Context, key: UUID) -> Form:
    done = steps(file_of(context, key), "label_th", StepStatus.DONE, StepStatus.SKIPPED)
    return Form(choices={"step": done})


def skipping(context: Context, key: UUID) -> Form:
    open_now = steps(file_of(context, key), "label_th", StepStatus.OPEN, gates=False)
    return Form(choices={"step": open_now})


def awaited(context: Context, file: CaseFile) -> list[AwaitedResult]:
    """Return the lines that received money by the case's posted transfers, for its page."""
    ids = [proposed.transfer_id for proposed in file.transfers]
    rows = context.rows.rows("budget_transfers", id=ids, state="posted") if ids else []
    return [
        AwaitedResult(row["id"], UUID(line["line_id"]), target_of(line))
        for row in rows
        for line in row["lines"]
        if line["satang"] > 0
    ]


def target_of(line: Mapping[str, Any]) -> str:
    """Return a line's target in words: what, how many, counted in what."""
    target = line.get("target")
    if not target:
        return str(line.get("effect_on_target") or "")
    return f"{target['text']} {target['planned']} {target['unit']}"


def recording_result(context: Context, key: UUID) -> Form:
    file = file_of(context, key)
    lines = awaited(context, file)
    names = {
        row["id"]: row["item"]
        for row in context.rows.rows("budget_balances", id=[line.line_id for line in lines])
    }
    owing = [line for line in lines if (line.transfer_id, line.line_id) not in file.results]
    first = (owing or lines)[:1]
    reports = [*context.rows.rows("letters", id=list(file.letter_ids)), *letters_here(context)]
    return Form(
        choices={
            "transfer_id": transfers(context, file),
            "line_id": [
                (str(line.line_id), f"{names.get(line.line_id, '')} · {line.target}")
                for line in lines
            ],
            "letter_id": letters(context, list({row["id"]: row for row in reports}.values())),
        },
        values={"transfer_id": first[0].transfer_id, "line_id": first[0].line_id} if first else {},
    )


def recording_notice(context: Context, key: UUID) -> Form:
    state = context.state(case, key)
    owed = list(untold(state)) if isinstance(state, Underway | Ended) else []
    sent = context.rows.rows("outgoing_letters", case_id=key)
    return Form(
        choices={
            "asking_unit_id": [
                (str(row["id"]), row["name_th"]) for row in context.rows.rows("units", id=owed)
            ],
            "outgoing_letter_id": [(str(row["id"]), row["subject"]) for row in sent],
        },
        values={"asking_unit_id": owed[0]} if len(owed) == 1 else {},
    )
