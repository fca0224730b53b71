"""Acting on an office without its pages: commands through the application, as the demonstration's people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

from api.main import Service
from application.act import body_of
from application.catalogue import ACTS
from application.execute import SYSTEM, Answer, Who, execute
from domain.organization.post import holder_on, post
from domain.refusal import Refusal
from domain.thai_time import bangkok_date


class Acting:
    """The people of the demonstration office at work on one service.

    ``ids`` are the names of the demonstration's file; ``by`` names a post of it.
    """

    def __init__(self, service: Service, ids: Mapping[str, Any]) -> None:
        self.service = service
        self.ids = ids
        self._known: dict[str, Who] = {}

    def who(self, name: str) -> Who:
        if name not in self._known:
            state = self.service.office.streams.known(
                post, f"post/{self.ids[name]}", fresh=True
            ).state
            holder = holder_on(state, bangkok_date(datetime.now(UTC)))
            assert holder is not None
            self._known[name] = Who(holder, self.ids[name])
        return self._known[name]

    def do(
        self,
        act: str,
        fields: Mapping[str, Any] | None = None,
        *,
        by: str = "",
        of: UUID | str = "new",
        at: datetime | None = None,
        command_id: UUID | None = None,
        seen: int | None = None,
    ) -> Answer:
        """Carry out one act and return its answer."""
        declared = ACTS[act]
        return execute(
            self.service.office,
            declared,
            of,
            body_of(declared.command).model_validate(dict(fields or {})),
            self.who(by) if by else SYSTEM,
            command_id=command_id or uuid4(),
            at=at or datetime.now(UTC),
            seen=seen,
        )

    def receive(self, subject: str = "ขอรับการจัดสรร", **fields: Any) -> Answer:
        """Register a letter for the policy group."""
        letter = {
            "kind": "external",
            "received_on": "2569-11-01",
            "to_unit_id": str(self.ids["policy"]),
            "subject": subject,
            "sender_name": "โรงเรียนตัวอย่าง",
        }
        return self.do("ReceiveLetter", letter | fields, by="registrar")

    def some_day(self, seed: int, count: int = 60) -> None:
        """Do what comes up, in no particular order; what a rule refuses leaves nothing."""
        chance = Random(seed)
        letters: list[UUID] = []
        for number in range(count):
            step = chance.random()
            if step < 0.35 or not letters:
                private = {"private_sender": f"ผู้ร้องสมมติ {number}", "sender_name": ""}
                private = private if step < 0.1 else {}
                secrecy = {"secrecy": "confidential"} if 0.3 < step < 0.35 else {}
                answer = self.receive(f"เรื่องที่ {seed}/{number}", **private, **secrecy)
                letters.append(UUID(answer.id))
                continue
            letter = chance.choice(letters)
            name, by, fields = chance.choice(
                [
                    ("TakeInLetter", "clerk", {}),
                    ("EndorseLetter", "policy_director", self._endorsement()),
                    ("AcknowledgeLetter", "policy_director", {"note": "ทราบ"}),
                    ("ReturnLetter", "clerk", {"reason": "ส่งผิดกลุ่ม"}),
                    ("RerouteLetter", "registrar", {"to_unit_id": str(self.ids["finance"])}),
                    ("CorrectLetter", "registrar", {"reason": "พิมพ์ผิด", "subject": f"แก้ {number}"}),
                ]
            )
            try:
                self.do(name, fields, of=letter, by=by)
            except Refusal:
                continue

    def _endorsement(self) -> dict[str, Any]:
        fields = {"opinion": "ควรดำเนินการ", "assigned_post_id": str(self.ids["analyst"])}
        known = body_of(ACTS["EndorseLetter"].command).model_fields
        return {name: value for name, value in fields.items() if name in known}

    def settled(self) -> int:
        """Wait until every read model has taken in all there is; return how far that is."""
        head = self.service.recorder.max_notification_id() or 0
        assert self.service.runner.wait(head, timeout=30), (
            self.service.runner.positions,
            self.service.runner.stopped,
        )
        return head
