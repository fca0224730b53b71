"""What the office settles about access."""

from __future__ import annotations

from application.act import Act
from domain.access.rules import SetAccessRules, access_rules

ACTS = (Act(SetAccessRules, access_rules),)
