"""Units and posts with their dates, over HTTP: renamed, closed, and what a closed one refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.thai_time import bangkok_date
from tests.served import ServedOffice

TODAY = bangkok_date(datetime.now(UTC))
TOMORROW = TODAY + timedelta(days=1)
ORDER = {"document": "คำสั่งตัวอย่างที่ 9/2569"}
END = {**ORDER, "until_on": TOMORROW, "reason": "รวมกลุ่มงาน"}


def section(office: ServedOffice, name: str) -> str:
    fields = {
        "kind": "section",
        "parent_id": office.ids["policy"],
        "name_th": name,
        "name_en": name,
        "short_name_th": "กง.",
    }
    return str(office.as_("admin").done("/units", fields)["id"])


def post(office: ServedOffice, unit_id: str, **fields: Any) -> dict[str, Any]:
    given = {
        "title_th": "หัวหน้ากลุ่มงานตัวอย่าง",
        "title_en": "Head (sample)",
        "role": "section_head",
        "unit_id": unit_id,
        "kind": "duty",
    }
    return given | fields


def test_a_section_is_renamed_and_found_by_its_new_name(office: ServedOffice) -> None:
    admin, unit_id = office.as_("admin"), section(office, "กลุ่มงานเดิม")
    names = {"name_th": "กลุ่มงานใหม่", "name_en": "New section", "short_name_th": "กงม."}
    admin.done(f"/units/{unit_id}/names", {**names, **ORDER, "from_on": TODAY})
    assert admin.row("units", unit_id)["name_th"] == "กลุ่มงานใหม่"
    assert unit_id in [row["id"] for row in admin.rows("units", q="กลุ่มงานใหม่")]


def test_a_unit_is_closed_after_its_posts_and_takes_none_afterwards(office: ServedOffice) -> None:
    admin, unit_id = office.as_("admin"), section(office, "กลุ่มงานที่จะยุบ")
    post_id = admin.done("/posts", post(office, unit_id))["id"]
    problem = admin.refused(f"/units/{unit_id}/closures", END)
    assert (problem["code"], problem["posts"]) == ("unit-not-empty", 1)
    admin.done(f"/posts/{post_id}/closures", END)
    admin.done(f"/units/{unit_id}/closures", END)
    assert admin.row("posts", post_id)["closed_on"] == TOMORROW.isoformat()
    assert admin.row("units", unit_id)["until_on"] == TOMORROW.isoformat()
    late = admin.refused("/posts", post(office, unit_id, from_on=TOMORROW))
    assert late["code"] == "unit-is-closed"


def test_an_office_has_one_area_director(office: ServedOffice) -> None:
    """R-H06: what names the role alone would find either post."""
    admin = office.as_("admin")
    second = post(office, str(office.ids["office"]), role="area_director", kind="post")
    problem = admin.refused("/posts", second)
    assert (problem["code"], problem["post_id"]) == (
        "post-is-the-only",
        str(office.ids["area_director"]),
    )
    duty = second | {"kind": "duty", "from_on": TOMORROW}
    assert admin.refused("/posts", duty)["code"] == "post-is-the-only"
    admin.done("/posts", second | {"role": "deputy_area_director"})


def test_the_last_post_that_sets_the_powers_is_not_closed_but_may_be_left(
    office: ServedOffice,
) -> None:
    """Whoever leaves is told what will be missing; a post closed could not be filled again."""
    admin, own = office.as_("admin"), office.ids["administrator"]
    form = admin.get(f"/posts/{own}/vacancies").text
    assert "กำหนดตารางอำนาจ" in form
    assert "กำหนดตารางอำนาจ" not in admin.get(f"/posts/{office.ids['clerk']}/vacancies").text
    end = {"until_on": TODAY + timedelta(days=30), "reason": "ย้าย"}
    admin.done(f"/posts/{own}/vacancies", end)
    closing = {**END, "until_on": end["until_on"]}
    problem = admin.refused(f"/posts/{own}/closures", closing)
    assert problem["code"] == "post-sets-powers-alone"
    spare = post(office, str(office.ids["office"]), role="administrator", kind="post")
    spare_id = admin.done("/posts", spare)["id"]
    assert admin.refused(f"/posts/{own}/closures", closing)["code"] == "post-sets-powers-alone"
    order = {"order_reference": "1/2569", "from_on": TODAY, "person_id": office.ids["person:clerk"]}
    admin.done(f"/posts/{spare_id}/holdings", order)
    admin.done(f"/posts/{own}/closures", closing)


def test_a_post_that_is_stood_in_for_is_not_closed(office: ServedOffice) -> None:
    """The analyst's post belongs to the group of three; its holder has to leave it first."""
    admin, analyst = office.as_("admin"), office.ids["analyst"]
    assert admin.refused(f"/posts/{analyst}/closures", END)["code"] == "post-held"


def test_work_is_assigned_and_gives_no_power(office: ServedOffice) -> None:
    """R-H18: nothing that the clerk may do is changed by the work he was given."""
    director, clerk = office.as_("policy"), office.ids["clerk"]
    work = {"post_id": clerk, "text": "รวบรวมแบบรายงาน", "order_reference": "376/2569"}
    given = director.done("/assignments", {**work, "from_on": TODAY})
    [row] = director.rows("assignments", post_id=clerk)
    assert (row["id"], row["given_by_post"]) == (given["id"], str(office.ids["policy_director"]))
    body = {"opinion": "ควรดำเนินการ", "assigned_post_id": office.ids["analyst"]}
    problem = office.as_("clerk").refused(f"/letters/{clerk}/endorsements", body)
    assert problem["code"] == "not-permitted"
    ended = {"until_on": TOMORROW, "reason": "เสร็จแล้ว"}
    director.done(f"/assignments/{given['id']}/endings", ended)
    assert director.row("assignments", given["id"])["until_on"] == TOMORROW.isoformat()


def test_a_delegation_waits_in_its_receivers_inbox_until_he_accepts_it(
    office: ServedOffice,
) -> None:
    """R-H03."""
    director, post_id = office.as_("director"), office.ids["area_director"]
    delegation = {
        "capacity": "on_behalf",
        "legal_basis": "พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546 มาตรา 45",
        "document": "คำสั่งตัวอย่างที่ 12/2569",
        "receivers": [{"post_id": office.ids["deputy_2"]}],
        "powers": ["AcknowledgeLetter"],
        "from_on": TODAY,
    }
    director.done(f"/posts/{post_id}/instruments", delegation)
    deputy = office.as_("deputy2")
    waiting = f"post:{office.ids['deputy_2']}"
    [row] = deputy.rows("inbox", waits_for=waiting, act="AcceptInstrument", open="true")
    assert row["title"] == delegation["document"]
    [entered] = deputy.rows("instruments", receiver_post_id=office.ids["deputy_2"])
    path = f"/posts/{post_id}/instruments/acceptances"
    deputy.done(path, {"instrument_id": entered["instrument_id"]})
    assert deputy.rows("inbox", waits_for=waiting, act="AcceptInstrument", open="true") == []
