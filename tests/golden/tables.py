"""What each read model's declaration looked like at its version: a changed one must raise it.

A table is rebuilt at the next start where its ``version`` has risen (DESIGN §5). Without that, an
office that has the table from before keeps the old columns, and what reads the new ones fails.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from projections.catalogue import TABLES
from projections.table import Table

PATH = Path(__file__).parent / "tables.json"


def declaration(table: Table) -> dict[str, Any]:
    """Return the version, and a digest of all that shapes what is stored."""
    stored = {
        "key": [table.key, table.key_type],
        "columns": dict(table.columns),
        "on": sorted(event.NAME for event in table.on),
        "append_only": table.append_only,
    }
    text = json.dumps(stored, sort_keys=True)
    return {"version": table.version, "stored": sha256(text.encode()).hexdigest()[:16]}


def declarations() -> dict[str, dict[str, Any]]:
    return {table.name: declaration(table) for table in TABLES}


def known() -> dict[str, dict[str, Any]]:
    return json.loads(PATH.read_text("utf-8")) if PATH.exists() else {}


def write() -> list[str]:
    """Write today's declarations down; return the tables that changed without a new version.

    Those keep what was written before, so that the test goes on saying so.
    """
    before, now = known(), declarations()
    silent = [
        name
        for name, one in now.items()
        if name in before and one != before[name] and one["version"] == before[name]["version"]
    ]
    for name in silent:
        now[name] = before[name]
    PATH.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", "utf-8")
    return silent
