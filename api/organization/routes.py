"""Founding and keeping the office: its units, posts, people, powers and calendar."""

from __future__ import annotations

from api.organization import forms
from api.routes import Route
from application.casework import process
from application.correspondence import register
from application.desk import OFFICE
from application.organization import absences, instruments
from application.organization.acts import ACTS

BY_NAME = {
    act.name: act
    for act in (*ACTS, *instruments.ACTS, *absences.ACTS, *register.ACTS, *process.ACTS)
}

ROUTES = (
    Route("/units", BY_NAME["EstablishUnit"], "/settings/units", forms.unit),
    Route("/units/{id}/pupils", BY_NAME["ChangePupils"], "/settings/units", forms.pupils),
    Route("/posts", BY_NAME["EstablishPost"], "/settings/posts", forms.post),
    Route("/posts/{id}/holdings", BY_NAME["FillPost"], "/settings/posts", forms.filling),
    Route(
        "/posts/{id}/vacancies",
        BY_NAME["VacatePost"],
        "/settings/posts",
        forms.vacating,
        warns=True,
    ),
    Route(
        "/posts/{id}/instruments",
        BY_NAME["IssueInstrument"],
        "/settings/posts",
        forms.instrument,
        icon="user-check",
    ),
    Route(
        "/posts/{id}/instruments/acceptances",
        BY_NAME["AcceptInstrument"],
        "/settings/posts",
        forms.of_instruments,
        icon="check",
    ),
    Route(
        "/posts/{id}/instruments/endings",
        BY_NAME["EndInstrument"],
        "/settings/posts",
        forms.ending,
        icon="ban",
        warns=True,
    ),
    Route("/persons/{id}/absences", BY_NAME["RecordAbsence"], "/settings/posts", forms.absence),
    Route(
        "/persons/{id}/absences/endings",
        BY_NAME["EndAbsence"],
        "/settings/posts",
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
    Route("/powers", BY_NAME["SetPowers"], "/settings/powers", forms.table_of_powers, key=OFFICE),
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
