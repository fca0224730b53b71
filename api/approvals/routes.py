"""Approvals, inside the office and outside it: their commands as routes, with what the forms offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from api.approvals.seen import versions
from api.choices import posts
from api.context import Context
from api.routes import Form, Route
from application.approvals import approval as inside
from application.approvals import outside
from application.approvals.rounds import transfer_of
from domain.approvals.approval import OneVoicePerPerson, OwnWork, Pending, approval
from domain.approvals.outside_approval import outside_approval
from domain.approvals.outside_approval.states import Request, Unrequested
from domain.budget.transfer import Submitted, budget_transfer
from domain.refusal import NotFound
from domain.thai_time import bangkok_date

BY_NAME = {act.name: act for act in (*inside.ACTS, *outside.ACTS)}
BACK = "/approvals/{id}"
ON_VERSION = "form_on_version.html"
OUTSIDE = "/outside-approvals/{id}"

Options = Sequence[tuple[str, str]]


def requesting(context: Context, _key: Any) -> Form:
    """The version that stands is put up: nobody types its digest; the deputy in charge is chosen."""
    hidden = ("subject", "subject_version", "digest")
    deputies = sorted(
        posts(context, "deputy_area_director"), key=lambda one: one[1].partition(" · ")[2]
    )
    choices = {"deputy_post_id": deputies}
    first = {"deputy_post_id": deputies[0][0]} if deputies else {}

    def fit(values: Mapping[str, Any]) -> Form:
        kind, _, key = str(values.get("subject") or "").partition("/")
        transfer = transfer_named(context, key) if kind == budget_transfer.kind else None
        if transfer is None:
            return Form(choices, hidden=hidden)
        content = transfer.content
        return Form(
            choices,
            values={"subject_version": content.version, "digest": content.digest, **first},
            hidden=hidden,
            template=ON_VERSION,
            more={"seen": versions(context, [UUID(key)])},
        )

    return Form(fit=fit)


def speaking(context: Context, key: UUID) -> Form:
    """What is said is bound to the version that the round is about, which the page shows."""
    found = context.state(approval, key)
    if context.rows.one("approvals", key, context.viewer) is None:
        raise NotFound()
    if not isinstance(found, Pending):
        return Form(values={"digest": ""}, hidden=("digest",))
    transfer_id = transfer_of(found.about.subject)
    return Form(
        values={"digest": found.digest},
        hidden=("digest",),
        template=ON_VERSION,
        more={"seen": versions(context, [transfer_id] if transfer_id else [])},
    )


def deciding(context: Context, key: UUID) -> Form:
    """As ``speaking``; who drafted it or spoke below is asked why, where nobody else could decide."""
    codes = (OwnWork.code, OneVoicePerPerson.code)
    return replace(speaking(context, key), confirms=dict.fromkeys(codes, "override_reason"))


def known(context: Context, key: UUID) -> Form:
    if context.rows.one("approvals", key, context.viewer) is None:
        raise NotFound()
    return Form()


def request_of(context: Context, key: UUID) -> Request:
    found = context.state(outside_approval, key)
    if isinstance(found, Unrequested) or (
        context.rows.one("outside_approvals", key, context.viewer) is None
    ):
        raise NotFound()
    request: Request = found.request
    return request


def recording(context: Context, key: UUID) -> Form:
    """The reply is one of the letters received: those of the case, and those that stand here."""
    asked = request_of(context, key)
    rows = [
        *context.rows.rows("letters", case_id=asked.case_id),
        *context.rows.rows("letters", unit_id=context.unit_id),
    ]
    letters = {row["id"]: row for row in rows if row["secrecy"] == "none"}
    newest = sorted(letters.values(), key=lambda row: row["registered_at"], reverse=True)
    items = {
        row["id"]: row["item"]
        for row in context.rows.rows("budget_balances", id=[line.line_id for line in asked.lines])
    }
    return Form(
        choices={
            "reply_letter_id": [
                (
                    str(row["id"]),
                    f"{row['number']}/{row['year']} · {row['sender_name']} · {row['subject']}",
                )
                for row in newest[:100]
            ],
            "granted_lines.line_id": [
                (str(line.line_id), str(items.get(line.line_id, line.line_id)))
                for line in asked.lines
            ],
        },
        values={"decided_on": bangkok_date(context.at)},
        rows={"granted_lines": len(asked.lines)},
    )


def outside_known(context: Context, key: UUID) -> Form:
    request_of(context, key)
    return Form()


def requests_sent(context: Context, case_id: UUID | None = None) -> Options:
    """Return letters of request that have gone, the latest first."""
    equals = {"case_id": case_id} if case_id else {}
    rows = context.rows.rows("outgoing_letters", purpose="governor_request", **equals)
    return [(str(row["id"]), str(row["subject"])) for row in rows]


def resending(context: Context, key: UUID) -> Form:
    asked = request_of(context, key)
    fresh = [
        option
        for option in requests_sent(context, asked.case_id)
        if UUID(option[0]) not in asked.letters
    ]
    return Form(choices={"outgoing_letter_id": fresh})


def asking_outside(context: Context, _key: Any) -> Form:
    """A request whose letter has gone; the version asked about is the transfer's own."""
    waiting = context.rows.rows("budget_transfers", state="submitted")
    adopted = context.rows.rows("resolutions", state="adopted")
    choices = {
        "transfer_id": [(str(row["id"]), str(row["reason"])[:120]) for row in waiting],
        "outgoing_letter_id": requests_sent(context),
        "resolution_id": [
            (str(row["id"]), f"{row['meeting_no']}/{row['meeting_year']} · {row['item_no']}")
            for row in adopted
            if row["transfers"]
        ],
    }

    def fit(values: Mapping[str, Any]) -> Form:
        transfer = transfer_named(context, values.get("transfer_id"))
        digest = transfer.content.digest if transfer else None
        hidden = ("transfer_id", "transfer_digest") if transfer else ("transfer_digest",)
        return Form(choices, {"transfer_digest": digest}, hidden=hidden)

    return Form(fit=fit)


