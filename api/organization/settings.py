"""The settings, readable by all of the office: what it says of itself, and the way to each table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api.casework.panels import Card, Link
from api.context import Context, Signed
from api.organization.settings_lists import ICONS, LISTINGS, last_facts
from api.pages import Shown
from api.web.parts import Cell, Do, Fact
from domain.refusal import NotFound

pages = APIRouter(include_in_schema=False)

SECTIONS = ("units", "posts", "powers", "registers", "holidays", "processes")
# Who looks at a section may be the one to change it: the acts, and where their forms stand.
DOES = {
    "units": (("EstablishUnit", "/units"),),
    "posts": (("EstablishPost", "/posts"), ("RegisterPerson", "/persons")),
    "registers": (),
    "holidays": (("AnnounceHolidays", "/holidays"), ("WithdrawHoliday", "/holidays/withdrawals")),
    "processes": (("DefineProcess", "/processes/4.4/definitions"),),
}


def does(shown: Shown, offered: Sequence[tuple[str, str]]) -> tuple[Do, ...]:
    """Return the acts that the reader's post may do; none while he looks at the past."""
    if shown.as_of is not None:
        return ()
    return tuple(
        Do(shown.words.text(f"command.{name}"), href=href)
        for name, href in offered
        if shown.context.may(name)
    )


def settled_for_office(context: Context) -> None:
    """Settings are the office's own business.

    Raises:
        NotFound: the reader is not of the office.
    """
    if not context.viewer.of_office:
        raise NotFound()


@pages.get("/settings")
def settings_page(request: Request, context: Signed) -> Response:
    """What the office has settled about itself, and the way to each table of it."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    label = shown.words.text
    said = last_facts(shown, "settings.changed", "settings/office")
    return shown.html(
        "settings.html",
        title=label("ui.menu.settings"),
        lead=label("ui.settings.lead"),
        does=does(
            shown, (("SetOfficeSettings", "/office-settings"), ("SetAccessRules", "/access-rules"))
        ),
        office=office_facts(shown, said[0]["facts"]) if said else (),
        office_story=f"/history/{said[0]['position']}" if said else None,
        sections=Card(
            "sections",
            label("ui.settings.sections"),
            links=tuple(
                Link(
                    label(f"ui.settings.{name}"),
                    shown.here_as_of(f"/settings/{name}"),
                    label(f"ui.settings.{name}_help"),
                    icon=ICONS[name],
                )
                for name in SECTIONS
            )
            + access_links(shown),
        ),
    )


# What is kept of access is shown to whose post holds one of these powers.
ACCESS = (
    ("accounts", "/accounts", "users-group", ("ManageAccounts", "ReadAccessLog")),
    ("all_tokens", "/service-tokens", "switch-horizontal", ("ManageAccounts", "ReadAccessLog")),
    ("access_log", "/access-log", "history", ("ReadAccessLog",)),
)


def access_links(shown: Shown) -> tuple[Link, ...]:
    """Return the ways to accounts, tokens and the trail of access that the reader's post may go."""
    label = shown.words.text
    return tuple(
        Link(label(f"ui.access.{name}"), href, label(f"ui.access.{name}_help"), icon=icon)
        for name, href, icon, powers in ACCESS
        if any(shown.context.may(power) for power in powers)
    )


def office_facts(shown: Shown, facts: Mapping[str, Any]) -> list[Fact]:
    label = shown.words.text
    days = facts["handling_days"]
    return [
        Fact(label("field.SetOfficeSettings.name_th"), Cell(facts["name_th"])),
        Fact(label("field.SetOfficeSettings.name_en"), Cell(facts["name_en"])),
        Fact(label("field.SetOfficeSettings.address_th"), Cell(facts["address_th"])),
        Fact(label("field.SetOfficeSettings.phone"), Cell(facts["phone"])),
        *(
            Fact(label(f"value.urgency.{level}"), Cell(label("ui.settings.days", n=days[level])))
            for level in ("most_urgent", "very_urgent", "urgent", "normal")
        ),
        Fact(
            label("field.SetOfficeSettings.report_due_days"),
            Cell(label("ui.settings.calendar_days", n=facts["report_due_days"])),
        ),
        Fact(
            label("field.SetOfficeSettings.keeps_classified"),
            Cell(
                label("ui.yes" if facts["keeps_classified"] else "ui.no"),
                sub=facts["classified_document"],
            ),
        ),
    ]


@pages.get("/settings/{section}")
def section_page(request: Request, section: str, context: Signed) -> Response:
    """One table of the settings."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    if section not in LISTINGS:
        raise NotFound()
    label = shown.words.text
    return shown.html(
        "settings_section.html",
        title=label(f"ui.settings.{section}"),
        lead=label(f"ui.settings.{section}_help"),
        does=does(shown, DOES[section]),
        listing=LISTINGS[section](shown),
    )
