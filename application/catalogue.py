"""Every act there is, by its command's name."""

from __future__ import annotations

from application.act import Act
from application.correspondence import letter, register
from application.organization import acts as organization

ACTS: dict[str, Act] = {act.name: act for act in (*organization.ACTS, *register.ACTS, *letter.ACTS)}
