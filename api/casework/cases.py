"""Cases: their commands as routes."""

from __future__ import annotations

from api.casework import forms
from api.routes import Route
from application.casework.case import ACTS

BY_NAME = {act.name: act for act in ACTS}
BACK = "/cases/{id}"


def of_case(place: str, name: str, form: object = forms.in_case, **more: object) -> Route:
    return Route(f"/cases/{{id}}/{place}", BY_NAME[name], BACK, form, **more)  # type: ignore[arg-type]


ROUTES = (
    Route("/cases", BY_NAME["OpenCase"], BACK, forms.opening, page="/cases/new"),
    of_case(
        "spending-figures",
        "AttachSpendingFigures",
        forms.attaching_figures,
        icon="paperclip",
        main=True,
    ),
    of_case("analyses", "RecordAnalysis", forms.analysing, icon="list-check", main=True),
    of_case("guidelines", "SetGuidelines", icon="file-text", main=True),
    of_case("transfer-proposals", "ProposeTransfer", forms.proposing, icon="arrows-exchange"),
    of_case("committee", "OpenCommitteeWork", forms.opening_committee, icon="users"),
    of_case(
        "committee-opinions",
        "RecordCommitteeOpinion",
        forms.giving_opinion,
        icon="message-circle",
        main=True,
    ),
    of_case("results", "RecordResult", forms.recording_result, icon="flag", main=True),
    of_case("closure", "CloseCase", icon="folder-check", main=True),
    of_case("notices", "RecordNotice", forms.recording_notice, icon="mail-forward"),
    of_case("reopening", "ReopenCase", icon="refresh"),
    of_case("letters", "AddLetter", forms.adding_letter, icon="plus"),
    of_case("skips", "SkipStep", forms.skipping, icon="minus"),
    of_case("returns", "ReturnToStep", forms.returning, icon="arrow-back-up", warns=True),
    of_case("ending", "EndCase", icon="ban", warns=True),
)
