"""A signed-in client carries out an act and sees its own change at once."""

from __future__ import annotations

from tests.served import API, ServedOffice


def test_a_letter_is_registered_and_seen(office: ServedOffice) -> None:
    registrar = office.as_("registrar")
    done = registrar.done(
        "/letters",
        {
            "kind": "external",
            "received_on": "2026-11-01",
            "to_unit_id": office.ids["policy"],
            "subject": "ขอรับการจัดสรร",
            "sender_name": "โรงเรียนตัวอย่าง",
        },
    )
    assert done["numbers"][0]["number"] == 1
    row = registrar.row("letters", done["id"])
    assert row["subject"] == "ขอรับการจัดสรร"
    clerk = office.as_("clerk").done(f"/letters/{done['id']}/intake")
    assert clerk["version"] == 2


def test_one_acts_in_the_post_one_chooses(office: ServedOffice) -> None:
    """R-H15: the session's post decides in which capacity one acts."""
    head = office.as_("head", role="section_head")
    posts = head.get(f"{API}/session").json()["posts"]
    assert [post["role"] for post in posts if post["current"]] == ["section_head"]
