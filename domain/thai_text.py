"""Thai text: digits, the key by which it is found, the key by which it is sorted.

Text and query go through the same key, so that what looks the same is the same, however it was
typed (R-T09, R-T10). Keys are for comparing only; what people wrote is stored as they wrote it.
"""

from __future__ import annotations

import re
import unicodedata

from domain.fields import ZERO_WIDTH

ARABIC_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
THAI_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

# By code point, because alone these characters cannot be seen apart.
SARA_AM = "\u0e33"
NIKHAHIT = "\u0e4d"
UPPER_AND_LOWER_VOWELS = "\u0e31\u0e34-\u0e3a\u0e47"
TONES = "\u0e48-\u0e4b"
MARKS = f"{UPPER_AND_LOWER_VOWELS}\u0e48-\u0e4e"
MARKS_ABOVE = f"{TONES}\u0e4c\u0e4e"  # tones, thanthakhat, yamakkan

SPLIT_SARA_AM = re.compile(f"{NIKHAHIT}([{MARKS}]*)\u0e32")
RUN_OF_MARKS = re.compile(f"[{MARKS}{SARA_AM}]{{2,}}")
# Two marks that may not be in the order of the keyboard standard: rare, and cheaper to look for than
# to put every run in order.
OUT_OF_ORDER = re.compile(
    f"[{MARKS}{SARA_AM}](?=[{MARKS}{SARA_AM}])(?:"
    f"(?<=[{UPPER_AND_LOWER_VOWELS}])[{UPPER_AND_LOWER_VOWELS}]"
    f"|(?<=[{MARKS_ABOVE}])[{UPPER_AND_LOWER_VOWELS}{MARKS_ABOVE}]"
    f"|(?<={NIKHAHIT})[{MARKS}]"
    f"|(?<={SARA_AM}))"
)
VOWEL = re.compile(f"[{UPPER_AND_LOWER_VOWELS}]")
HIDDEN = re.compile(f"[{''.join(map(chr, ZERO_WIDTH))}]+")
THAI_DIGIT = re.compile("[๐-๙]")
EACH_TONE = tuple(map(chr, range(0x0E48, 0x0E4C)))

LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
# Compared only where the letters are equal, lightest first: yamakkan, phinthu, maitaikhu, the four
# tones, thanthakhat, nikhahit.
SECOND_LEVEL = {
    mark: str(weight)
    for weight, mark in enumerate("\u0e4e\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d", start=1)
}
PUNCTUATION = "\u0e2f\u0e46"  # letters to Unicode, but paiyannoi and maiyamok sort as punctuation


def thai_digits(text: str) -> str:
    """Return ``text`` with ๐-๙ for 0-9: for print (R-T06)."""
    return text.translate(ARABIC_TO_THAI)


def arabic_digits(text: str) -> str:
    """Return ``text`` with 0-9 for ๐-๙: for storage and comparison (R-T06)."""
    # To look for one first is far cheaper than to look up every character.
    return text.translate(THAI_TO_ARABIC) if THAI_DIGIT.search(text) else text


def search_key(text: str) -> str:
    """Return what is compared when ``text`` is searched, or searched for, as a substring.

    Compatibility forms folded, Thai digits Arabic, sara am in one piece, two เ made แ, marks in
    the order of the keyboard standard, no zero-width characters, lower case, single spaces.
    """
    folded = unicodedata.normalize("NFKC", HIDDEN.sub("", text)).casefold()
    folded = arabic_digits(unicodedata.normalize("NFKC", folded))
    folded = SPLIT_SARA_AM.sub(rf"\1{SARA_AM}", folded)
    if OUT_OF_ORDER.search(folded):
        folded = RUN_OF_MARKS.sub(lambda run: "".join(sorted(run[0], key=_typing_order)), folded)
    return " ".join(folded.replace("เเ", "แ").split())


def search_key_loose(text: str) -> str:
    """Return the search key without tone marks: the second try, when the first finds nothing."""
    for tone in EACH_TONE:  # a search for each is far cheaper than a look at every character
        text = text.replace(tone, "")
    return search_key(text)


def sort_key(text: str) -> str:
    """Return a key that sorts ``text`` as a Thai dictionary does, compared byte by byte (R-T08).

    First the letters, a leading vowel after its consonant; among equals the tone marks; then
    punctuation and spaces. The levels are joined by a space, which no letter sorts before.
    """
    found = search_key(text)
    letters: list[str] = []
    marks: list[str] = []
    for character in LEADING_VOWEL.sub(r"\2\1", found):
        if weight := SECOND_LEVEL.get(character):
            marks.append(weight)
        elif _is_letter(character):
            letters.append("\u0e32" if character == "\u0e45" else character)
            marks.append("0")
    return f"{''.join(letters)} {''.join(marks).rstrip('0')} {found}"


def _typing_order(mark: str) -> tuple[int, str]:
    if mark == SARA_AM:
        return 3, mark
    if mark == NIKHAHIT:
        return 2, mark
    return (0 if VOWEL.match(mark) else 1), mark


def _is_letter(character: str) -> bool:
    return (character.isalnum() and character not in PUNCTUATION) or bool(VOWEL.match(character))
