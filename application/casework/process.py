"""Processes of the manual: defined as data, and the template a new case begins from (R-W01)."""

from __future__ import annotations

from application.act import Act
from application.desk import Asked, Desk
from domain.casework.process import DefineProcess, Template, process
from domain.refusal import NotFound


def define(desk: Desk, code: str, asked: Asked[DefineProcess]) -> None:
    """Define the process of this very code.

    Raises:
        NotFound: the definition is of another process than the one it is asked of.
    """
    if asked.code != code:
        raise NotFound(code=code)
    desk.decide(process, code, asked.command())


def template(desk: Desk, code: str) -> Template:
    """Return the process as it is defined now.

    Raises:
        NotFound: the office has not defined it.
    """
    state = desk.state(process, code)
    if not isinstance(state, Template):
        raise NotFound(code=code)
    return state


ACTS = (Act(DefineProcess, process, define),)
