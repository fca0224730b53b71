"""The letters the office writes from its own records: the sentences around the facts. Pure.

The sentences stand in ``letters.toml``; here is only what goes into them. Amounts are whole satang.
What comes out is a draft: people may revise its words, not its tables.
Source: R-B07, R-B11, R-L04, R-L05, R-L11, R-L12; processes §4, 4.4 steps 7 to 9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from application.correspondence.paper import Table
from application.correspondence.story import (
    Approval,
    Line,
    ResolutionTold,
    Story,
    To,
    Written,
    texts,
)
from application.correspondence.transfer_table import TransferLine, transfer_table
from domain.correspondence.outgoing_letter import FactTable, LetterPurpose, OutgoingForm
from domain.correspondence.parts import LetterReference
from domain.money import baht_text, format_baht
from domain.thai_time import format_date


def thai_date(on: date | None) -> str:
    return format_date(on) if on is not None else ""


def money(**satang: int) -> dict[str, str]:
    """Return each amount in figures under its name, and in words under ``<name>_text``."""
    figures = {name: format_baht(amount) for name, amount in satang.items()}
    return figures | {f"{name}_text": baht_text(amount) for name, amount in satang.items()}


def one_line(text: str) -> str:
    """Return what somebody typed in paragraphs as part of a sentence."""
    return " ".join(text.split())


def told(story: Story) -> dict[str, str]:
    """Return what most sentences name."""
    return {
        "office": story.office,
        "fiscal_year": str(story.fiscal_year),
        "reason": one_line(story.reason),
        "posted_on": thai_date(story.posted_on),
        **money(amount=story.moved_satang),
    }


def filled(sentences: Sequence[str], figures: dict[str, str]) -> tuple[str, ...]:
    return tuple(sentence.format(**figures) for sentence in sentences)


def written(
    purpose: LetterPurpose,
    said: Mapping[str, Any],
    figures: dict[str, str],
    to: To,
    form: OutgoingForm = OutgoingForm.EXTERNAL,
) -> Written:
    """Return a letter in the words of its template ``said``, with nothing annexed yet."""
    return Written(
        form, purpose, said["subject"].format(**figures), to, filled(said["body"], figures)
    )


def opened(
    said: Mapping[str, Any], figures: dict[str, str], asked: Sequence[LetterReference]
) -> dict[str, str]:
    """Return the figures and the sentence that opens the letter: it says whether the receiver asked."""
    return figures | {"opening": said["asked" if asked else "not_asked"].format(**figures)}


def asked_by(story: Story, to: To) -> tuple[LetterReference, ...]:
    return story.asked.get(to.unit_id, ()) if to.unit_id else ()


def table(title: str, lines: Sequence[Line]) -> FactTable:
    """Return the lines as an annex, with the sum in figures and in words."""
    printed = transfer_table(
        title,
        [TransferLine(line.unit, line.item, line.satang, line.before_satang) for line in lines],
    )
    return as_facts(printed)


def as_facts(printed: Table) -> FactTable:
    return FactTable(
        title=printed.title,
        headers=printed.headers,
        rows=printed.rows,
        numeric_columns=printed.numeric,
        total=printed.total,
        note=printed.note,
        annex=printed.annex,
    )


def governor_request(story: Story, to: To, resolution: ResolutionTold, legal_basis: str) -> Written:
    """Return the letter by which the governor is asked (step 7, R-B11)."""
    said, words = texts()["governor_request"], texts()["words"]
    figures = told(story) | {
        "finding": words["surplus" if story.surplus else "no_surplus"],
        "committee": resolution.committee,
        "outcome": texts()["outcome"][resolution.outcome],
        "citation": resolution.citation,
        "adopted_on": thai_date(resolution.adopted_on),
        "legal_basis": one_line(legal_basis),
    }
    extract = said["extract"].format(citation=resolution.citation)
    return replace(
        written(LetterPurpose.GOVERNOR_REQUEST, said, figures, to),
        facts=(extract_table(resolution), table(said["table"], story.lines)),
        enclosures=((extract, 1, words["copy"]), (said["table"], 1, words["set"])),
    )


def extract_table(resolution: ResolutionTold) -> FactTable:
    """Return the extract of the resolution; the letter's signature covers it with the letter."""
    said = texts()["extract"]
    rows = [
        (said["committee"], resolution.committee),
        (said["cited"], resolution.citation),
        (said["on"], thai_date(resolution.adopted_on)),
        (said["outcome"], texts()["outcome"][resolution.outcome]),
    ]
    if resolution.coverage:
        reach = said[resolution.coverage].format(
            ceiling=format_baht(resolution.ceiling_satang or 0),
            until_on=thai_date(resolution.until_on),
        )
        rows.append((said["coverage"], reach))
    return FactTable(
        title=said["title"].format(citation=resolution.citation),
        headers=tuple(said["headers"]),
        rows=tuple(rows),
        note=said["certified"],
    )


