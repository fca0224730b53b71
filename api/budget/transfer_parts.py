"""What a transfer's page is made of: money before and after, effects, checks, scope, authorities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from api.finding import desk_of, every, named
from api.pages import Shown
from api.web.parts import (
    Cell,
    Fact,
    MoneyRow,
    Tag,
    Tone,
)
from application.budget.holds import facts

STATES: dict[str, tuple[Tone, str]] = {
    "draft": ("grey", "pencil"),
    "submitted": ("blue", "hourglass"),
    "returned": ("amber", "arrow-back-up"),
    "amended": ("amber", "pencil"),
    "approved": ("blue", "checks"),
    "posted": ("green", "circle-check"),
    "withdrawn": ("grey", "ban"),
    "rejected": ("red", "circle-x"),
}


def state_tag(shown: Shown, state: str) -> Tag:
    tone, icon = STATES[state]
    return Tag(shown.words.text(f"value.transfer_state.{state}"), tone, icon)


@dataclass(frozen=True)
class Effect:
    """What a line's gain or loss means for its target."""

    href: str
    item: str
    gains: bool
    satang: int
    effect: str
    target: str


@dataclass(frozen=True)
class Check:
    """Amount ≤ declared surplus ≤ certified free balance, each in satang; None: not there yet."""

    item: str
    amount_satang: int
    declared_satang: int | None
    certified_satang: int | None
    certified_on: date | None

    @property
    def good(self) -> bool:
        return (
            self.declared_satang is not None
            and self.certified_satang is not None
            and self.amount_satang <= self.declared_satang <= self.certified_satang
        )


@dataclass(frozen=True)
class Approver:
    """An authority the table names: whether it has approved, when and by what."""

    name: str
    given: bool
    on: date | None = None
    reference: str = ""
    partial: bool = False


def money_rows(
    shown: Shown, lines: Sequence[Mapping[str, Any]], known: Mapping[UUID, Mapping[str, Any]]
) -> list[MoneyRow]:
    return [money_row(shown, line, known.get(UUID(line["line_id"]))) for line in lines]


def money_row(shown: Shown, line: Mapping[str, Any], known: Mapping[str, Any] | None) -> MoneyRow:
    label = shown.words.text
    words = [label(f"value.direction.{'from' if line['satang'] < 0 else 'to'}")]
    if known:
        words.append(named(shown, known, "owner"))
        words.append(label(f"value.expenditure_category.{known['category']}"))
    if line["is_surplus"]:
        words.append(label("ui.transfer.as_surplus"))
    return MoneyRow(
        known["item"] if known else line["line_id"][:8],
        line["balance_before_satang"],
        line["balance_after_satang"],
        " · ".join(words),
        shown.here_as_of(f"/budget/lines/{line['line_id']}") if known else None,
    )


def effects(
    shown: Shown, lines: Sequence[Mapping[str, Any]], known: Mapping[UUID, Mapping[str, Any]]
) -> list[Effect]:
    return [
        Effect(
            f"/budget/lines/{line['line_id']}",
            known[UUID(line["line_id"])]["item"] if UUID(line["line_id"]) in known else "—",
            line["satang"] > 0,
            line["satang"],
            line["effect_on_target"],
            target_text(shown, line["target"]),
        )
        for line in lines
    ]


def target_text(shown: Shown, target: Mapping[str, Any] | None) -> str:
    if target is None:
        return ""
    return shown.words.in_digits(f"{target['text']} · {target['planned']:,} {target['unit']}")


def checks(
    shown: Shown, row: Mapping[str, Any], known: Mapping[UUID, Mapping[str, Any]]
) -> list[Check]:
    """Return for each from-line used as surplus the figures its rule compares (R-B16)."""
    if shown.as_of:
        return []
    desk = desk_of(shown.context)
    found = {fact.line_id: fact for fact in facts(desk, known, row["id"])}
    return [
        Check(
            fact.item,
            -line["satang"],
            fact.declared_surplus_satang,
            fact.certified_free_satang,
            fact.certified_on,
        )
        for line in row["lines"]
        if line["is_surplus"] and (fact := found.get(UUID(line["line_id"])))
    ]


def scope_tags(shown: Shown, scope: Mapping[str, bool]) -> list[Tag]:
    """Return the computed facts that the table of powers is asked with (R-B13)."""
    label = shown.words.text
    two_sided = ("same_programme", "same_category", "changes_item")
    tags = [
        Tag(
            label(f"ui.scope.{name}.{'yes' if scope[name] else 'no'}"),
            "amber" if name != "changes_item" and not scope[name] else "grey",
        )
        for name in two_sided
    ]
    tags += [
        Tag(label(f"ui.scope.{name}"), "red", "alert-triangle")
        for name in ("across_agencies", "personnel_involved")
        if scope[name]
    ]
    return tags


def transfer_facts(
    shown: Shown, row: Mapping[str, Any], case: Mapping[str, Any] | None
) -> list[Fact]:
    label = shown.words.text
    power = row["power"] or {}
    found = [
        Fact(
            label("ui.transfer.case"),
            Cell(
                f"{case['number']}/{case['year']}" if case else "—",
                href=f"/cases/{row['case_id']}" if case else None,
                sub=case["subject"] if case else "",
            ),
        ),
        Fact(label("ui.transfer.year"), Cell(str(row["fiscal_year"]))),
        Fact(label("ui.transfer.drafter"), Cell(named(shown, row, "drafter"))),
        Fact(label("ui.transfer.digest"), Cell(row["digest"][:12])),
    ]
    if power:
        found.append(Fact(label("ui.transfer.power"), Cell(power["row_id"], sub=power["document"])))
    if row["posted_on"]:
        found.append(
            Fact(
                label("ui.transfer.posted"),
                Cell(on=row["posted_on"], sub=shown.words.resolve(row["posted_by"])),
            )
        )
        reference = row["state_system_reference"] or label("ui.transfer.no_reference")
        found.append(Fact(label("field.PostTransfer.state_system_reference"), Cell(reference)))
        found.append(
            Fact(label("field.PostTransfer.state_system_date"), Cell(on=row["state_system_date"]))
        )
    if row["ending"]:
        found.append(Fact(label("ui.transfer.ending"), Cell(row["ending"])))
    return found


def approvers(shown: Shown, row: Mapping[str, Any]) -> list[Approver]:
    """Return the authorities in their order, with the instrument of those that have approved."""
    told = every(
        shown,
        "audit_history",
        "oldest",
        stream_id=f"budget_transfer/{row['id']}",
        name="budget_transfer.approved_by",
    )
    # A later version may have been approved anew: the latest approval of each stands.
    given = {event["facts"]["authority"]: event["facts"] for event in told}
    return [
        Approver(
            shown.words.text(f"value.authority.{name}"),
            name not in row["missing"],
            *instrument(given[name] if name not in row["missing"] and name in given else None),
        )
        for name in row["authorities"] or ()
    ]


def instrument(approval: Mapping[str, Any] | None) -> tuple[date | None, str, bool]:
    if approval is None:
        return None, "", False
    on = msgspec.convert(approval["approved_on"], date)
    return on, approval["reference"], approval["is_partial"]
