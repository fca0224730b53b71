"""Founding and keeping the office: its units, posts, people, powers and calendar."""

from __future__ import annotations

from api.organization import forms, instrument_form, powers_form
from api.routes import Route
from application.casework import process
from application.correspondence import register
from application.desk import OFFICE
from application.organization import absences, assignments, instruments
from application.organization.acts import ACTS

BY_NAME = {
    act.name: act
    for act in (
        *ACTS,
        *instruments.ACTS,
        *absences.ACTS,
        *assignments.ACTS,
        *register.ACTS,
        *process.ACTS,
    )
}

ROUTES = (
    Route("/units", BY_NAME["EstablishUnit"], "/units/{id}", forms.unit),
    Route("/units/{id}/names", BY_NAME["RenameUnit"], "/units/{id}", forms.renaming, icon="pencil"),
    Route(
        "/units/{id}/closures",
        BY_NAME["CloseUnit"],
        "/units/{id}",
        forms.closing,
        icon="ban",
        warns=True,
    ),
    Route("/units/{id}/pupils", BY_NAME["ChangePupils"], "/settings/units", forms.pupils),
    Route("/posts", BY_NAME["EstablishPost"], "/posts/{id}", forms.post),
    Route(
        "/posts/{id}/holdings",
        BY_NAME["FillPost"],
        "/posts/{id}",
        forms.filling,
        icon="user-check",
    ),
    Route(
        "/posts/{id}/vacancies",
        BY_NAME["VacatePost"],
        "/posts/{id}",
        forms.vacating,
        icon="logout",
        warns=True,
    ),
    Route(
        "/posts/{id}/closures",
        BY_NAME["ClosePost"],
        "/posts/{id}",
        forms.closing,
        icon="ban",
        warns=True,
    ),
    Route(
        "/posts/{id}/instruments",
        BY_NAME["IssueInstrument"],
        "/posts/{id}",
        instrument_form.instrument,
        icon="switch-horizontal",
    ),
    Route(
        "/posts/{id}/instruments/acceptances",
        BY_NAME["AcceptInstrument"],
        "/posts/{id}",
        instrument_form.acceptance,
        icon="check",
    ),
    Route(
        "/posts/{id}/instruments/endings",
        BY_NAME["EndInstrument"],
        "/posts/{id}",
        instrument_form.end,
        icon="ban",
        warns=True,
    ),
    Route(
        "/assignments",
        BY_NAME["AssignTask"],
        "/assignments/{id}",
        forms.assignment,
        icon="clipboard-check",
    ),
    Route(
        "/assignments/{id}/endings",
        BY_NAME["EndAssignment"],
        "/assignments/{id}",
        forms.closing,
        icon="ban",
        warns=True,
    ),
    Route("/persons/{id}/absences", BY_NAME["RecordAbsence"], "/me", forms.absence),
    Route(
        "/persons/{id}/absences/endings",
        BY_NAME["EndAbsence"],
        "/me",
        forms.returning,
    ),
    Route(
        "/persons/{id}/absences-recorded",
        BY_NAME["RecordAbsenceFor"],
        "/settings/posts",
        forms.absence,
    ),
    Route(
        "/persons/{id}/absences-recorded/endings",
        BY_NAME["EndAbsenceFor"],
        "/settings/posts",
        forms.returning,
    ),
    Route("/persons", BY_NAME["RegisterPerson"], "/settings/posts"),
    Route(
        "/powers",
        BY_NAME["SetPowers"],
        "/settings/powers",
        powers_form.form,
        key=OFFICE,
        asks=powers_form.SetPowersBody,
    ),
    Route("/holidays", BY_NAME["AnnounceHolidays"], "/settings/holidays", key=OFFICE),
    Route("/holidays/withdrawals", BY_NAME["WithdrawHoliday"], "/settings/holidays", key=OFFICE),
    Route(
        "/office-settings",
        BY_NAME["SetOfficeSettings"],
        "/settings",
        forms.office_settings,
        key=OFFICE,
    ),
    Route(
        "/registers/{id}/openings",
        BY_NAME["OpenRegister"],
        "/settings/registers",
        forms.register,
        text_key=True,
    ),
    Route(
        "/registers/{id}/letter-code",
        BY_NAME["SetLetterCode"],
        "/settings/registers",
        forms.letter_code,
        text_key=True,
    ),
    Route(
        "/processes/{id}/definitions",
        BY_NAME["DefineProcess"],
        "/settings/processes",
        forms.definition,
        text_key=True,
    ),
)
