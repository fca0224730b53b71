"""Founding and keeping the office: its units, posts, people, powers and calendar."""

from __future__ import annotations

from api.routes import Route
from application.correspondence import register
from application.execute import OFFICE
from application.organization.acts import ACTS

BY_NAME = {act.name: act for act in (*ACTS, *register.ACTS)}
SETTINGS = "/settings"

ROUTES = (
    Route("/units", BY_NAME["EstablishUnit"], SETTINGS),
    Route("/units/{id}/pupils", BY_NAME["ChangePupils"], SETTINGS),
    Route("/posts", BY_NAME["EstablishPost"], SETTINGS),
    Route("/posts/{id}/holdings", BY_NAME["FillPost"], SETTINGS),
    Route("/posts/{id}/vacancies", BY_NAME["VacatePost"], SETTINGS),
    Route("/persons", BY_NAME["RegisterPerson"], SETTINGS),
    Route("/powers", BY_NAME["SetPowers"], SETTINGS, key=OFFICE),
    Route("/holidays", BY_NAME["AnnounceHolidays"], SETTINGS, key=OFFICE),
    Route("/holidays/withdrawals", BY_NAME["WithdrawHoliday"], SETTINGS, key=OFFICE),
    Route("/office-settings", BY_NAME["SetOfficeSettings"], SETTINGS, key=OFFICE),
    Route("/registers/{id}/openings", BY_NAME["OpenRegister"], "/registers", text_key=True),
    Route("/registers/{id}/letter-code", BY_NAME["SetLetterCode"], "/registers", text_key=True),
)
