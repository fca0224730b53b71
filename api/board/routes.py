"""The board: its commands as routes, with what the forms offer."""

from __future__ import annotations

from api.board import forms, item_forms, resolution_forms
from api.board.asked import AddAgendaItemBody, OpenMeetingBody, ResolveItemBody
from api.routes import Route
from application.board import body, meeting, resolution

BY_NAME = {act.name: act for act in (*body.ACTS, *meeting.ACTS, *resolution.ACTS)}
BODY = "/bodies/{id}"
MEETING = "/meetings/{id}"
RESOLUTION = "/resolutions/{id}"

BODY_ROUTES = (
    Route("/bodies", BY_NAME["EstablishBody"], BODY, page="/bodies/new"),
    Route("/bodies/{id}/seats", BY_NAME["SetSeats"], BODY, forms.setting_seats, icon="users"),
    Route("/bodies/{id}/end", BY_NAME["EndBody"], BODY, forms.of_body, warns=True),
)

MEETING_ROUTES = (
    Route(
        "/meetings",
        BY_NAME["CallMeeting"],
        MEETING,
        forms.calling,
        icon="calendar-event",
        page="/meetings/new",
    ),
    Route(
        "/meetings/{id}/attendance",
        BY_NAME["OpenMeeting"],
        MEETING,
        forms.opening,
        icon="users",
        main=True,
        asks=OpenMeetingBody,
    ),
    Route(
        "/meetings/{id}/items",
        BY_NAME["AddAgendaItem"],
        MEETING,
        item_forms.adding_item,
        icon="plus",
        asks=AddAgendaItemBody,
    ),
    Route("/meetings/{id}/arrivals", BY_NAME["RecordArrival"], MEETING, forms.arriving),
    Route("/meetings/{id}/departures", BY_NAME["RecordDeparture"], MEETING, forms.leaving),
    Route(
        "/meetings/{id}/closing",
        BY_NAME["CloseMeeting"],
        MEETING,
        forms.closing,
        icon="circle-check",
        main=True,
    ),
    Route(
        "/meetings/{id}/cancellation",
        BY_NAME["CancelMeeting"],
        MEETING,
        forms.of_meeting,
        icon="ban",
        warns=True,
    ),
)

ITEM_ROUTES = (
    Route(
        "/meetings/{id}/resolutions",
        BY_NAME["ResolveItem"],
        MEETING,
        item_forms.resolving,
        icon="gavel",
        main=True,
        asks=ResolveItemBody,
    ),
    Route(
        "/meetings/{id}/recusals",
        BY_NAME["RecuseMember"],
        MEETING,
        item_forms.recusing,
        icon="user-check",
    ),
)

RESOLUTION_ROUTES = (
    Route(
        "/resolutions",
        BY_NAME["RecordOutsideResolution"],
        RESOLUTION,
        resolution_forms.recording_outside,
        page="/resolutions/new",
    ),
    Route(
        "/resolutions/{id}/change-confirmations",
        BY_NAME["ConfirmChange"],
        RESOLUTION,
        resolution_forms.confirming,
        icon="checks",
        main=True,
    ),
    Route(
        "/resolutions/{id}/new-version-confirmations",
        BY_NAME["ConfirmNewVersion"],
        RESOLUTION,
        resolution_forms.confirming,
        icon="file-check",
        main=True,
    ),
    Route(
        "/resolutions/{id}/uses",
        BY_NAME["UseResolution"],
        RESOLUTION,
        resolution_forms.using,
        icon="arrows-exchange",
    ),
    Route(
        "/resolutions/{id}/reports",
        BY_NAME["ReportResolution"],
        RESOLUTION,
        resolution_forms.reporting,
        icon="flag",
    ),
    Route(
        "/resolutions/{id}/rescission",
        BY_NAME["RescindResolution"],
        RESOLUTION,
        resolution_forms.of_resolution,
        icon="ban",
        warns=True,
    ),
)

ROUTES = (*BODY_ROUTES, *MEETING_ROUTES, *ITEM_ROUTES, *RESOLUTION_ROUTES)
