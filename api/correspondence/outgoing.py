"""Letters of ours: their commands as routes."""

from __future__ import annotations

from api.correspondence.letters import letting_read
from api.correspondence.outgoing_forms import (
    changing_level,
    checking_set,
    delivering,
    drafting,
    ending_reading,
    replying,
    requesting,
    revising,
    seeing,
    sending_set,
    signing,
    signing_set,
    telling,
)
from api.routes import Route
from application.correspondence import letter_set, outgoing, runs, secrecy

ACTS = {act.name: act for act in (*outgoing.ACTS, secrecy.OUTGOING, *runs.ACTS, *letter_set.ACTS)}
BACK = "/outgoing-letters/{id}"
SET_BACK = "/letter-sets/{id}"

LETTER_ROUTES = (
    Route(
        "/outgoing-letters/{id}/check", ACTS["CheckLetter"], BACK, seeing, icon="check", main=True
    ),
    Route(
        "/outgoing-letters/{id}/signature",
        ACTS["SignLetter"],
        BACK,
        signing,
        icon="signature",
        main=True,
    ),
    Route("/outgoing-letters/{id}/dispatch", ACTS["DispatchLetter"], BACK, icon="send", main=True),
    Route("/outgoing-letters/{id}/revisions", ACTS["ReviseDraft"], BACK, revising, icon="pencil"),
    Route("/outgoing-letters/{id}/deliveries", ACTS["RecordDelivery"], BACK, delivering),
    Route(
        "/outgoing-letters/{id}/delivery-failures",
        ACTS["RecordDeliveryFailure"],
        BACK,
        delivering,
    ),
    Route("/outgoing-letters/{id}/replies", ACTS["RecordReply"], BACK, replying),
    Route("/outgoing-letters/{id}/reminders", ACTS["RecordReminder"], BACK, icon="bell"),
    Route("/outgoing-letters/{id}/returns", ACTS["SendBackDraft"], BACK, warns=True),
    Route("/outgoing-letters/{id}/withdrawal", ACTS["WithdrawDraft"], BACK, warns=True),
    Route(
        "/outgoing-letters/{id}/reading-grants",
        ACTS["GrantOutgoingReading"],
        BACK,
        letting_read,
        icon="eye",
    ),
    Route(
        "/outgoing-letters/{id}/secrecy-changes",
        ACTS["ChangeOutgoingSecrecy"],
        BACK,
        changing_level,
        icon="lock",
        warns=True,
    ),
    Route(
        "/outgoing-letters/{id}/reading-ends",
        ACTS["EndOutgoingReading"],
        BACK,
        ending_reading,
        warns=True,
    ),
)
SET_ROUTES = (
    Route(
        "/letter-sets/{id}/check",
        ACTS["CheckLetters"],
        SET_BACK,
        checking_set,
        icon="checks",
        main=True,
    ),
    Route(
        "/letter-sets/{id}/signatures",
        ACTS["SignLetters"],
        SET_BACK,
        signing_set,
        icon="signature",
        main=True,
    ),
    Route(
        "/letter-sets/{id}/dispatch",
        ACTS["DispatchLetters"],
        SET_BACK,
        sending_set,
        icon="send",
        main=True,
    ),
)
DRAFT = Route(
    "/outgoing-letters",
    ACTS["DraftLetter"],
    BACK,
    drafting,
    icon="pencil",
    page="/outgoing-letters/new",
)
REQUEST = Route(
    "/governor-requests",
    ACTS["DraftGovernorRequest"],
    BACK,
    requesting,
    icon="mail-forward",
    main=True,
)
RESULTS = Route(
    "/letter-sets", ACTS["DraftResultLetters"], SET_BACK, telling, icon="mail-forward", main=True
)
ENDINGS = Route(
    "/ending-letters", ACTS["DraftEndingLetters"], SET_BACK, telling, icon="mail-forward", main=True
)
ROUTES = (DRAFT, REQUEST, RESULTS, ENDINGS, *LETTER_ROUTES, *SET_ROUTES)
