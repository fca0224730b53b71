"""Noting what was read: of right, for it grants nothing; whoever may read a thing notes it thereby."""

from __future__ import annotations

from application.act import Act
from domain.audit.reading import RecordReading, reading

RECORD_READING = Act(RecordReading, reading, creates=True, of_right=True)
ACTS = (RECORD_READING,)
