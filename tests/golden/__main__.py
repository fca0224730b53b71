"""Write the golden files that are missing."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from domain.catalogue import EVENTS
from tests.golden.examples import example

FOLDER = Path(__file__).parent

for kind in EVENTS:
    path = FOLDER / f"{kind.NAME}.json"
    if not path.exists():
        fields = msgspec.to_builtins(example(kind))
        path.write_text(
            json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
        )
        print(path.name)
