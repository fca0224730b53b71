"""One whole matter of the demonstration office, as acts: a surplus moved to two schools' lines.

From the school's letter to the closed case, in the order of the manual's process 4.4. Whoever has a
``Hand`` can play it: over HTTP in the tests, through the application in the benchmarks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Protocol, Self
from uuid import UUID

Fields = Mapping[str, Any]
FROM, TO = "line:workshop", ("line:electricity", "line:water")
PDF = b"%PDF-1.4\n% a sample enclosure of the demonstration office\n%%EOF\n"


class Hand(Protocol):
    """Who plays: gives acts in posts, reads rows once they are there."""

    ids: dict[str, Any]
    dates: Mapping[str, Any]

    def do(self, act: str, fields: Fields, *, of: Any = None, by: str | None = None) -> Any:
        """Carry out an act in the post ``by``; return the id of what it was asked of."""
        ...

    def rows(self, table: str, **equals: Any) -> list[Mapping[str, Any]]:
        """Return current rows of a read model, this hand's own acts included."""
        ...

    def file(self, content: bytes) -> str:
        """Keep a file; return its digest."""
        ...


# The methods of a matter that play it, in the order of the process.
STATIONS = (
    "receive",
    "open",
    "prepare",
    "check",
    "agree",
    "ask_governor",
    "post",
    "tell",
    "close",
)


