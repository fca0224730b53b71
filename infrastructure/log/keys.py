"""Keys of persons: a folder with one fsynced file per subject (DESIGN §7).

A key is written before the event that needs it is appended; an orphan key is harmless. Destroying the
file erases the person: the ciphertext in the log, the leaves and the proofs stay as they are.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from pathlib import Path
from threading import Lock
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SECRET_BYTES = 32


class KeyMissing(Exception):  # noqa: N818 - named as the incident it is
    """A sealed field cannot be opened: its key is gone, or the ciphertext was moved or changed."""


class Keys:
    """The keys under ``folder``; made on first use, kept in memory after."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[UUID, AESGCM] = {}
        self._lock = Lock()

    def seal(self, subject: UUID, plaintext: bytes, bound_to: str) -> dict[str, str]:
        """Return ``plaintext`` sealed under the subject's key.

        ``bound_to`` (office, stream, version, field) is authenticated: a ciphertext that is moved
        elsewhere does not open.
        """
        nonce = os.urandom(12)
        box = self._key(subject, make=True).encrypt(nonce, plaintext, _aad(bound_to, subject))
        return {"key": str(subject), "box": b64encode(nonce + box).decode()}

    def open(self, sealed: dict[str, str], bound_to: str) -> bytes:
        """Return the plaintext.

        Raises:
            KeyMissing: no such key, or the box does not belong here.
        """
        subject = UUID(sealed["key"])
        box = b64decode(sealed["box"])
        try:
            return self._key(subject, make=False).decrypt(
                box[:12], box[12:], _aad(bound_to, subject)
            )
        except InvalidTag as problem:
            raise KeyMissing(f"{bound_to} does not open with the key of {subject}") from problem

    def _key(self, subject: UUID, *, make: bool) -> AESGCM:
        with self._lock:
            key = self._known.get(subject)
            if key is None:
                key = self._known[subject] = AESGCM(self._load(subject, make=make))
            return key

    def _load(self, subject: UUID, *, make: bool) -> bytes:
        path = self._folder / subject.hex[:2] / f"{subject}.key"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            if not make:
                raise KeyMissing(f"there is no key of {subject}") from None
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = _write_once(path, AESGCM.generate_key(bit_length=256))
        _sync(self._folder)  # the folder of the key may be new in it
        return key


def signing_secret(folder: Path) -> bytes:
    """Return the secret that signs cursors and forms, made at the first start, by one of many.

    Raises:
        ValueError: the file holds something else; where it is removed, another is made.
    """
    path = folder / "cursor.secret"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.read_bytes() if path.exists() else _write_once(path, os.urandom(SECRET_BYTES))
    if len(found) != SECRET_BYTES:
        raise ValueError(f"{path} holds no secret of {SECRET_BYTES} bytes: remove it")
    return found


def _aad(bound_to: str, subject: UUID) -> bytes:
    return f"{bound_to}|{subject}".encode()


def _write_once(path: Path, secret: bytes) -> bytes:
    """Write a file that another process may be writing too; return what ended up in it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secret)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    _sync(path.parent)
    return secret


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
