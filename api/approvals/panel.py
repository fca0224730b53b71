"""What of approvals a case's page shows: the rounds of its transfers, and what the governor is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.approvals import approvals, outside
from api.approvals.routes import ROUTES
from api.casework.panels import Card, Contribution, Link, panel
from api.finding import every, named
from api.pages import Shown
from api.web.parts import Act
from domain.approvals.approval.openings import request_open

REQUEST = ROUTES[0]


@panel
def of_case(shown: Shown, case: Mapping[str, Any]) -> Contribution:
    """Return the acts of the rounds and requests that are open, and a card of all of them."""
    rounds = every(shown, "approvals", "newest", case_id=case["id"])
    requests = every(shown, "outside_approvals", "newest", case_id=case["id"])
    acts: list[Act] = [] if shown.as_of else asking(shown, case, rounds)
    for row in rounds:
        if row["state"] == "pending":
            acts += approvals.acts_of(shown, row["id"])
    for row in requests:
        acts += outside.acts_of(shown, row["id"])
    links = (
        *(outside_link(shown, row) for row in requests),
        *(round_link(shown, row) for row in rounds),
    )
    title = shown.words.text("ui.approval.title")
    cards = (Card("approvals", title, links=tuple(links)),) if links else ()
    return Contribution(tuple(acts), cards)


def asking(shown: Shown, case: Mapping[str, Any], rounds: Sequence[Mapping[str, Any]]) -> list[Act]:
    """Return, for each transfer that is submitted, the act that puts it up."""
    found = []
    for transfer in every(shown, "budget_transfers", "newest", case_id=case["id"]):
        if transfer["state"] != "submitted":
            continue
        underway = any(
            row["transfer_id"] == transfer["id"]
            and (
                row["state"] == "pending"
                or (row["state"], row["digest"]) == ("agreed_to_propose", transfer["digest"])
            )
            for row in rounds
        )
        if underway:
            continue
        opened = {REQUEST.act.name: request_open(underway=False, submitted=True)}
        subject = f"?subject=budget_transfer/{transfer['id']}"
        for act in shown.acts([REQUEST], "new", opened):
            found.append(replace(act, href=f"{act.href}{subject}" if act.href else None))
    return found


def round_link(shown: Shown, row: Mapping[str, Any]) -> Link:
    label = shown.words.text
    where = ""
    if row["rank_post_id"]:
        where = label("ui.approval.now_with", who=named(shown, row, "rank"))
    return Link(
        label("ui.approval.version", n=row["version"]),
        shown.here_as_of(f"/approvals/{row['id']}"),
        where or row["reason"] or "",
        (approvals.state_tag(shown, row["state"]),),
        "user-check",
    )


def outside_link(shown: Shown, row: Mapping[str, Any]) -> Link:
    return Link(
        outside.title_of(shown, row),
        shown.here_as_of(f"/outside-approvals/{row['id']}"),
        "",
        (outside.state_tag(shown, row["state"]),),
        "building",
    )
