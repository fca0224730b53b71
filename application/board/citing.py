"""How a resolution is cited on paper and in reasons: มติที่ประชุม กพท. ครั้งที่ 5/2569 วาระที่ 5.1."""

from __future__ import annotations

from application.desk import Desk
from domain.board.body import Established, body
from domain.board.resolution import Adopted

# The form that the office's letters use; it stands in Thai whatever the reader's language.
FORM = "มติที่ประชุม {body} ครั้งที่ {no}/{year} วาระที่ {item}"


def cited(desk: Desk, found: Adopted) -> str:
    """Return the citation of a resolution."""
    known = desk.state(body, found.citation.body_id)
    short = known.short_name_th if isinstance(known, Established) else ""
    return citation(
        short, found.citation.meeting_no, found.citation.meeting_year, found.citation.item_no
    )


def citation(short_name_th: str, meeting_no: int, meeting_year: int, item_no: str) -> str:
    return FORM.format(body=short_name_th, no=meeting_no, year=meeting_year, item=item_no)
