"""Every template parses, renders in both languages, and obeys the content security policy."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from api.web import style_page
from api.web.line_breaks import unbroken
from api.web.render import ICONS, STATIC, TEMPLATES, environment, icon, page
from api.web.words import FOLDER, Lang, Words, flattened, missing_words

LANGS: tuple[Lang, ...] = ("th", "en")
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
VOID = {"meta", "link", "input", "img", "br", "hr", "rect", "path", "circle"}


class Seen(HTMLParser):
    """What stands in a page: ids, references to them, inline code, unclosed elements."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.inline: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        given = dict(attrs)
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name[:2] == "on"]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        for name in ("for", "aria-labelledby", "aria-describedby", "data-opens"):
            self.refers += (given.get(name) or "").split()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> inside {self.open[-3:]}")
        elif self.open:
            self.open.pop()


def pages(lang: Lang) -> dict[str, str]:
    words = Words(lang, strict=True)
    frame = style_page.sample_frame(words)
    gate = style_page.sample_frame(words, person=None, menu=(), posts=(), verified_to=None)
    then = style_page.sample_frame(words, as_of=datetime(2026, 11, 1, 9, tzinfo=UTC))
    return {
        "style": page("style.html", words, frame, **style_page.context(words)),
        "sign_in": page(
            "sign_in.html",
            words,
            gate,
            action="/session",
            login="<b>",
            problem="ผิด",
            hidden=[("back", "/")],
            provider="ผู้ให้บริการ",
            then="/letters?q=<b>",
            people=[("ก", "ข", "c")],
        ),
        "problem": page(
            "problem.html",
            words,
            then,
            status=409,
            title="<script>",
            detail="",
            figures=[("ก", "1")],
            code="not-open",
            does=(),
            reference="",
        ),
    }


PAGES = {lang: pages(lang) for lang in LANGS}
EACH = [(lang, name) for lang in LANGS for name in ("style", "sign_in", "problem")]


@pytest.mark.parametrize("name", NAMES)
def test_every_template_parses(name: str) -> None:
    assert environment().get_template(name).name == name


@pytest.mark.parametrize(("lang", "name"), EACH)
def test_a_page_has_no_inline_script_or_style(lang: Lang, name: str) -> None:
    seen = Seen()
    seen.feed(PAGES[lang][name])
    assert seen.inline == []


@pytest.mark.parametrize(("lang", "name"), EACH)
def test_a_page_is_well_formed_and_its_references_hold(lang: Lang, name: str) -> None:
    seen = Seen()
    seen.feed(PAGES[lang][name])
    assert seen.faults == []
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.refers) <= set(seen.ids)


@pytest.mark.parametrize("lang", LANGS)
def test_what_people_typed_is_escaped(lang: Lang) -> None:
    assert "&lt;b&gt;" in PAGES[lang]["sign_in"]
    assert "&lt;script&gt;" in PAGES[lang]["problem"]


def test_the_english_page_is_english() -> None:
    """Only the switch to Thai and the seal stay Thai."""
    left = PAGES["en"]["style"].replace("ไทย", "").replace("อ่านหน้านี้เป็นภาษา", "")
    assert re.findall("[ก-๛]+", left) == ["ท"]


def test_a_due_date_is_said_in_words() -> None:
    for words in ("เกินกำหนด 1 วัน", "วันนี้", "อีก 2 วัน"):
        assert words in PAGES["th"]["style"]
    for words in ("1 day overdue", "today", "in 2 days"):
        assert words in PAGES["en"]["style"]


def test_money_has_its_sign_and_its_sum() -> None:
    assert "−450,000.00" in PAGES["th"]["style"]
    assert "+300,000.00" in PAGES["th"]["style"]
    assert PAGES["th"]["style"].count("2,060,000.50") == 2


def test_every_word_that_a_template_asks_for_exists() -> None:
    asked: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        asked |= set(re.findall(r"\bt\('([a-z_.]+)'(?!\s*~)", path.read_text("utf-8")))
    for entry in style_page.sample_menu():
        asked |= {entry.key, entry.key.replace("ui.menu.", "ui.menu_short.")}
    assert len(asked) > 80
    assert missing_words(asked) == []


def test_every_word_of_the_pages_is_asked_for() -> None:
    """A word that nobody asks for misleads whoever translates."""
    code = "".join(
        path.read_text("utf-8")
        for path in [*TEMPLATES.rglob("*.html"), *TEMPLATES.parents[1].rglob("*.py")]
    )
    own = {key for key, _ in flattened(tomllib.loads((FOLDER / "ui.toml").read_text("utf-8")), "")}
    stems = {*re.findall(r"'(ui\.[a-z_.]+\.)' ~", code)}
    unused = [
        key
        for key in own
        if key.startswith("ui.") and key not in code and not key.startswith(tuple(stems))
    ]
    assert unused == []


def test_icons_are_decoration_unless_they_are_named() -> None:
    assert 'aria-hidden="true"' in icon("inbox")
    assert 'role="img" aria-label="&lt;ปิด&gt;"' in icon("x", "<ปิด>")
    assert all(icon(path.stem).count("\n") == 0 for path in ICONS.glob("*.svg"))


def test_every_icon_that_is_named_is_there() -> None:
    named: set[str] = set()
    for path in TEMPLATES.parents[1].rglob("*"):
        if path.suffix in (".py", ".html"):
            named |= set(
                re.findall(r"""\bicon(?:=|\()["']([a-z-]+)["']""", path.read_text("utf-8"))
            )
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ICONS / f"{name}.svg").is_file()] == []


def test_a_page_does_not_fail_for_an_icon() -> None:
    assert icon("no-such-icon") == icon("point")


@pytest.mark.parametrize(
    "text",
    [
        "งบประมาณ",
        "พ.ศ. ๒๕๖๙",
        "ครั้งที่ 11/2569",
        "วาระที่ 5.1",
        "23 พ.ย. 2569",
        "27 Nov 2569",
        "นายธีรเดช ศรีสุข",
        "1,250,000.00 บาท",
    ],
)
def test_what_belongs_together_stays_on_one_line(text: str) -> None:
    assert f'<span class="nb">{text}</span>' in unbroken(f"ก่อน {text} หลัง")


def test_unbroken_text_is_escaped_and_otherwise_unchanged() -> None:
    shown = str(unbroken("<b>งบประมาณ</b> 23 พ.ย. 2569 & อื่น ๆ"))
    assert "<b>" not in shown
    assert re.sub("<[^>]+>", "", shown) == "&lt;b&gt;งบประมาณ&lt;/b&gt; 23 พ.ย. 2569 &amp; อื่น ๆ"


def test_vendored_files_are_those_of_the_list() -> None:
    listed = re.findall(
        r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (STATIC / "README.md").read_text(), re.M
    )
    assert len(listed) == 8
    for name, digest in listed:
        assert sha256((STATIC / name).read_bytes()).hexdigest() == digest


def test_style_sheets_load_nothing_that_the_policy_forbids() -> None:
    for name in ("app.css", "parts.css"):
        for address in re.findall(r"url\(([^)]+)\)", (STATIC / name).read_text("utf-8")):
            assert (STATIC / address).is_file()


def test_the_frame_shows_the_post_and_capacity_in_which_one_acts() -> None:
    """R-H17: the capacity stands before the post, as in a signature block."""
    assert '<b class="capacity">รักษาราชการแทน</b> รอง ผอ.สพป.' in PAGES["th"]["style"]
    assert date(2026, 11, 23) == style_page.TODAY
