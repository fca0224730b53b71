"""Noting what was exported: whose post holds the power to take whole lists away."""

from __future__ import annotations

from application.act import Act
from domain.audit.export import RecordExport, export

RECORD_EXPORT = Act(RecordExport, export, creates=True)
ACTS = (RECORD_EXPORT,)
