"""Write the golden files that are missing, and the read models' declarations at their versions."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.catalogue import EVENTS
from tests.golden.examples import example, example_mapper, stream_of
from tests.golden.tables import write

FOLDER = Path(__file__).parent

with TemporaryDirectory() as keys:
    mapper = example_mapper(Path(keys))
    for kind in EVENTS:
        path = FOLDER / f"{kind.NAME}.json"
        if not path.exists():
            fields = json.loads(mapper.encode(example(kind), stream_of(kind.NAME), 1))
            text = json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True)
            path.write_text(text + "\n", "utf-8")
            print(path.name)

for name in write():
    print(f"{name}: changed; raise its version")