class Matter:
    """One matter in play; its ids as they are given. ``satang`` moves to each of two lines."""

    def __init__(self, hand: Hand, satang: int = 1_000_000, number: int = 1) -> None:
        self.hand = hand
        self.satang = satang
        self.number = number
        self.today: date = hand.dates["$today"]
        self.letter: UUID
        self.case: UUID
        self.transfer: UUID
        self.approval: UUID
        self.meeting: UUID
        self.resolution: UUID

    def play(self, last: str = STATIONS[-1]) -> Self:
        """Play it from the letter through the station ``last``; return it, for more to be done."""
        for name in STATIONS[: STATIONS.index(last) + 1]:
            getattr(self, name)()
        return self

    # Steps

    def receive(self) -> None:
        """A school's letter comes in, is taken in by the group, endorsed to an officer."""
        hand, ids = self.hand, self.hand.ids
        school = ids["school:42010149"]
        digest = hand.file(PDF)
        self.letter = hand.do(
            "ReceiveLetter",
            {
                "kind": "external",
                "sender_unit_id": school,
                "sender_name": "โรงเรียนบ้านกกจาน",
                "reference": f"ศธ 04999.149/{self.number}",
                "dated_on": self.today - timedelta(days=1),
                "received_on": self.today,
                "subject": f"ขอรับการสนับสนุนค่าสาธารณูปโภคจากเงินเหลือจ่าย ครั้งที่ {self.number}",
                "urgency": "urgent",
                "to_unit_id": ids["policy"],
                "enclosures": [
                    {"name": "รายละเอียดค่าใช้จ่าย.pdf", "count": 1, "unit": "ฉบับ", "digest": digest}
                ],
            },
            by="registrar",
        )
        hand.do("TakeInLetter", {}, of=self.letter, by="clerk")
        hand.do(
            "EndorseLetter",
            {
                "opinion": "มอบนักวิเคราะห์ฯ ตรวจสอบเงินเหลือจ่ายและดำเนินการตามขั้นตอน",
                "assigned_post_id": ids["analyst"],
            },
            of=self.letter,
            by="policy_director",
        )

    def open(self) -> None:
        """The officer opens a case of process 4.4 with the letter."""
        hand, ids = self.hand, self.hand.ids
        self.case = hand.do(
            "OpenCase",
            {
                "fiscal_year": hand.dates["$fiscal_year"],
                "subject": f"โอนเงินเหลือจ่ายเป็นค่าสาธารณูปโภคของโรงเรียน ครั้งที่ {self.number}",
                "officer_id": ids["person:analyst"],
                "owner_unit_id": ids["policy"],
                "asking_unit_ids": [ids["school:42010149"]],
                "letter_ids": [self.letter],
            },
            by="analyst",
        )

    def prepare(self) -> None:
        """Steps 1 to 5: figures, the committee, analysis, guidelines, the proposed transfer."""
        hand, ids, today = self.hand, self.hand.ids, self.today
        digest = hand.file(PDF)
        self._case(
            "AttachSpendingFigures",
            {
                "figures_on": today,
                "source_unit_id": ids["finance"],
                "files": [{"name": "ผลการใช้จ่าย.pdf", "count": 1, "unit": "ฉบับ", "digest": digest}],
                "note": "ข้อมูลจากกลุ่มบริหารงานการเงินและสินทรัพย์",
            },
        )
        self._case(
            "OpenCommitteeWork",
            {
                "order_reference": f"ตัวอย่าง {self.number}",
                "order_year": hand.dates["$calendar_year"],
                "seats": [
                    {"name": "นางวิไลพร สมมุติชัย", "post_title": "รอง ผอ.สพป.", "duty": "chair"},
                    {
                        "name": "นางอรุณรัตน์ แบบอย่าง",
                        "post_title": "ผอ.กลุ่มนโยบายและแผน",
                        "duty": "member_secretary",
                    },
                ],
                "meeting_on": today,
            },
        )
        self._case(
            "RecordAnalysis",
            {
                "spending_against_results": "จัดอบรมครบตามแผนและต่ำกว่าวงเงิน เหลือจ่าย 48,500 บาท",
                "surplus_lines": [],
            },
        )
        self._case(
            "SetGuidelines",
            {
                "text": "ใช้เงินเหลือจ่ายกับค่าสาธารณูปโภคของโรงเรียนที่มีหนี้ค้างก่อน",
                "methods": "โอนภายในแผนงานเดียวกัน ไม่กระทบเป้าหมายของโครงการเดิม",
            },
        )
        self.transfer = hand.do(
            "DraftTransfer",
            {"case_id": self.case, "lines": self.lines(), "reason": "บรรเทาหนี้ค่าสาธารณูปโภคค้างชำระ"},
            by="analyst",
        )
        self._case(
            "RecordCommitteeOpinion",
            {"opinion": "เห็นควรโอนตามที่เสนอ", "favourable": True, "met_on": today},
        )

    def lines(self, *, least: int = 0) -> list[dict[str, Any]]:
        """Return the transfer's lines: twice ``satang`` from the surplus, to two lines alike."""
        ids, satang = self.hand.ids, self.satang - least
        target = {"text": "ชำระค่าสาธารณูปโภคค้างชำระ", "planned": 2, "unit": "โรงเรียน"}
        return [
            {
                "line_id": ids[FROM],
                "satang": -2 * satang,
                "effect_on_target": "ไม่กระทบ โครงการบรรลุผลแล้ว",
                "is_surplus": True,
            },
            *(
                {
                    "line_id": ids[line],
                    "satang": satang,
                    "effect_on_target": "ลดหนี้ค้างชำระ",
                    "target": target,
                }
                for line in TO
            ),
        ]

    def check(self) -> None:
        """The internal check: submitted, opinions of three, the area director's decision."""
        hand = self.hand
        hand.do("SubmitTransfer", {}, of=self.transfer, by="analyst")
        row = self.row("budget_transfers", self.transfer)
        self.approval = hand.do(
            "RequestApproval",
            {
                "subject": f"budget_transfer/{self.transfer}",
                "subject_version": row["version"],
                "digest": row["digest"],
            },
            by="analyst",
        )
        for post in ("section_head", "policy_director", "deputy_1"):
            hand.do(
                "GiveOpinion",
                {"favourable": True, "opinion": "เห็นควรเสนอ", "digest": row["digest"]},
                of=self.approval,
                by=post,
            )
        hand.do(
            "DecideApproval",
            {"outcome": "agreed_to_propose", "digest": row["digest"]},
            of=self.approval,
            by="area_director",
        )

    def agree(self) -> None:
        """Step 6: a meeting of the area committee agrees."""
        hand = self.hand
        self.meet()
        hand.do(
            "ResolveItem",
            {
                "item_no": "5.1",
                "outcome": "agreed",
                "unanimous": True,
                "coverage": "annexed_only",
            },
            of=self.meeting,
            by="assistant_secretary",
        )
        hand.do("CloseMeeting", {"closed_time": "11.30"}, of=self.meeting, by="assistant_secretary")

    def meet(self) -> None:
        """Call a meeting, put the matter on its agenda and open it with all seats present."""
        hand = self.hand
        self.meeting = hand.do(
            "CallMeeting",
            {"held_on": self.today, "place": "ห้องประชุมสำนักงาน", "mode": "in_person"},
            by="assistant_secretary",
        )
        hand.do(
            "AddAgendaItem",
            {
                "item_no": "5.1",
                "section": "for_consideration",
                "title": "แนวทางการใช้เงินเหลือจ่ายและการโอนงบประมาณ",
                "case_id": self.case,
            },
            of=self.meeting,
            by="assistant_secretary",
        )
        hand.do(
            "OpenMeeting",
            {"opened_time": "09.30", "present": self.seats()},
            of=self.meeting,
            by="assistant_secretary",
        )

    def seats(self) -> list[UUID]:
        """Return the body's seats."""
        [body] = self.hand.rows("bodies")
        return [seat["seat_id"] for seat in body["seats"]]

    def ask_governor(self) -> None:
        """Step 7: the request is drafted, checked, signed and dispatched; the answer comes, is
        recorded as printed and confirmed."""
        hand, ids = self.hand, self.hand.ids
        letter = hand.do(
            "DraftGovernorRequest",
            {
                "transfer_id": self.transfer,
                "legal_basis": "ตามคู่มือปฏิบัติงาน พ.ศ. 2566 — สำนักงานต้องยืนยัน",
            },
            by="analyst",
        )
        seen = {"digest": self.row("outgoing_letters", letter)["digest"]}
        hand.do("CheckLetter", seen, of=letter, by="policy_director")
        intent = {"intent": "ลงนามตามที่เสนอ"}
        hand.do("SignLetter", seen | intent, of=letter, by="area_director")
        hand.do("DispatchLetter", {}, of=letter, by="registrar")
        reply = hand.do(
            "ReceiveLetter",
            {
                "kind": "external",
                "sender_unit_id": ids["governor"],
                "sender_name": "จังหวัดเลย",
                "reference": f"ลย 0017/{self.number}",
                "dated_on": self.today,
                "received_on": self.today,
                "subject": f"การโอนงบประมาณเหลือจ่าย ครั้งที่ {self.number}",
                "to_unit_id": ids["policy"],
            },
            by="registrar",
        )
        [asked] = hand.rows("outside_approvals", transfer_id=self.transfer)
        self.outside = asked["id"]
        hand.do(
            "RecordOutcome",
            {
                "reply_letter_id": reply,
                "outcome": "approved",
                "decided_on": self.today,
                "signer_name": "นายตัวอย่าง ปกครองดี",
                "signer_capacity": "ผู้ว่าราชการจังหวัดเลย",
            },
            of=self.outside,
            by="analyst",
        )
        hand.do("ConfirmOutcome", {}, of=self.outside, by="policy_director")

    def post(self) -> None:
        """The finance officer posts the transfer in the control register."""
        self.hand.do("PostTransfer", {}, of=self.transfer, by="finance_officer")

    def tell(self) -> None:
        """Steps 8 and 9: one template run, checked, signed as listed, numbered and sent as one."""
        hand = self.hand
        letters = hand.do("DraftResultLetters", {"transfer_id": self.transfer}, by="analyst")
        rows = hand.rows("outgoing_letters", batch_id=letters)
        listed = [{"letter_id": row["id"], "digest": row["digest"]} for row in rows]
        hand.do("CheckLetters", {"letters": listed}, of=letters, by="policy_director")
        hand.do(
            "SignLetters",
            {"letters": listed, "intent": "ลงนามตามบัญชีที่แสดง"},
            of=letters,
            by="area_director",
        )
        hand.do("DispatchLetters", {}, of=letters, by="registrar")

    def close(self) -> None:
        """Step 10: a result for each to-line; the case closes."""
        for line in TO:
            self._case(
                "RecordResult",
                {
                    "transfer_id": self.transfer,
                    "line_id": self.hand.ids[line],
                    "achieved": "ชำระค่าสาธารณูปโภคค้างครบ 2 โรงเรียน",
                },
            )
        self._case("CloseCase", {})

    def _case(self, act: str, fields: Fields) -> None:
        self.hand.do(act, fields, of=self.case, by="analyst")

    def row(self, table: str, key: Any) -> Mapping[str, Any]:
        [row] = self.hand.rows(table, id=key)
        return row
