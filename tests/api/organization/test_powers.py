"""The table of powers for programs: read by the office, by version and day; nobody is locked out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.thai_time import bangkok_date
from tests.served import API, Client, ServedOffice

TODAY = bangkok_date(datetime.now(UTC))
DAY = timedelta(days=1)
LATER = TODAY + 30 * DAY
FIELDS = (
    "command", "role", "in_force_from", "in_force_until", "post_id", "processes", "ceiling_satang",
    "fund_sources", "scopes", "secrecies",
)  # fmt: skip
ORDER = "คำสั่งทดสอบที่ 5/2569"


def read(client: Client, path: str = "", **asked: object) -> Any:
    answer = client.get(f"{API}/powers{path}", params={k: str(v) for k, v in asked.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def as_sent(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in FIELDS}


def rows_of(table: Mapping[str, Any], command: str) -> list[dict[str, Any]]:
    return [row for row in table["items"] if row["command"] == command]


@pytest.fixture(scope="module")
def second(office: ServedOffice) -> ServedOffice:
    """The office with a second version: one ceiling, one end, one row gone, one new from later on."""
    admin = office.as_("admin")
    grants = []
    for row in read(admin)["items"]:
        sent = as_sent(row)
        if row["command"] == "DecideApproval":
            sent["ceiling_satang"] = 50_000_000
        if row["command"] == "EndCase":
            sent["in_force_until"] = str(LATER)
        if (row["command"], row["role"]) != ("CloseBudgetYear", "finance_officer"):
            grants.append(sent)
    deputy = {"command": "EndCase", "role": "deputy_area_director", "in_force_from": str(LATER)}
    admin.done("/powers", {"grants": [*grants, deputy], "document": ORDER})
    return office


def test_the_table_is_read_by_everybody_of_the_office_and_nobody_else(second: ServedOffice) -> None:
    found = read(second.as_("clerk"))
    assert (found["version"], found["document"], found["replaced_by"]) == (2, ORDER, None)
    for path in ("", "/versions", "/versions/1", "/differences"):
        assert second.as_("school1").get(f"{API}/powers{path}").status_code == 404


def test_what_was_read_can_be_sent_back_as_it_is(second: ServedOffice) -> None:
    """The ETag is the version to set the next one on; a row read has every field of a row sent."""
    admin = second.as_("admin")
    answer = admin.get(f"{API}/powers")
    grants = [as_sent(row) for row in answer.json()["items"]]
    assert answer.headers["etag"] == '"2"'
    stale = admin.refused("/powers", {"grants": grants, "document": ORDER}, version=1)
    assert stale["code"] == "stream-moved-on"


def test_versions_say_who_set_them_by_what(second: ServedOffice) -> None:
    newest, first = read(second.as_("auditor"), "/versions")["items"]
    assert (newest["version"], first["version"], first["replaced_by"]) == (2, 1, 2)
    assert newest["set_by"] == str(second.ids["person:admin"])
    assert newest["document"] == ORDER
    assert read(second.as_("auditor"), "/versions/1")["version"] == 1
    assert second.as_("auditor").get(f"{API}/powers/versions/3").status_code == 404


def test_a_day_has_its_version_and_the_rows_then_in_force(second: ServedOffice) -> None:
    """R-H15: a version holds from the day it was set; before the first there is only the first."""
    analyst = second.as_("analyst")
    before = read(analyst, on=TODAY - DAY)
    assert before["version"] == 1
    ends = [
        [row["role"] for row in rows_of(read(analyst, on=day), "EndCase")] for day in (TODAY, LATER)
    ]
    assert ends == [["area_director"], ["deputy_area_director"]]
    whole = read(analyst)
    states = {row["role"]: row["state"] for row in rows_of(whole, "EndCase")}
    assert states == {"area_director": "now", "deputy_area_director": "ahead"}
    assert analyst.get(f"{API}/powers", params={"on": "31/2/2569"}).status_code == 400


def test_differences_are_told_by_row_and_by_post(second: ServedOffice) -> None:
    found = read(second.as_("director"), "/differences")
    assert (found["before"], found["after"]) == (1, 2)
    kinds = {
        (
            one["kind"],
            (one["after"] or one["before"])["command"],
            (one["after"] or one["before"])["role"],
        )
        for one in found["changes"]
    }
    assert kinds == {
        ("changed", "DecideApproval", "area_director"),
        ("ended", "EndCase", "area_director"),
        ("removed", "CloseBudgetYear", "finance_officer"),
        ("added", "EndCase", "deputy_area_director"),
    }
    effects = {
        one["post_id"]: {(e["command"], e["kind"], e["from_on"]) for e in one["effects"]}
        for one in found["posts"]
    }
    ids = second.ids
    assert effects == {
        str(ids["area_director"]): {
            ("DecideApproval", "otherwise", str(TODAY)),
            ("EndCase", "loses", str(LATER)),
        },
        str(ids["finance_officer"]): {("CloseBudgetYear", "loses", str(TODAY))},
        str(ids["deputy_1"]): {("EndCase", "gains", str(LATER))},
        str(ids["deputy_2"]): {("EndCase", "gains", str(LATER))},
    }
    assert read(second.as_("director"), "/differences", before=2, after=2)["changes"] == []


def test_nobody_can_lock_the_office_out(second: ServedOffice) -> None:
    """Neither by leaving the power out, nor by giving it to a post in which nobody is."""
    admin = second.as_("admin")
    grants = [as_sent(row) for row in read(admin)["items"]]
    others = [row for row in grants if row["command"] != "SetPowers"]
    setter = next(row for row in grants if row["command"] == "SetPowers")
    new = {"title_th": "ตำแหน่งว่าง", "title_en": "Vacant", "role": "section_head"}
    vacant = admin.done("/posts", {**new, "unit_id": second.ids["policy"], "from_on": TODAY})["id"]
    for row in (
        [],
        [{**setter, "role": "section_head", "post_id": vacant}],
        [{**setter, "ceiling_satang": 100}],
        [{**setter, "in_force_until": str(LATER)}],
        [{**setter, "role": "system"}],
    ):
        refused = admin.refused("/powers", {"grants": [*others, *row], "document": ORDER})
        assert refused["code"] == "nobody-sets-powers", row
    assert read(admin)["version"] == 2
