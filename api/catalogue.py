"""Every route and page there is, and what the programs' interface says of itself."""

from __future__ import annotations

import json
import re
from typing import Any

from api import files, history, style
from api.access import all_pages, own_pages
from api.access import routes as access
from api.approvals import approvals as rounds
from api.approvals import outside
from api.approvals import panel as _approvals_panel  # noqa: F401 - shown on a case's page
from api.approvals import routes as approvals
from api.audit import break_glass, exports, readings
from api.board import meetings, resolutions
from api.board import panel as _board_panel  # noqa: F401 - shown on a case's page
from api.board import routes as board
from api.budget import line as budget_line
from api.budget import panel as _budget_panel  # noqa: F401 - shown on a case's page
from api.budget import register, transfers
from api.budget import routes as budget
from api.casework import (
    case_list,
    case_page,
    cases,
    follow_ups,
    inbox,
    overview,
    search_page,
    step_page,
)
from api.correspondence import (
    letter_page,
    letter_sets,
    letters,
    outgoing,
    outgoing_pages,
    papers,
    registers,
)
from api.correspondence import panel as _letters_panel  # noqa: F401 - shown on a case's page
from api.organization import (
    assignments,
    chart,
    handover,
    me,
    order_page,
    person_page,
    posts,
    powers_page,
    powers_rows,
    settings,
    unit_page,
    who_could_page,
)
from api.organization import routes as organization
from api.routes import Route

DESCRIPTION = """ทะเบียน: หนังสือ การเสนอความเห็น การโอนงบประมาณ และมติที่ประชุม ของสำนักงานเขตพื้นที่การศึกษา

Every act is one `POST` that appends events. Send `Idempotency-Key` with each, and `If-Match` with the
version you decided on (the `ETag` of what you read). What is refused is answered as
`application/problem+json` with a stable `code` and a Thai (`th`) and an English (`en`) sentence that
says what to do. The answer's `position` is where the act stands in the office's log."""

_PROBLEM = {
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "code", "status", "title", "th", "en"],
                "properties": {
                    "type": {"type": "string"},
                    "code": {"type": "string"},
                    "status": {"type": "integer"},
                    "title": {"type": "string"},
                    "th": {"type": "string"},
                    "en": {"type": "string"},
                    "rule": {"type": "string"},
                    "errors": {"type": "array", "items": {"type": "object"}},
                },
            }
        }
    }
}
_MEANINGS = {
    400: "A header or parameter is missing or cannot be read",
    401: "Not signed in",
    403: "The post in which you act does not hold this power, or the request came from another site",
    404: "Not found, or not yours to know of",
    409: "Refused by a rule; the figures it looked at are in the answer",
    412: "Decided on since you looked",
    413: "Too large",
    415: "A kind of file that is not taken",
    422: "The body does not fit; `errors` say where and why",
    428: "If-Match is missing",
    429: "Too many attempts",
    503: "Busy, or the outcome is unknown: send it again with the same Idempotency-Key",
}
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": meaning, **_PROBLEM} for status, meaning in _MEANINGS.items()
}

ROUTES: tuple[Route, ...] = (
    *organization.ROUTES,
    *access.ROUTES,
    *letters.ROUTES,
    *outgoing.ROUTES,
    *cases.ROUTES,
    *budget.ROUTES,
    *approvals.ROUTES,
    *approvals.OUTSIDE_ROUTES,
    *board.ROUTES,
    *break_glass.ROUTES,
)
DEEDS = access.DEEDS
PAGES = (
    own_pages.pages,
    all_pages.pages,
    overview.pages,
    inbox.pages,
    case_list.pages,
    case_page.pages,
    step_page.pages,
    follow_ups.pages,
    search_page.pages,
    register.pages,
    budget_line.pages,
    transfers.pages,
    rounds.pages,
    outside.pages,
    meetings.pages,
    resolutions.pages,
    registers.pages,
    letter_page.pages,
    outgoing_pages.pages,
    papers.pages,
    letter_sets.pages,
    powers_page.pages,
    powers_rows.pages,
    settings.pages,
    chart.pages,
    unit_page.pages,
    posts.pages,
    assignments.pages,
    me.pages,
    handover.pages,
    who_could_page.pages,
    order_page.pages,
    person_page.pages,
    style.pages,
    history.pages,
    readings.pages,
    break_glass.pages,
    exports.pages,
    files.pages,
)


def _has_files(route: Route) -> bool:
    """Whether a form takes files: somewhere in it the SHA-256 of one is asked for."""
    return "[0-9a-f]{64}" in json.dumps(route.model.model_json_schema())


FILE_PATHS = tuple(
    re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
    for path in ("/api/v1/files", *(route.form_path for route in ROUTES if _has_files(route)))
)


def takes_files(path: str) -> bool:
    """Whether what is sent to this path may hold files."""
    return any(known.fullmatch(path) for known in FILE_PATHS)