def cited(approval: Approval) -> dict[str, str]:
    forms = texts()["reference"]
    form = forms.get(approval.authority, forms["other"])
    return {
        "authority": texts()["authority"][approval.authority],
        "reference": form.format(reference=approval.reference),
        "approved_on": thai_date(approval.approved_on),
    }


def approved_by(approvals: Sequence[Approval]) -> str:
    """Return all approvals as one phrase, each with the paper it rests on."""
    said = texts()["approved_by"]
    joint: str = said["joint"]
    return joint.join(said["one"].format(**cited(approval)) for approval in approvals)


def report(story: Story, to: To) -> Written:
    """Return the report upwards: all lines, all approvals, the reasons (step 8, R-B07)."""
    said, words = texts()["report_to_obec"], texts()["words"]
    approvals = [
        said["approval"].format(number=number, **cited(approval))
        for number, approval in enumerate(story.approvals, start=1)
    ]
    figures = told(story)
    body: list[str] = []
    for sentence in said["body"]:
        body += approvals if sentence == "{approvals}" else [sentence.format(**figures)]
    return Written(
        form=OutgoingForm.EXTERNAL,
        purpose=LetterPurpose.REPORT_TO_OBEC,
        subject=said["subject"].format(**figures),
        to=to,
        body=tuple(body),
        facts=(table(said["table"], story.lines),),
        enclosures=((said["table"], 1, words["set"]),),
    )


def school_letter(story: Story, to: To) -> Written:
    """Return the letter to one school: its own lines and nobody else's (step 9)."""
    said, words = texts()["notify_school"], texts()["words"]
    own = [line for line in story.lines if line.unit_id == to.unit_id]
    received = sum(line.satang for line in own if line.satang > 0)
    given = -sum(line.satang for line in own if line.satang < 0)
    asked = asked_by(story, to)
    figures = told(story) | {
        "unit": to.name,
        "approved_by": approved_by(story.approvals),
        **money(received=received, given=given),
    }
    figures = opened(said, figures, asked)
    moves = "both" if received and given else "receives" if received else "gives"
    figures["moved"] = said[moves].format(**figures)
    title = said["table"].format(**figures)
    return replace(
        written(LetterPurpose.NOTIFY_SCHOOL, said, figures, to),
        facts=(table(title, own),),
        enclosures=((title, 1, words["set"]),),
        references=asked,
    )


def letter_without_line(story: Story, to: To) -> Written:
    """Return the letter to a school that asked and has no line in the transfer (step 9)."""
    said = texts()["notify_without_line"]
    asked = asked_by(story, to)
    figures = told(story) | {"unit": to.name, "approved_by": approved_by(story.approvals)}
    figures = opened(said, figures, asked)
    return replace(written(LetterPurpose.NOTIFY_SCHOOL, said, figures, to), references=asked)


def group_memo(story: Story, to: To, lines: Sequence[Line]) -> Written:
    """Return the memorandum to a group: its own lines, or all for who keeps the accounts (step 9)."""
    said = texts()["notify_group"]
    whole = len(lines) == len(story.lines)
    figures = told(story) | {"unit": to.name, "approved_by": approved_by(story.approvals)}
    title = said["table" if whole else "own_table"].format(**figures)
    return replace(
        written(LetterPurpose.NOTIFY_GROUP, said, figures, to, OutgoingForm.INTERNAL),
        facts=(table(title, lines),),
    )


def ending_notice(
    office: str,
    case_subject: str,
    to: To,
    ending: str,
    reason: str,
    asked: tuple[LetterReference, ...],
) -> Written:
    """Return the letter that tells who asked how the case ended; ``ending`` is the enum's value."""
    said = texts()["ending_notice"]
    figures = {
        "office": office,
        "unit": to.name,
        "case_subject": case_subject,
        "ending": texts()["ending"][ending],
        "reason": one_line(reason),
    }
    figures = opened(said, figures, asked)
    return replace(written(LetterPurpose.ENDING_NOTICE, said, figures, to), references=asked)
