"""An act: one thing an official can do, from what is sent to what is appended.

Each wing lists its acts; the HTTP interface, the pages and the demonstration office all go through
them, and a test walks the list to show that each leaves at least one event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, create_model

from application.desk import Asked, Desk
from domain.decider import Decider
from domain.message import Actor, Command, Given
from domain.refusal import NotFound

Key = UUID | str
CarryOut = Callable[[Desk, Any, Asked[Any]], None]


@dataclass(frozen=True)
class Act:
    """``command`` asked of a stream of ``decider``.

    ``carry_out`` gathers the evidence and decides; without it the command needs none. ``creates``
    says that the stream begins with this act, so its id is given here and not by the caller;
    ``begins_under`` that it may begin with it, under the id of a thing of that kind.
    ``register`` is the register whose next number the first event takes. ``known`` says whether the
    actor may know of the thing as it stands; to him for whom it says no, it does not exist. An act
    ``of_right`` needs no row of the table of powers: it is everybody's. One that is ``own`` is asked under
    one's own id: of somebody else nothing is there.
    """

    command: type[Command]
    decider: Decider[Any]
    carry_out: CarryOut | None = None
    creates: bool = False
    begins_under: Decider[Any] | None = None
    register: str | None = None
    known: Callable[[Any, Actor], bool] | None = None
    of_right: bool = False
    own: bool = False

    @property
    def name(self) -> str:
        return self.command.NAME

    def require_known(self, key: Key, state: Any, by: Actor) -> None:
        """Raise the answer for what is not there, where it is not there for ``by``.

        Raises:
            NotFound
        """
        if self.own and key != by.person_id:
            raise NotFound()
        if self.known is not None and not self.known(state, by):
            raise NotFound()

    def do(self, desk: Desk, key: Key, asked: Asked[Any]) -> None:
        """Carry the act out at ``desk``."""
        if self.carry_out is not None:
            self.carry_out(desk, key, asked)
        else:
            desk.decide(self.decider, key, asked.command(), register=self.register)


@cache
def body_of(command: type[Command]) -> type[BaseModel]:
    """Return the model of what a caller sends: the command without its evidence."""
    fields: dict[str, Any] = {
        name: (info.annotation, info)
        for name, info in command.model_fields.items()
        if not any(isinstance(mark, Given) for mark in info.metadata)
    }
    return create_model(
        f"{command.__name__}Body",
        __config__=ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False),
        __doc__=command.__doc__,
        **fields,
    )
