"""The table of powers as pages: the matrix, its versions, and what two of them differ by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.organization.powers_changes import change_shown, in_order, touched
from api.organization.powers_matrix import matrix
from api.organization.powers_reading import after, known_versions, numbered
from api.organization.powers_wanted import wanted_of
from api.organization.settings import does, settled_for_office
from api.pages import Shown
from api.web.parts import Cell, Column, Empty, Listing, Row, Tag
from application.organization.powers import Version, version_on
from domain.organization.power_changes import differences
from domain.refusal import NotFound
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)

TABLE, VERSIONS, DIFFERENCES = (
    f"/settings/powers{below}" for below in ("", "/versions", "/differences")
)


@pages.get(TABLE)
def powers_page(request: Request, context: Signed) -> Response:
    """The table: as it stands, or as it stood on the day typed."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    known = known_versions(context, shown.as_of)
    wanted = wanted_of(shown, today_of(shown))
    version = version_on(known, wanted.on) if wanted.on_typed else None
    return matrix_page(shown, known, version or (known[-1] if known else None), wanted.on)


@pages.get(f"{VERSIONS}/{{number}}")
def version_page(request: Request, number: int, context: Signed) -> Response:
    """One version of the table, as it stood on its last day unless another is typed."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    known = known_versions(context, shown.as_of)
    version = numbered(known, number)
    if version is None:
        raise NotFound()
    replaced = after(known, version)
    on = min(today_of(shown), replaced.set_on) if replaced else today_of(shown)
    return matrix_page(shown, known, version, on)


def today_of(shown: Shown) -> date:
    return bangkok_date(shown.as_of_moment or shown.context.at)


def matrix_page(
    shown: Shown, known: Sequence[Version], version: Version | None, on: date
) -> Response:
    label = shown.words.text
    wanted = wanted_of(shown, on)
    return shown.html(
        "powers.html",
        title=label("ui.settings.powers"),
        lead=label("ui.powers.lead"),
        does=does(shown, (("SetPowers", "/powers"),)),
        version=version_shown(shown, known, version) if version else None,
        matrix=matrix(shown, version.grants, wanted) if version else None,
        action=shown.request.url.path,
        today=today_of(shown),
    )


def version_shown(shown: Shown, known: Sequence[Version], version: Version) -> dict[str, Any]:
    """Return what is said of a version above its rows, and where it leads."""
    replaced = after(known, version)
    return {
        "number": version.number,
        "document": version.document,
        "by": version.by.person_id,
        "at": version.at,
        "story": f"/history/{version.position}",
        "replaced": replaced,
        "replaced_href": shown.here_as_of(f"{VERSIONS}/{replaced.number}") if replaced else None,
        "latest": shown.here_as_of(TABLE),
        "versions": shown.here_as_of(VERSIONS),
        "count": len(known),
        "differences": differences_href(shown, version.number - 1, version.number)
        if version.number > 1
        else None,
    }


def differences_href(shown: Shown, before: int, after: int) -> str:
    return shown.here_as_of(f"{DIFFERENCES}?before={before}&after={after}")


@pages.get(VERSIONS)
def versions_page(request: Request, context: Signed) -> Response:
    """Every version of the table, the latest first."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    label = shown.words.text
    known = known_versions(context, shown.as_of)
    columns = ("subject", "document", "by", "at", "rows", "changes")
    return shown.html(
        "powers_versions.html",
        title=label("ui.powers.versions"),
        lead=label("ui.powers.versions_lead"),
        listing=Listing(
            id="versions",
            caption=label("ui.powers.versions"),
            columns=tuple(Column(key, label(f"ui.powers.column.{key}")) for key in columns),
            rows=tuple(version_row(shown, known, one) for one in reversed(known)),
            empty=Empty(label("ui.powers.none"), icon="shield-check"),
            counted=len(known),
            verified_to=context.rows.verified_to(),
        ),
    )


def version_row(shown: Shown, known: Sequence[Version], version: Version) -> Row:
    words = shown.words
    former = numbered(known, version.number - 1)
    count = len(differences(former.grants, version.grants)) if former else 0
    in_force = after(known, version) is None
    return Row(
        id=str(version.number),
        cells={
            "subject": Cell(
                words.text("ui.powers.version", number=version.number),
                href=shown.here_as_of(f"{VERSIONS}/{version.number}"),
                tags=(Tag(words.text("ui.powers.in_use"), "green", "check"),) if in_force else (),
            ),
            "document": Cell(version.document),
            "by": Cell(words.resolve(version.by.person_id)),
            "at": Cell(words.moment(version.at), href=f"/history/{version.position}"),
            "rows": Cell(str(len(version.grants))),
            "changes": Cell(
                words.text("ui.powers.changes", n=count) if former else "",
                href=differences_href(shown, version.number - 1, version.number)
                if former
                else None,
            ),
        },
    )


@pages.get(DIFFERENCES)
def differences_page(request: Request, context: Signed) -> Response:
    """What makes one version of another, and who gained and lost by it."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    label = shown.words.text
    known = known_versions(context, shown.as_of)
    if not known:
        raise NotFound()
    newer = chosen(shown, known, "after", known[-1].number)
    older = chosen(shown, known, "before", max(newer.number - 1, 1))
    changes = in_order(differences(older.grants, newer.grants))
    return shown.html(
        "powers_differences.html",
        title=label("ui.powers.differences"),
        lead=label("ui.powers.differences_lead"),
        options=[
            (one.number, label("ui.powers.version_of", number=one.number, on=one.set_on))
            for one in reversed(known)
        ],
        before=older,
        after=newer,
        changes=[change_shown(shown.words, one) for one in changes],
        touched=touched(shown, older.grants, newer.grants, newer.set_on),
        hrefs=[shown.here_as_of(f"{VERSIONS}/{one.number}") for one in (older, newer)],
        action=DIFFERENCES,
        trail=trail(shown),
    )


def chosen(shown: Shown, known: Sequence[Version], name: str, otherwise: int) -> Version:
    """Return the version that the address names.

    Raises:
        NotFound: there is no such version.
    """
    typed = shown.asked(name)
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else otherwise
    version = numbered(known, number)
    if version is None:
        raise NotFound()
    return version


def trail(shown: Shown) -> list[tuple[str, str]]:
    return [
        (shown.words.text("ui.menu.settings"), "/settings"),
        (shown.words.text("ui.settings.powers"), TABLE),
    ]
