"""What may be done with meetings and resolutions now, and why not otherwise."""

from __future__ import annotations

from datetime import timedelta

from domain.board.meeting import ItemResolvedAlready, MeetingNotYet
from domain.board.meeting.openings import acts_open, item_acts_open
from domain.board.quorum import QuorumLost
from domain.board.resolution import ChangeConfirmedAlready, ChangeNotConfirmed, ChangeNotMade
from domain.board.resolution.openings import acts_open as resolution_acts
from domain.board.resolution.openings import something_changed
from tests.domain.board.test_meeting import TODAY, agree, five, planned, recused
from tests.domain.board.test_resolution import (
    ANNEXED,
    CHANGED,
    DIRECTOR,
    GROUP,
    OFFICER,
    SEEN,
    both,
    by_group,
    changed,
)


def test_a_meeting_opens_on_its_day() -> None:
    early = acts_open(planned.state, TODAY - timedelta(days=1))
    assert isinstance(early["OpenMeeting"], MeetingNotYet)
    assert acts_open(planned.state, TODAY)["OpenMeeting"] is None
    assert item_acts_open(planned.state, "5.1") == {}


def test_an_item_below_its_quorum_cannot_be_resolved() -> None:
    """R-G07: five are there, one is recused."""
    assert item_acts_open(five.state, "5.1")["ResolveItem"] is None
    below = item_acts_open(five.given(recused()).state, "5.1")["ResolveItem"]
    assert isinstance(below, QuorumLost)
    assert (below.figures["present"], below.figures["needed"]) == (4, 5)


def test_a_change_is_confirmed_once_it_was_made() -> None:
    """R-G08."""
    same, made = {ANNEXED: SEEN}, {ANNEXED: CHANGED}
    assert not something_changed(changed.state, same)
    assert isinstance(resolution_acts(changed.state, GROUP, same)["ConfirmChange"], ChangeNotMade)
    assert resolution_acts(changed.state, GROUP, made)["ConfirmChange"] is None
    once = changed.given(by_group)
    again = resolution_acts(once.state, GROUP, made)["ConfirmChange"]
    assert isinstance(again, ChangeConfirmedAlready)
    early = resolution_acts(once.state, DIRECTOR, made)["ConfirmNewVersion"]
    assert isinstance(early, ChangeNotConfirmed)
    assert resolution_acts(both.state, DIRECTOR, made)["ConfirmNewVersion"] is None


def test_who_confirms_nothing_is_offered_nothing() -> None:
    offered = resolution_acts(changed.state, OFFICER, {ANNEXED: CHANGED})
    assert "ConfirmChange" not in offered
    assert "ConfirmNewVersion" not in offered


def test_a_resolved_item_is_done() -> None:
    """R-G05."""
    resolved = five.given(*five.when(agree()).events())
    done = item_acts_open(resolved.state, "5.1")
    assert isinstance(done["ResolveItem"], ItemResolvedAlready)
