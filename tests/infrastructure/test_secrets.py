"""Personal matter is sealed where it is stored, and stands in no log line (R-I12, RELIABILITY.md §5)."""

from __future__ import annotations

import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import structlog

from infrastructure.log.keys import KeyMissing, Keys, signing_secret
from tests.served import API, ServedOffice

CANARY = "คนนกขมิ้นเหลืองอ่อน"
CANARY_PHONE = "099-742-0307"
PLACE = "4203|person/1|1|phone"


# Keys


def test_what_is_sealed_opens_where_it_was_sealed_and_nowhere_else(tmp_path: Path) -> None:
    keys, somebody = Keys(tmp_path), uuid4()
    sealed = keys.seal(somebody, CANARY.encode(), PLACE)
    assert CANARY not in json.dumps(sealed, ensure_ascii=False)
    assert Keys(tmp_path).open(sealed, PLACE).decode() == CANARY
    for elsewhere in ("4203|person/1|2|phone", "4203|person/2|1|phone", "4204|person/1|1|phone",
                      "4203|person/1|1|email", ""):  # fmt: skip
        with pytest.raises(KeyMissing):
            keys.open(sealed, elsewhere)
    another = uuid4()
    keys.seal(another, b"x", PLACE)
    with pytest.raises(KeyMissing):
        keys.open(sealed | {"key": str(another)}, PLACE)
    changed = sealed["box"][:-4] + ("AAAA" if sealed["box"][-4:] != "AAAA" else "BBBB")
    with pytest.raises(KeyMissing):
        keys.open(sealed | {"box": changed}, PLACE)


def test_the_same_text_is_sealed_otherwise_each_time(tmp_path: Path) -> None:
    """A citizen's number can be guessed: equal texts must not show as equal."""
    keys, somebody = Keys(tmp_path), uuid4()
    boxes = {keys.seal(somebody, b"1100700000000", PLACE)["box"] for _ in range(50)}
    assert len(boxes) == 50


def test_without_its_key_nothing_opens(tmp_path: Path) -> None:
    keys, somebody = Keys(tmp_path), uuid4()
    sealed = keys.seal(somebody, b"x", PLACE)
    [path] = tmp_path.rglob("*.key")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == 32
    path.unlink()
    with pytest.raises(KeyMissing):
        Keys(tmp_path).open(sealed, PLACE)


def test_processes_that_start_together_sign_with_one_secret_of_full_length(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(signing_secret, [folder] * 8))
    assert len(found) == 1
    assert len(found.pop()) == 32


def test_nothing_is_signed_with_half_a_secret(tmp_path: Path) -> None:
    """What a kill between two steps left behind once: an empty file, which anybody can sign with."""
    (tmp_path / "cursor.secret").touch()
    with pytest.raises(ValueError, match="remove it"):
        signing_secret(tmp_path)


def test_two_processes_make_one_key(tmp_path: Path) -> None:
    somebody = uuid4()
    many = [Keys(tmp_path) for _ in range(20)]
    sealed = [keys.seal(somebody, b"x", PLACE) for keys in many]
    assert all(keys.open(box, PLACE) == b"x" for keys in many for box in sealed)
    assert len(list(tmp_path.rglob("*.key"))) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == list(tmp_path.rglob("*.key"))


# The office


