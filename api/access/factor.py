"""A second factor's secret as it is shown: to a telephone's camera, and to be typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import segno

from api.web.words import Words
from domain.access.one_time_code import address, secret_text


def factor_address(service: Any, person_id: UUID, secret: bytes, at: datetime) -> str:
    """Return the address that an authenticator app reads."""
    account = service.access.accounts.one(person_id, at)
    issuer = f"{Words('th').text('ui.product')} {service.office.code}"
    return address(secret, account.sign_in_name if account else "", issuer)


def shown_secret(service: Any, person_id: UUID, secret: bytes, at: datetime) -> dict[str, str]:
    """Return the picture of the address, and the secret in groups of four."""
    drawn = segno.make(factor_address(service, person_id, secret, at), error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff", omitsize=True
    )
    text = secret_text(secret)
    return {"drawn": drawn, "secret": " ".join(text[i : i + 4] for i in range(0, len(text), 4))}
