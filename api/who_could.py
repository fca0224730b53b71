"""``thabian who-could``: the question asked of the command line, where the whole office may be seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.table import Table

from api.main import Service
from api.naming import Names
from api.organization.answers import AuthorityBody, LineBody, authority_body
from api.organization.asking import NOW, THEN, Typed, answer_at, end_of, posts_of, question_of
from api.web.words import Words
from domain.thai_time import bangkok_date


def ask(service: Service, typed: Typed) -> AuthorityBody:
    """Return the answer to a question as typed; there is nobody of whom one might not ask.

    Raises:
        BadRequest: no such command, or no such day.
    """
    rows = service.rows
    question = question_of(typed, bangkok_date(datetime.now(UTC)))
    if typed.known == NOW:
        position = rows.head()
    elif typed.known == THEN:
        position = rows.position_at(end_of(question.on))
    else:
        position = int(typed.known)
    past = service.streams_at(position)
    answer = answer_at(question, past, posts_of(rows.rows("posts")), typed.person_id)
    return authority_body(answer, typed.person_id)


def show(service: Service, console: Console, answer: AuthorityBody) -> None:
    """Print who may, then those to whom the table gives it though not for this; count the rest."""
    words = Words("th", resolve=Names(service, "th"))
    console.print(
        f"{words.text(f'command.{answer.command}')} · {words.date(answer.on)}"
        f" · ถึงลำดับที่ {answer.position} · log read up to {answer.position}"
    )
    shown = Table("", "ผู้ทำ · who", "ฐานะ · as what", "เหตุ · why", "อาศัยเหตุการณ์ · rests on")
    near = [line for line in answer.lines if line.may or is_near(line)]
    for line in near:
        shown.add_row(
            "✓" if line.may else "✗",
            words.resolve(line.person_id),
            f"{words.text(f'value.capacity.{line.capacity}')} {words.resolve(line.post_id)}",
            reason(words, answer, line),
            ", ".join(f"{one.position}{'*' if one.late else ''}" for one in line.rests_on),
        )
    console.print(shown)
    far = len(answer.lines) - len(near)
    console.print(f"{words.text('ui.who_could.far', n=far)}; * {words.text('ui.ground.late')}")


def is_near(line: LineBody) -> bool:
    return line.refusal is not None and line.refusal["code"] != "not-permitted"


def reason(words: Words, answer: AuthorityBody, line: LineBody) -> str:
    if line.refusal is not None:
        figures: dict[str, Any] = dict(line.refusal)
        if figures.get("person_id"):
            figures["person_id"] = UUID(figures["person_id"])
        return words.text(f"ui.why.{figures['code']}", **figures)
    if answer.of_right:
        return words.text("ui.who_could.of_right")
    ceiling = line.ceiling_satang
    bounds = words.text("ui.who_could.ceiling", ceiling_satang=ceiling) if ceiling else ""
    return words.text("ui.who_could.by_row", version=answer.table, bounds=bounds)