@pytest.fixture(scope="module")
def said(office: ServedOffice) -> str:
    """Everything the service writes to its log while personal matter goes through it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    before = structlog.get_config()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=structlog.PrintLoggerFactory(written),
        cache_logger_on_first_use=False,
    )
    try:
        with redirect_stdout(written), redirect_stderr(written):
            go_through(office)
    finally:
        structlog.configure(**before)
        logging.getLogger().removeHandler(handler)
    return written.getvalue()


def go_through(office: ServedOffice) -> None:
    """Send the canary through every kind of request: allowed, refused, unreadable, searched, failed."""
    registrar, admin = office.as_("registrar"), office.as_("admin")
    letter = {
        "kind": "external",
        "received_on": "2569-11-01",
        "to_unit_id": str(office.ids["policy"]),
        "subject": "ร้องเรียน",
        "private_sender": CANARY,
    }
    done = registrar.done("/letters", letter)
    admin.done(
        "/persons",
        {
            "name_th": {"title": "นาย", "given": "ใหม่", "family": "ทดลอง"},
            "name_en": "New",
            "phone": CANARY_PHONE,
        },
    )
    registrar.act("/letters", letter | {"sender_name": CANARY})  # refused by a rule
    registrar.act("/letters", letter | {"private_sender": CANARY + "\u202e"})  # unreadable
    registrar.act("/letters", letter | {CANARY: CANARY})
    office.as_("clerk").act("/letters", letter)  # no right
    registrar.act(
        f"/letters/{done['id']}/corrections", {"reason": "พิมพ์ผิด", "private_sender": CANARY + "๒"}
    )
    for path in (
        f"/letters/{done['id']}", "/registers", "/inbox", "/history", f"/search?q={CANARY}",
        f"{API}/views/letters?q={CANARY}", f"{API}/views/persons", f"{API}/views/audit_history",
        f"{API}/views/letters/{CANARY}", f"{API}/{CANARY}", f"/{CANARY}",
        f"{API}/views/letters?cursor={CANARY}",
    ):  # fmt: skip
        registrar.get(path)
    office.http.post(f"{API}/session", json={"login": CANARY, "password": CANARY})
    office.service.rebuild().run()


def test_no_log_line_holds_personal_matter(said: str) -> None:
    """RELIABILITY.md §5.5: a canary through every endpoint, no hit."""
    assert '"command": "ReceiveLetter"' in said
    assert '"outcome": "refused"' in said
    assert CANARY not in said
    assert CANARY_PHONE not in said
    escaped = json.dumps(CANARY).strip('"')
    assert escaped not in said


def test_the_log_of_events_holds_personal_matter_sealed_only(
    office: ServedOffice, said: str
) -> None:
    """Not in an event's bytes, not in the authorisation record, not in a stream's id."""
    log = office.service.recorder.schemas.log
    needles = [CANARY, json.dumps(CANARY).strip('"'), CANARY_PHONE]
    with psycopg.connect(office.service.conninfo) as connection:
        for table in ("events", "commands", "head", "registers", "sessions"):
            with connection.cursor().copy(f"COPY {log}.{table} TO STDOUT (FORMAT BINARY)") as copy:
                dump = b"".join(copy)
            for needle in needles:
                assert needle.encode() not in dump, table


def test_who_may_reads_it_all_the_same(office: ServedOffice, said: str) -> None:
    rows = office.as_("registrar").rows("letters", sort="newest")
    names: list[Any] = [row["sender_name"] for row in rows if row["subject"] == "ร้องเรียน"]
    assert any(CANARY in (name or "") for name in names)


def test_the_history_tells_that_it_was_and_not_what(office: ServedOffice, said: str) -> None:
    """Facts of the history are the open fields only."""
    read = office.service.recorder.schemas.read
    with psycopg.connect(office.service.conninfo) as connection:
        row = connection.execute(
            f"SELECT count(*) FROM {read}.audit_history WHERE facts::text LIKE %s"
            " OR facts::text LIKE %s",
            [f"%{CANARY}%", f"%{CANARY_PHONE}%"],
        ).fetchone()
    assert row == (0,)


def test_a_persons_key_belongs_to_him(office: ServedOffice, said: str) -> None:
    """Personal fields are sealed under the id of whose they are: destroying it erases him alone."""
    folder = office.service.data / "keys"
    found = {UUID(path.stem) for path in folder.rglob("*.key")}
    persons = {row["id"] for row in office.service.rows.rows("persons") if row.get("phone")}
    assert persons
    assert persons <= found
