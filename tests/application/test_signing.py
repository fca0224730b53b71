"""Whether another can check or sign is gathered from posts, instruments and powers as they stand (R-H16)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.correspondence.outgoing_letter import Draft, Signed, outgoing_letter
from domain.correspondence.outgoing_letter.refusals import DrafterMayNotSign, NotChecked
from domain.thai_time import bangkok_date
from tests.acting import Acting
from tests.application.test_instruments import add_row, rows_now, set_rows

WHY = "ไม่มีผู้อื่นที่มีอำนาจ"


def drafted(acting: Acting, subject: str, by: str) -> UUID:
    content = {
        "form": "external",
        "subject": subject,
        "to": [{"salutation": "เรียน", "addressee": "ผู้อำนวยการโรงเรียนตัวอย่าง"}],
        "body": "จึงเรียนมาเพื่อทราบ",
        "owner_unit_id": str(acting.ids["policy"]),
    }
    return UUID(acting.do("DraftLetter", content, by=by).id)


def state(acting: Acting, key: UUID) -> Any:
    stream = f"outgoing_letter/{key}"
    return acting.service.office.streams.known(outgoing_letter, stream, fresh=True).state


def sign(acting: Acting, key: UUID, **more: Any) -> None:
    seen = {"digest": state(acting, key).digest, "intent": "ข้าพเจ้าลงนาม"}
    acting.do("SignLetter", seen | more, by="area_director", of=key)


def test_the_drafter_signs_alone_until_a_delegate_can(acting: Acting) -> None:
    """The deputy's delegation is for matters of one process: of others he is no other who can."""
    add_row(acting, "DraftLetter")
    keys = [drafted(acting, subject, "area_director") for subject in ("ก่อนมอบ", "หลังมอบ")]
    for key in keys:
        acting.do(
            "CheckLetter", {"digest": state(acting, key).digest}, by="policy_director", of=key
        )
    with pytest.raises(DrafterMayNotSign):
        sign(acting, keys[0])
    sign(acting, keys[0], override_reason=WHY)
    assert isinstance(state(acting, keys[0]), Signed)
    post = acting.ids["area_director"]
    acting.do(
        "IssueInstrument",
        {
            "capacity": "on_behalf",
            "legal_basis": "มาตรา 45",
            "document": "คำสั่งทดสอบที่ 812/2569",
            "receivers": [{"post_id": str(acting.ids["deputy_2"])}],
            "from_on": str(bangkok_date(datetime.now(UTC))),
            "powers": ["SignLetter"],
        },
        by="area_director",
        of=post,
    )
    sign_open = drafted(acting, "ยังไม่รับมอบ", "area_director")
    acting.do(
        "CheckLetter",
        {"digest": state(acting, sign_open).digest},
        by="policy_director",
        of=sign_open,
    )
    sign(acting, sign_open, override_reason=WHY)  # he has not accepted yet
    acting.settled()
    [given] = [
        row
        for row in acting.service.rows.rows("instruments")
        if row["document"] == "คำสั่งทดสอบที่ 812/2569"
    ]
    acting.do("AcceptInstrument", {"instrument_id": given["instrument_id"]}, by="deputy_2", of=post)
    with pytest.raises(DrafterMayNotSign) as refused:
        sign(acting, keys[1], override_reason=WHY)
    assert refused.value.figures["another_can_sign"] is True


def test_a_letter_is_not_signed_unchecked_while_somebody_can_check_it(acting: Acting) -> None:
    key = drafted(acting, "ยังไม่ตรวจ", "analyst")
    with pytest.raises(NotChecked) as refused:
        sign(acting, key, override_reason=WHY)
    assert refused.value.figures["another_can_check"] is True
    assert isinstance(state(acting, key), Draft)


def test_where_nobody_can_check_the_reason_is_kept_with_the_signature(acting: Acting) -> None:
    """The table gives the check to nobody: what else is left is an override that shows."""
    key, rows = drafted(acting, "ไม่มีผู้ตรวจ", "analyst"), rows_now(acting)
    set_rows(acting, [row for row in rows if row["command"] != "CheckLetter"])
    with pytest.raises(NotChecked) as refused:
        sign(acting, key)
    assert refused.value.figures["another_can_check"] is False
    sign(acting, key, override_reason=WHY)
    set_rows(acting, rows)
    acting.settled()
    stream = f"outgoing_letter/{key}"
    [signed] = acting.service.rows.rows(
        "audit_history", stream_id=stream, name="outgoing_letter.signed"
    )
    assert signed["facts"]["override_reason"] == WHY
