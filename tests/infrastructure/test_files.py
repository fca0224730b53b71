"""Files that are kept stay kept: the bytes, and the name by which an event knows them."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest

from infrastructure.files import Files

PDF = b"%PDF-1.4\n%%EOF\n"


def test_the_name_is_on_the_disk_before_the_digest_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after the answer takes neither the bytes nor the folder's entry of them."""
    synced: set[int] = set()
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    files = Files(tmp_path / "files")
    kept = files.path(files.put(BytesIO(PDF)).digest)
    assert kept.read_bytes() == PDF
    assert {
        kept.stat().st_ino,
        kept.parent.stat().st_ino,
        kept.parent.parent.stat().st_ino,
    } <= synced
