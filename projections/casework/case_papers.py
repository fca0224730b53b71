"""What was laid down in a case's steps, every version: figures, committee, analysis, guidelines, results.

Table case_papers: id text (``<case>/<position>``), case_id uuid, step integer, kind text (``figures``,
``committee``, ``opinion``, ``analysis``, ``guidelines``, ``result``), version integer, at timestamptz,
by_person uuid, content jsonb (the event's own fields), files jsonb. It is the office's own work: no
unit outside is a party to it, so ``parties`` stays empty.
"""

from __future__ import annotations

from typing import Any

import msgspec

from domain.casework.case import (
    AnalysisRecorded,
    CommitteeOpened,
    CommitteeOpinionRecorded,
    FiguresAttached,
    GuidelinesSet,
    ResultRecorded,
)
from domain.message import Recorded
from projections.table import Change, Insert, Project, Rights, Table

KINDS: dict[type[Any], tuple[str, int]] = {
    FiguresAttached: ("figures", 1),
    CommitteeOpened: ("committee", 2),
    CommitteeOpinionRecorded: ("opinion", 2),
    AnalysisRecorded: ("analysis", 3),
    GuidelinesSet: ("guidelines", 4),
    ResultRecorded: ("result", 10),
}


def laid_down(recorded: Recorded[Any]) -> list[Change]:
    kind, step = KINDS[type(recorded.event)]
    content: dict[str, Any] = msgspec.to_builtins(recorded.event)
    row = {
        "case_id": recorded.id,
        "step": step,
        "kind": kind,
        "version": content.get("version"),
        "at": recorded.at,
        "by_person": recorded.by.person_id,
        "files": content.pop("files", []),
        "content": content,
        "parties": [],
    }
    return [Insert("case_papers", f"{recorded.id}/{recorded.position}", row)]


ON: dict[type[Any], Project] = dict.fromkeys(KINDS, laid_down)

CASE_PAPERS = Table(
    name="case_papers",
    version=1,
    key="id",
    key_type="text",
    columns={
        "case_id": "uuid",
        "step": "integer",
        "kind": "text",
        "version": "integer",
        "at": "timestamptz",
        "by_person": "uuid",
        "content": "jsonb",
        "files": "jsonb",
        "parties": "uuid[]",
    },
    on=ON,
    sorts={"newest": ("-at",), "oldest": ("at",)},
    filters=("case_id", "step", "kind"),
    rights=Rights(parties="parties"),
    indexes=(("case_id", "-at"),),
)
