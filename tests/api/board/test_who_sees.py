"""Who is told who sat in a meeting and who stepped aside: the office, and those who sat there."""

from __future__ import annotations

from infrastructure.demo.matter import Matter
from tests.api.board.acts import SECRETARY, call, open_with, seats
from tests.served import API

REASON = "คู่สมรส"
UNSEATED, SEATED = "school_director_1", "school_director_2"  # the matter is the first's


def test_a_school_that_has_no_seat_is_told_of_no_seat_and_no_recusal(agreed: Matter) -> None:
    """R-G06, R-I06: through the lists of programs no school is, not even one that sat there."""
    hand = agreed.hand
    [body] = hand.rows("bodies")
    kept = [s for s in body["seats"] if s["post_id"] != str(hand.ids[UNSEATED])]
    assert len(kept) == len(body["seats"]) - 1
    hand.do("SetSeats", {"seats": kept}, of=body["id"], by="administrator")
    meeting = call(agreed)
    item = {"item_no": "5.1", "section": "for_consideration", "title": "โอนงบประมาณ"}
    hand.do("AddAgendaItem", item | {"case_id": agreed.case}, of=meeting, by=SECRETARY)
    assert open_with(agreed, meeting, 6).status_code == 200
    stepped = seats(agreed)["Member for school directors, second"]
    recusal = {"item_no": "5.1", "seat_id": stepped, "interest": "party", "reason": REASON}
    hand.do("RecuseMember", recusal, of=meeting, by=SECRETARY)
    path = f"/meetings/{meeting}"
    for school in (UNSEATED, SEATED):
        client = hand.client(school)
        for view in ("meeting_seats", "recusals", "absences", "assignments"):
            answer = client.get(f"{API}/views/{view}").json()
            assert (answer["items"], answer["count"]) == ([], 0), (school, view)
    assert hand.client("analyst").rows("recusals", meeting_id=meeting)
    shown = hand.client(UNSEATED).get(path)
    assert shown.status_code == 200
    assert "5.1" in shown.text
    name = hand.rows("persons", id=hand.ids["person:school2"])[0]["name_th"]
    assert name not in shown.text
    assert "งดร่วมพิจารณา" not in shown.text
    assert f"{path}/minutes" not in shown.text
    assert hand.client(UNSEATED).get(f"{path}/minutes").status_code == 404
    others = hand.rows("persons", id=hand.ids["person:director"])[0]["name_th"]
    assert others in hand.client(SEATED).get(path).text
    assert others in hand.client(SEATED).get(f"{path}/minutes").text
    secretary = hand.client(SECRETARY).get(path).text
    assert name in secretary
    assert REASON in secretary
