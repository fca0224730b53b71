"""Codes of the second factor: by time (RFC 6238), and by a list for the day the telephone is lost."""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode
from hashlib import sha1
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
DRIFT_STEPS = 1  # a telephone's clock may be this many steps off, either way
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_BYTES = 15  # 120 bits: a plain hash is enough (ASVS 5.0: 6.5.2)


def code_at(secret: bytes, step: int) -> str:
    """Return the six digits of ``secret`` for the ``step``-th half minute since 1970 (RFC 4226 §5.3)."""
    mac = hmac.new(secret, step.to_bytes(8, "big"), sha1).digest()
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(seconds: float) -> int:
    """Return the half minute that a moment (seconds since 1970) lies in."""
    return int(seconds) // STEP_SECONDS


def matching_step(secret: bytes, typed: str, step: int, last: int) -> int | None:
    """Return the step for which ``typed`` is the code: near ``step``, and after ``last``.

    ``last`` is the step of the last code that was taken: no code counts twice (RFC 6238 §5.2).
    """
    found = None
    for near in range(step - DRIFT_STEPS, step + DRIFT_STEPS + 1):
        if hmac.compare_digest(code_at(secret, near).encode(), typed.encode()) and near > last:
            found = near
    return found


def tidy(typed: str) -> str:
    """Return a code as it is compared: without spaces and hyphens, in capitals."""
    return "".join(typed.split()).replace("-", "").upper()


def spelled(code: bytes) -> str:
    """Return a code as it is shown and typed: groups of six of RFC 4648's base 32."""
    text = b32encode(code).decode().rstrip("=")
    return "-".join(text[i : i + 6] for i in range(0, len(text), 6))


def secret_text(secret: bytes) -> str:
    """Return a secret as one types it into an app."""
    return b32encode(secret).decode().rstrip("=")


def secret_of(text: str) -> bytes:
    """Return the secret behind ``secret_text``."""
    return b32decode(text + "=" * (-len(text) % 8))


def address(secret: bytes, account: str, issuer: str) -> str:
    """Return the ``otpauth`` address that a QR code shows to the app."""
    label = f"{quote(issuer)}:{quote(account)}"
    return f"otpauth://totp/{label}?" + urlencode(
        {"secret": secret_text(secret), "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS},
        quote_via=quote,
    )
