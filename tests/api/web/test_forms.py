"""A form from a model and back again: nothing typed is lost, nothing is guessed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

import pytest
from pydantic import BaseModel, Field, ValidationError, create_model

from api.web import forms
from api.web.words import Words, catalogue
from domain.fields import (
    Count,
    Digest,
    FiscalYear,
    OneLine,
    OptionalLine,
    OptionalParagraphs,
    PaperDate,
    Paragraphs,
    Satang,
    SatangOrNone,
    SignedSatang,
)
from domain.message import Command, Evidence

A, B = UUID(int=1), UUID(int=2)
HEX = "0" * 64


class Pace(StrEnum):
    SLOW = "slow"
    FAST = "fast"


class PaperItem(BaseModel, extra="forbid", frozen=True):
    name: OneLine
    digest: Digest
    media_type: OneLine
    size_bytes: Count


class LineItem(BaseModel, extra="forbid", frozen=True):
    line_id: UUID
    satang: SignedSatang
    pace: Pace = Pace.SLOW


class Everything(Command):
    NAME: ClassVar[str] = "Everything"

    secret: Evidence[str] = ""
    subject: OneLine
    text: OptionalParagraphs = ""
    dated_on: PaperDate
    due_on: PaperDate | None = None
    amount_satang: Satang
    fiscal_year: FiscalYear
    pace: Pace
    unit_id: UUID
    agreed: bool
    seen: Digest
    units: tuple[UUID, ...] = ()
    paragraphs: tuple[Paragraphs, ...] = ()
    steps: tuple[int, ...] = ()
    lines: Annotated[tuple[LineItem, ...], Field(min_length=1)]
    papers: tuple[PaperItem, ...] = ()


class Limits(BaseModel, extra="forbid"):
    line: OneLine
    optional: OptionalLine
    text: Paragraphs
    on: PaperDate
    money: Satang
    none: SatangOrNone
    signed: SignedSatang
    count: Count
    year: FiscalYear
    file: Digest
    pace: Pace
    unit: UUID
    yes: bool


LABELS = {
    key: {"th": key, "en": key}
    for key in (
        forms.form_keys(Everything)
        | forms.form_keys(Limits)
        | {"value.pace.slow", "value.pace.fast"}
    )
}
WORDS = Words("th", strict=True, entries={**catalogue(), **LABELS})
SENT = [
    ("_csrf", "page's own"),
    ("subject", "  ขอโอน "),
    ("dated_on", "๒๓/๑๑/๒๕๖๙"),
    ("amount_satang", "๑,๒๓๔.๕"),
    ("fiscal_year", "๒๕๗๐"),
    ("pace", "fast"),
    ("unit_id", str(A)),
    ("agreed", "false"),
    ("agreed", "true"),
    ("seen", HEX),
    ("units", str(A)),
    ("units", str(B)),
    ("paragraphs", "หนึ่ง\r\n\r\nสอง"),
    ("steps", "1\n๒"),
    ("lines.0.line_id", str(A)),
    ("lines.0.satang", "-20"),
    ("lines.1.line_id", ""),
    ("lines.1.satang", ""),
    ("lines.1.pace", "slow"),
    ("lines.10.line_id", str(B)),
    ("lines.10.satang", "20"),
]


class Upload:
    def __init__(self, filename: str) -> None:
        self.filename = filename


def kept(upload: Upload) -> dict[str, object]:
    return {
        "digest": HEX,
        "media_type": "application/pdf",
        "size_bytes": 9,
        "name": upload.filename,
        "elsewhere": 1,
    }


def field(fields: list[forms.Field], name: str) -> forms.Field:
    return next(item for item in fields if item.name == name)


def refused(model: type[BaseModel], body: dict[str, object], words: Words) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(body)
    return forms.messages(model, caught.value, words)


def test_what_was_typed_becomes_what_the_command_wants() -> None:
    body = forms.read_form(Everything, SENT)
    assert body == {
        "subject": "ขอโอน",
        "dated_on": "23/11/2569",
        "amount_satang": 123_450,
        "fiscal_year": 2570,
        "pace": "fast",
        "unit_id": str(A),
        "agreed": True,
        "seen": HEX,
        "units": [str(A), str(B)],
        "paragraphs": ["หนึ่ง", "สอง"],
        "steps": [1, 2],
        "lines": [
            {"line_id": str(A), "satang": -2000},
            {"line_id": str(B), "satang": 2000},
        ],
    }


def test_an_empty_row_is_dropped_even_where_a_select_shows_its_default() -> None:
    assert len(forms.read_form(Everything, SENT)["lines"]) == 2


def test_what_cannot_be_read_stays_as_it_was_typed() -> None:
    body = forms.read_form(Everything, [("amount_satang", "ห้าร้อย"), ("fiscal_year", "x")])
    assert body["amount_satang"] == "ห้าร้อย"
    shown = forms.form_fields(Everything, WORDS, body)
    assert field(shown, "amount_satang").value == "ห้าร้อย"
    assert field(shown, "fiscal_year").value == "x"


def test_what_was_read_is_shown_again() -> None:
    shown = forms.form_fields(Everything, WORDS, forms.read_form(Everything, SENT))
    assert field(shown, "amount_satang").value == "1,234.50"
    assert field(shown, "dated_on").value == "23/11/2569"
    assert field(shown, "units").chosen == (str(A), str(B))
    assert field(shown, "paragraphs").value == "หนึ่ง\nสอง"
    rows = field(shown, "lines").rows
    assert [row[1].value for row in rows] == ["−20.00", "20.00"]
    assert [row[1].name for row in rows] == ["lines.0.satang", "lines.1.satang"]


def test_a_date_of_the_domain_is_shown_in_the_buddhist_era() -> None:
    """R-T02."""
    shown = forms.form_fields(Everything, WORDS, {"dated_on": date(2026, 1, 9)})
    assert field(shown, "dated_on").value == "9/1/2569"


def test_evidence_is_neither_shown_nor_taken() -> None:
    names = {item.name for item in forms.form_fields(Everything, WORDS)}
    assert not names & {"by", "on", "secret"}
    body = forms.read_form(Everything, [("secret", "me"), ("by.role", "area_director")])
    assert not set(body) & {"by", "secret"}
    assert {"by*", "secret*"} <= set(refused(Everything, body, WORDS))


def test_an_unknown_field_is_left_for_the_model_to_refuse() -> None:
    body = forms.read_form(Limits, [("admin", "1")])
    assert "ไม่มีช่องนี้" in refused(Limits, body, WORDS)["admin"]


def test_each_type_is_asked_for_in_its_own_way() -> None:
    kinds = {item.name: item.kind for item in forms.form_fields(Everything, WORDS)}
    assert kinds == {
        "subject": "line",
        "text": "text",
        "dated_on": "date",
        "due_on": "date",
        "amount_satang": "money",
        "fiscal_year": "number",
        "pace": "radios",
        "unit_id": "select",
        "agreed": "checkbox",
        "seen": "hidden",
        "units": "checks",
        "paragraphs": "lines",
        "steps": "lines",
        "lines": "rows",
        "papers": "rows",
    }


def test_a_type_that_no_form_can_show_is_said_at_once() -> None:
    class Odd(BaseModel):
        ratio: float

    with pytest.raises(TypeError, match="float"):
        forms.form_fields(Odd, WORDS)


def test_options_are_found_by_the_name_without_row_numbers() -> None:
    choices = {"lines.line_id": [(str(A), "ค่าวัสดุ")]}
    shown = forms.form_fields(Everything, WORDS, {"lines": [{}]}, choices=choices)
    assert field(shown, "lines").rows[0][0].choices == ((str(A), "ค่าวัสดุ"),)
    assert field(shown, "lines").blank[0].choices == ((str(A), "ค่าวัสดุ"),)


def test_a_yes_or_no_with_words_of_its_own_is_asked_with_two_answers() -> None:
    own = {f"value.Everything.agreed.{v}": {"th": v, "en": v} for v in ("true", "false")}
    words = Words("th", entries={**WORDS.known, **own})
    agreed = field(forms.form_fields(Everything, words), "agreed")
    assert (agreed.kind, agreed.required) == ("radios", True)
    assert "agreed" not in forms.read_form(Everything, [])


def test_a_file_row_takes_what_the_store_says_and_keeps_it_when_shown_again() -> None:
    sent = [("papers.0.name", "ของเรา"), ("papers.0.file", Upload("a.pdf"))]
    body = forms.read_form(Everything, [*sent, ("papers.1.file", Upload(""))], kept)
    assert body["papers"] == [
        {"digest": HEX, "media_type": "application/pdf", "size_bytes": 9, "name": "ของเรา"}
    ]
    (row,) = field(forms.form_fields(Everything, WORDS, body), "papers").rows
    assert ("papers.0.digest", HEX) in row[-1].kept
    again = forms.read_form(Everything, [*row[-1].kept, ("papers.0.name", "ของเรา")], kept)
    assert again["papers"] == body["papers"]


def test_another_row_is_given_when_asked_for() -> None:
    counts = forms.row_counts([("_rows", "lines"), ("_count.lines", "2"), ("_count.papers", "1")])
    assert counts == {"lines": 3, "papers": 1}
    shown = forms.form_fields(Everything, WORDS, rows=counts)
    assert len(field(shown, "lines").rows) == 3


def test_a_commands_body_bears_the_commands_words() -> None:
    body = create_model("LimitsBody", money=(Satang, ...))
    assert field(forms.form_fields(body, WORDS), "money").label == "field.Limits.money"


def test_hostile_names_and_numbers_do_no_harm() -> None:
    sent = [
        ("lines", "x"),
        ("lines.0.satang", "1"),
        ("subject.a.b", "y"),
        ("fiscal_year", "9" * 9000),
    ]
    body = forms.read_form(Everything, [*sent, ("_count.lines", "9" * 5000)])
    assert isinstance(refused(Everything, body, WORDS), dict)
    assert forms.row_counts([("_count.lines", "9" * 5000)]) == {}


FAULTS = {
    "line": ["", "ก" * 501, "ก\nข", "\u202eก", "ก่้", 5],
    "optional": ["ก" * 501, None],
    "text": ["", "ก" * 20_001],
    "on": ["31/11/2569", "1/1/69", "1/1/2300", "เมื่อวาน", 5],
    "money": [0, -1, 10**17, "1.234", "ห้า", 1.5, None],
    "none": [-1, "x"],
    "signed": [10**17, "x"],
    "count": [-1, 10**9, "x"],
    "year": [69, 2026, "x"],
    "file": ["zz", 5],
    "pace": ["quick"],
    "unit": ["me", 5],
    "yes": ["perhaps", None],
}


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize(("name", "value"), [(n, v) for n, vs in FAULTS.items() for v in vs])
def test_every_limit_says_in_both_languages_what_to_do(lang: str, name: str, value: object) -> None:
    """R-T05, R-T09, R-T10, R-B23: and never the library's own words."""
    words = Words(lang, strict=True, entries=WORDS.known)
    said = refused(Limits, {name: value}, words)[name]
    assert said
    assert said != words.text("error.other"), "this fault has no sentence of its own"
    thai = any("\u0e01" <= letter <= "\u0e5b" for letter in said)
    assert thai == (lang == "th")


@pytest.mark.parametrize("name", list(Limits.model_fields))
def test_a_blank_field_is_asked_for(name: str) -> None:
    assert "โปรด" in refused(Limits, {}, WORDS)[name]
