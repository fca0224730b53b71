"""A case of process 4.4 at each point of its life, and what is asked of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from domain.casework.case import (
    AddLetter,
    AnalysisRecorded,
    AttachSpendingFigures,
    AwaitedResult,
    CaseEvent,
    CaseOpened,
    CloseCase,
    CommitteeDuty,
    CommitteeOpened,
    CommitteeOpinionRecorded,
    CommitteeSeat,
    CompleteStep,
    ContentVersion,
    EndCase,
    Ending,
    FiguresAttached,
    GuidelinesSet,
    MoveDeadlines,
    OpenCase,
    OpenCommitteeWork,
    OpinionSubject,
    ProposedTransfer,
    ProposeTransfer,
    RecordAnalysis,
    RecordCommitteeOpinion,
    RecordNotice,
    RecordResult,
    ReopenCase,
    ReturnToStep,
    SeatItem,
    SetGuidelines,
    SkipStep,
    StepCompleted,
    StepOpened,
    StepReference,
    TransferProposed,
    case,
    content_digest,
)
from domain.casework.process import Step, StepKind, Template
from domain.correspondence.parts import Enclosure, EnclosureItem, StoredFile
from domain.message import Actor
from domain.thai_time import add_working_days
from tests.domain.scenario import Scenario

TODAY = date(2026, 11, 23)  # a Monday
HOLIDAYS = frozenset({date(2026, 12, 7), date(2026, 12, 10)})
OFFICER = Actor(UUID(int=1), UUID(int=2), "policy_and_plan_analyst", UUID(int=3))
GROUP, FINANCE = UUID(int=3), UUID(int=4)
SCHOOL, OTHER_SCHOOL = UUID(int=5), UUID(int=6)
LETTER, OTHER_LETTER = UUID(int=7), UUID(int=8)
TRANSFER, OTHER_TRANSFER = UUID(int=9), UUID(int=10)
LINE, OTHER_LINE = UUID(int=11), UUID(int=12)
NOTICE, RESOLUTION = UUID(int=13), UUID(int=14)
FILE, DIGEST, NEXT_DIGEST = "1" * 64, "a" * 64, "b" * 64
BOARD = StepReference("resolution/0e", 41)

ASKED: dict[str, Any] = {"by": OFFICER, "on": TODAY}
STEPPING: dict[str, Any] = ASKED | {"holidays": HOLIDAYS}

NEEDS: dict[int, tuple[int, ...]] = {
    1: (),
    2: (1,),
    3: (1,),
    4: (3,),
    5: (4,),
    6: (1, 2, 3, 4, 5),
    7: (6,),
    8: (7,),
    9: (7,),
    10: (8, 9),
}
KINDS = (
    StepKind.STUDY,
    StepKind.COMMITTEE,
    StepKind.ANALYSE,
    StepKind.PREPARE,
    StepKind.EXECUTE,
    StepKind.BOARD_RESOLUTION,
    StepKind.EXTERNAL_APPROVAL,
    StepKind.REPORT,
    StepKind.NOTIFY,
    StepKind.MONITOR,
)
STEPS = tuple(
    Step(number, f"ขั้น {number}", f"Step {number}", kind, "case_officer", 5, NEEDS[number], gate)
    for number, kind in enumerate(KINDS, start=1)
    for gate in (number in (6, 7),)
)
TEMPLATE = Template("4.4", 3, "การโอนงบประมาณ", "Budget transfer", STEPS)
AWAITED = (
    AwaitedResult(TRANSFER, LINE, "ซ่อมหลังคา 1 หลัง"),
    AwaitedResult(TRANSFER, OTHER_LINE, "อบรม 40 คน"),
)


def opening(number: int, on: date = TODAY) -> StepOpened:
    return StepOpened(number, on, add_working_days(on, 5, HOLIDAYS), "case_officer")


def case_opened(template: Template = TEMPLATE, **changed: Any) -> CaseOpened:
    fields: dict[str, Any] = {
        "fiscal_year": 2570,
        "subject": "โอนเงินเหลือจ่าย",
        "officer_id": OFFICER.person_id,
        "owner_unit_id": GROUP,
        "asking_unit_ids": (SCHOOL,),
        "letter_ids": (LETTER,),
    }
    return CaseOpened(template.code, template.version, template.steps, **(fields | changed))


def open_case(**changed: Any) -> OpenCase:
    fields: dict[str, Any] = {
        "fiscal_year": 2570,
        "subject": "โอนเงินเหลือจ่าย",
        "officer_id": OFFICER.person_id,
        "owner_unit_id": GROUP,
        "asking_unit_ids": (SCHOOL,),
        "letter_ids": (LETTER,),
        "template": TEMPLATE,
    }
    return OpenCase(**(STEPPING | fields | changed))


def attach(figures_on: date = TODAY, digest: str = FILE) -> AttachSpendingFigures:
    return AttachSpendingFigures(
        **STEPPING,
        figures_on=figures_on,
        source_unit_id=FINANCE,
        files=(EnclosureItem(name="รายงานการใช้จ่าย", count=1, unit="ฉบับ", digest=digest),),
        stored=(StoredFile(FILE, "application/pdf", 1000),),
    )


def analyse(text: str = "ใช้จ่ายต่ำกว่าแผน") -> RecordAnalysis:
    return RecordAnalysis(**STEPPING, spending_against_results=text)


def guide(text: str = "ใช้กับงานเร่งด่วน", **evidence: Any) -> SetGuidelines:
    return SetGuidelines(**STEPPING, text=text, methods="เสนอ กพท.", **evidence)


def propose(transfer_id: UUID = TRANSFER, digest: str = DIGEST, **evidence: Any) -> ProposeTransfer:
    return ProposeTransfer(**STEPPING, transfer_id=transfer_id, digest=digest, **evidence)


def open_committee(*seats: tuple[str, CommitteeDuty]) -> OpenCommitteeWork:
    named = seats or (("สุดา ใจดี", CommitteeDuty.CHAIR), ("มานะ งานดี", CommitteeDuty.MEMBER))
    return OpenCommitteeWork(
        **ASKED,
        order_reference="12",
        order_year=2569,
        seats=tuple(SeatItem(name=n, post_title="กรรมการ", duty=d) for n, d in named),
        meeting_on=TODAY,
    )


def give_opinion(met_on: date = TODAY, favourable: bool = True) -> RecordCommitteeOpinion:
    return RecordCommitteeOpinion(
        **STEPPING, opinion="เห็นควร", favourable=favourable, met_on=met_on
    )


def complete(step: int) -> CompleteStep:
    return CompleteStep(**STEPPING, step=step, completed_by=BOARD)


def return_to(step: int) -> ReturnToStep:
    return ReturnToStep(**STEPPING, step=step, reason="ที่ประชุมไม่เห็นชอบ")


def skip(step: int) -> SkipStep:
    return SkipStep(**STEPPING, step=step, reason="ทำแล้วในรอบก่อน")


def move(holidays: frozenset[date]) -> MoveDeadlines:
    return MoveDeadlines(**(STEPPING | {"holidays": holidays}), cause="วันหยุดพิเศษ")


def report(
    line: UUID = LINE,
    note: str = "",
    awaited: tuple[AwaitedResult, ...] = AWAITED,
) -> RecordResult:
    return RecordResult(
        **STEPPING,
        transfer_id=TRANSFER,
        line_id=line,
        achieved="ครบ",
        note=note,
        letter_id=OTHER_LETTER,
        awaited=awaited,
    )


def end(awaited: tuple[AwaitedResult, ...] = ()) -> EndCase:
    return EndCase(**ASKED, ending=Ending.NOT_AGREED, reason="ไม่เห็นชอบ", awaited=awaited)


def notify(unit: UUID = SCHOOL) -> RecordNotice:
    return RecordNotice(**ASKED, asking_unit_id=unit, outgoing_letter_id=NOTICE)


def close(awaited: tuple[AwaitedResult, ...] = ()) -> CloseCase:
    return CloseCase(**ASKED, awaited=awaited)


def reopen() -> ReopenCase:
    return ReopenCase(**ASKED, reason="มีข้อมูลใหม่")


def add(letter: UUID = OTHER_LETTER, asking: UUID | None = None) -> AddLetter:
    return AddLetter(**ASKED, letter_id=letter, asking_unit_id=asking)


FIGURES = FiguresAttached(
    TODAY, FINANCE, (Enclosure("รายงานการใช้จ่าย", 1, "ฉบับ", FILE, "application/pdf", 1000),), ""
)
ANALYSIS = AnalysisRecorded(1, "ใช้จ่ายต่ำกว่าแผน", (), content_digest("ใช้จ่ายต่ำกว่าแผน", ()))
GUIDELINES = GuidelinesSet(
    1, "ใช้กับงานเร่งด่วน", "เสนอ กพท.", content_digest("ใช้กับงานเร่งด่วน", "เสนอ กพท.")
)
PROPOSED = TransferProposed(TRANSFER, DIGEST)
COMMITTEE = CommitteeOpened(
    "12",
    2569,
    (
        CommitteeSeat("สุดา ใจดี", "กรรมการ", CommitteeDuty.CHAIR),
        CommitteeSeat("มานะ งานดี", "กรรมการ", CommitteeDuty.MEMBER),
    ),
    TODAY,
)
ABOUT = OpinionSubject(
    ContentVersion(1, ANALYSIS.digest),
    ContentVersion(1, GUIDELINES.digest),
    (ProposedTransfer(TRANSFER, DIGEST),),
)
OPINION = CommitteeOpinionRecorded("เห็นควร", True, TODAY, ABOUT)

OPENED: tuple[CaseEvent, ...] = (case_opened(), opening(1))
STUDIED = (*OPENED, FIGURES, StepCompleted(1), opening(2), opening(3))
ANALYSED = (*STUDIED, ANALYSIS, StepCompleted(3), opening(4))
GUIDED = (*ANALYSED, GUIDELINES, StepCompleted(4), opening(5))
DRAFTED = (*GUIDED, PROPOSED, StepCompleted(5))
CALLED = (*DRAFTED, COMMITTEE)
READY = (*CALLED, OPINION, StepCompleted(2), opening(6))
AGREED = (*READY, StepCompleted(6, BOARD), opening(7))
APPROVED = (*AGREED, StepCompleted(7, BOARD), opening(8), opening(9))
TOLD = (*APPROVED, StepCompleted(8, BOARD), StepCompleted(9, BOARD), opening(10))

nothing = Scenario(case)


def given(history: tuple[CaseEvent, ...]) -> Scenario:
    return nothing.given(*history)
