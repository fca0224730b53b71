"""A letter of ours as the paper it is printed as: from its row, nothing looked up beside it.

Everything a paper shows was recorded: the content and letterhead when it was written, the signature
block when it was signed (R-L15), number and date when it was dispatched (R-N10). So the same letter
prints to the same bytes, today and in ten years.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from application.correspondence.paper import Enclosed, Paper, PaperForm, Signer, Table
from application.correspondence.story import texts
from domain.correspondence.outgoing_letter import (
    Addressee,
    FactTable,
    Letterhead,
    OutgoingForm,
    Signature,
)
from domain.correspondence.parts import Enclosure, LetterReference, Secrecy, Urgency
from domain.thai_time import format_date, format_moment

FORMS = {OutgoingForm.EXTERNAL: PaperForm.EXTERNAL, OutgoingForm.INTERNAL: PaperForm.MEMO}


def paper_of(row: Mapping[str, Any]) -> Paper:
    """Return the paper of a row of ``outgoing_letters``: a draft until it has its number."""
    words = texts()["words"]
    head = msgspec.convert(row["letterhead"], Letterhead)
    to = msgspec.convert(row["to"], tuple[Addressee, ...])
    phone = words["phone"].format(phone=row["phone"]) if row["phone"] else ""
    return Paper(
        form=FORMS[OutgoingForm(row["form"])],
        agency=head.agency,
        subject=row["subject"],
        addressee=", ".join(one.addressee for one in to),
        salutation=to[0].salutation if to else words["salutation"],
        body=tuple(row["body"]),
        responsible_unit=head.responsible_unit,
        letter_number=row["letter_number"],
        dated_on=row["dispatched_on"],
        references=tuple(map(referred, msgspec.convert(row["references"], list[LetterReference]))),
        enclosures=tuple(
            Enclosed(one.name, one.count, one.unit)
            for one in msgspec.convert(row["enclosures"], list[Enclosure])
        ),
        tables=tuple(map(printed, msgspec.convert(row["facts"], list[FactTable]))),
        closing=row["closing"],
        signer=signer_of(row),
        contact=(phone,) if phone else (),
        copies=tuple(row["copy_recipients"]),
        urgency=texts()["urgency"].get(row["urgency"] or Urgency.NORMAL, ""),
        secrecy=texts()["secrecy"].get(row["marked"] or Secrecy.NONE, ""),
    )


def referred(reference: LetterReference) -> str:
    """Return a reference as the line names it: agency, number, date (R-L11)."""
    form = texts()["words"]["referred" if reference.dated_on else "referred_undated"]
    cited: str = form.format(
        agency=reference.agency,
        reference=reference.reference,
        dated_on=format_date(reference.dated_on) if reference.dated_on else "",
    )
    return cited


def printed(facts: FactTable) -> Table:
    return Table(
        title=facts.title,
        headers=facts.headers,
        rows=facts.rows,
        numeric=facts.numeric_columns,
        total=facts.total,
        note=facts.note,
        annex=facts.annex,
    )


def signer_of(row: Mapping[str, Any]) -> Signer | None:
    """Return the recorded signature; never worked out from today's posts (R-L15)."""
    if not row["signature"]:
        return None
    block = msgspec.convert(row["signature"], Signature).block
    signed = texts()["words"]["signed_in_system"].format(at=format_moment(row["signed_at"]))
    return Signer(block.name, block.position, block.capacity_lines, signed)
