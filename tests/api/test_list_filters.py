"""Filters of the programs' lists by the types of their columns."""

from __future__ import annotations

from tests.served import ServedOffice


def test_a_list_is_filtered_by_a_day_and_by_a_moment(office: ServedOffice) -> None:
    director = office.as_("director")
    person_id = office.ids["person:analyst3"]
    days = {"from_on": "2027-03-01", "until_on": "2027-03-02"}
    office.as_("clerk").done(f"/persons/{person_id}/absences-recorded", days)
    [row] = director.rows("absences", from_on="2027-03-01")
    assert row["person_id"] == str(person_id)
    assert not director.rows("absences", from_on="2027-03-02")
    told = director.rows("audit_history", limit=1)[0]
    assert told["position"] in [
        other["position"] for other in director.rows("audit_history", at=told["at"])
    ]
