"""Capacity: as what a person acts in a post; the choice stands on every event (R-H11, R-H15)."""

from __future__ import annotations

from enum import StrEnum


class Capacity(StrEnum):
    """Glossary §3. ``holder`` is the post's own; the others rest on an instrument.

    ``acting`` (รักษาราชการแทน) has all powers of the post while its holder is away or there is none;
    ``on_behalf`` (ปฏิบัติราชการแทน) has the powers delegated while the holder is there; ``interim``
    (รักษาการในตำแหน่ง) holds a vacant position; ``duty_substitute`` (ปฏิบัติหน้าที่แทน) and
    ``mutual_substitute`` rest on an order of the office only and never sign for it (R-H13, R-H14).
    """

    HOLDER = "holder"
    ACTING = "acting"
    ON_BEHALF = "on_behalf"
    INTERIM = "interim"
    DUTY_SUBSTITUTE = "duty_substitute"
    MUTUAL_SUBSTITUTE = "mutual_substitute"


FULLEST_FIRST = (
    Capacity.HOLDER,
    Capacity.ACTING,
    Capacity.INTERIM,
    Capacity.ON_BEHALF,
    Capacity.DUTY_SUBSTITUTE,
    Capacity.MUTUAL_SUBSTITUTE,
)
# They fill the post as a whole: seats and ranks of the post are theirs (R-H08, R-G15).
FILLS_THE_POST = (Capacity.ACTING, Capacity.INTERIM)
FILLING = (Capacity.HOLDER, *FILLS_THE_POST)
# By order of the office only: they check, assign and give opinions, and sign nothing for it.
SIGNS_NOTHING = (Capacity.DUTY_SUBSTITUTE, Capacity.MUTUAL_SUBSTITUTE)
# One acting person per post and moment (R-H09).
EXCLUSIVE = (Capacity.ACTING, Capacity.INTERIM)