def transfer_named(context: Context, typed: object) -> Submitted | None:
    """Return the submitted transfer that an address or a form names, None for any other text."""
    try:
        found = context.state(budget_transfer, UUID(str(typed)))
    except ValueError:
        return None
    return found if isinstance(found, Submitted) else None


ROUTES = (
    Route(
        "/approvals",
        BY_NAME["RequestApproval"],
        BACK,
        requesting,
        icon="send",
        main=True,
        page="/approvals/new",
    ),
    Route(
        "/approvals/{id}/opinions",
        BY_NAME["GiveOpinion"],
        BACK,
        speaking,
        icon="message-circle",
        main=True,
    ),
    Route(
        "/approvals/{id}/decision",
        BY_NAME["DecideApproval"],
        BACK,
        deciding,
        icon="gavel",
        main=True,
    ),
    Route(
        "/approvals/{id}/passing-over",
        BY_NAME["PassOverRank"],
        BACK,
        known,
        icon="switch-horizontal",
    ),
    Route("/approvals/{id}/objections", BY_NAME["RecordObjection"], BACK, known, icon="hand-stop"),
    Route(
        "/approvals/{id}/returns",
        BY_NAME["SendBack"],
        BACK,
        speaking,
        icon="arrow-back-up",
        warns=True,
    ),
    Route(
        "/approvals/{id}/withdrawal",
        BY_NAME["WithdrawApproval"],
        BACK,
        known,
        icon="ban",
        warns=True,
    ),
)

OUTSIDE_ROUTES = (
    Route(
        "/outside-approvals",
        BY_NAME["RequestOutsideApproval"],
        OUTSIDE,
        asking_outside,
        icon="send",
        page="/outside-approvals/new",
    ),
    Route(
        "/outside-approvals/{id}/outcomes",
        BY_NAME["RecordOutcome"],
        OUTSIDE,
        recording,
        icon="clipboard-check",
        main=True,
    ),
    Route(
        "/outside-approvals/{id}/confirmation",
        BY_NAME["ConfirmOutcome"],
        OUTSIDE,
        outside_known,
        icon="checks",
        main=True,
    ),
    Route(
        "/outside-approvals/{id}/letters",
        BY_NAME["ResendRequest"],
        OUTSIDE,
        resending,
        icon="send",
        main=True,
    ),
    Route(
        "/outside-approvals/{id}/returns",
        BY_NAME["SendBackOutcome"],
        OUTSIDE,
        outside_known,
        icon="arrow-back-up",
        warns=True,
    ),
)
