"""OpenID Connect, the relying party's side: code flow with PKCE (S256), state and nonce.

One provider, named by the settings. Its metadata and keys are fetched from its issuer's address and
nowhere else; a token's own pointers to keys are not followed. What is checked of an ID token: signature
by an allowed algorithm, ``iss``, ``aud``, ``azp``, ``exp``, ``iat``, ``nonce``. Needs the extra ``oidc``.
"""

from __future__ import annotations

import json
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from domain.access.refusals import SignOnFailed

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
TIMEOUT_SECONDS = 5
LONGEST_ANSWER = 256 * 1024
LEEWAY_SECONDS = 60
METADATA_KEPT = timedelta(hours=1)
AWAY_SECONDS = 10  # one who did not answer is not asked again for so long
KEYS_ASKED_AGAIN = timedelta(minutes=1)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Registration:
    """What the office has agreed with its provider. ``redirect`` is compared there to the letter."""

    issuer: str
    client_id: str
    client_secret: str | None
    redirect: str
    name: str


class _NoRedirects(HTTPRedirectHandler):
    """A provider's endpoint answers itself; whoever sends us elsewhere is not it."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Provider:
    """The provider, asked over HTTP; what it publishes is kept for an hour.

    Raises, in every method:
        SignOnFailed: it cannot be reached, or what it says does not hold.
    """

    def __init__(self, registration: Registration) -> None:
        import joserfc  # noqa: F401, PLC0415 - fail at the start where the extra is missing

        self.registration = registration
        self._opener = build_opener(_NoRedirects)
        self._lock = Lock()
        self._metadata: Answer | None = None
        self._metadata_at: datetime | None = None
        self._keys: Any = None
        self._keys_at: datetime | None = None
        self._away_until = 0.0  # of the steady clock

    def address(self, state: str, nonce: str, verifier: str, at: datetime) -> str:
        """Return where the browser is sent to sign in."""
        digest = sha256(verifier.encode()).digest()
        return (
            self._endpoint("authorization_endpoint", at)
            + "?"
            + urlencode(
                {
                    "response_type": "code",
                    "client_id": self.registration.client_id,
                    "redirect_uri": self.registration.redirect,
                    "scope": "openid",
                    "state": state,
                    "nonce": nonce,
                    "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
                    "code_challenge_method": "S256",
                }
            )
        )

    def require_issuer(self, named: str | None, at: datetime) -> None:
        """Check the ``iss`` that came back with the code (RFC 9207): no other provider sent it."""
        wanted = self._published(at).get("authorization_response_iss_parameter_supported")
        if (named is None and wanted) or named not in (None, self.registration.issuer):
            raise SignOnFailed("the code came from another issuer")

    def subject(self, code: str, verifier: str, nonce: str, at: datetime) -> str:
        """Exchange a code for an ID token; return whom it names."""
        known = self.registration
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": known.redirect,
            "code_verifier": verifier,
        }
        headers = {"Accept": "application/json"}
        if known.client_secret is None:
            fields["client_id"] = known.client_id
        else:
            pair = f"{quote(known.client_id, safe='')}:{quote(known.client_secret, safe='')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        answer = self._ask(
            Request(
                self._endpoint("token_endpoint", at), urlencode(fields).encode(), headers=headers
            )
        )
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignOnFailed("no ID token")
        return self._checked(token, nonce, at)

    def _checked(self, token: str, nonce: str, at: datetime) -> str:
        from joserfc import errors, jwt  # noqa: PLC0415 - an extra

        known = self.registration
        try:
            claims = self._decoded(token, at)
            jwt.JWTClaimsRegistry(
                now=int(at.timestamp()),
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": known.issuer},
                aud={"essential": True, "value": known.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(claims)
        except (errors.JoseError, ValueError, TypeError) as problem:
            raise SignOnFailed(f"{type(problem).__name__}: {problem}") from problem
        audience = claims["aud"]
        several = isinstance(audience, list) and len(audience) > 1
        if claims.get("azp", None if several else known.client_id) != known.client_id:
            raise SignOnFailed("the token was issued to another client")
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise SignOnFailed("no subject")
        return subject

    def _decoded(self, token: str, at: datetime) -> dict[str, Any]:
        from joserfc import errors, jwt  # noqa: PLC0415

        try:
            claims = jwt.decode(token, self._known_keys(at), algorithms=ALGORITHMS).claims
        except (errors.JoseError, ValueError):
            # Perhaps signed with a key newer than those we have: ask again, but not for every forgery.
            if self._keys_at is not None and at - self._keys_at < KEYS_ASKED_AGAIN:
                raise
            claims = jwt.decode(
                token, self._known_keys(at, anew=True), algorithms=ALGORITHMS
            ).claims
        return dict(claims)

    def _known_keys(self, at: datetime, *, anew: bool = False) -> Any:
        from joserfc.jwk import KeySet  # noqa: PLC0415

        with self._lock:
            old = self._keys_at is None or at - self._keys_at > METADATA_KEPT
            if self._keys is None or old or anew:
                found = self._ask(Request(self._endpoint("jwks_uri", at, locked=True)))
                # A secret shared with us signs nothing here: only public keys are taken.
                public = [key for key in found.get("keys", []) if key.get("kty") != "oct"]
                self._keys, self._keys_at = KeySet.import_key_set({"keys": public}), at
            return self._keys

    def _endpoint(self, name: str, at: datetime, *, locked: bool = False) -> str:
        address = self._published(at, locked=locked).get(name)
        if not isinstance(address, str):
            raise SignOnFailed(f"the provider names no {name}")
        return safe(address)

    def _published(self, at: datetime, *, locked: bool = False) -> Answer:
        if locked:
            return self._fetched(at)
        with self._lock:
            return self._fetched(at)

    def _fetched(self, at: datetime) -> Answer:
        old = self._metadata_at is None or at - self._metadata_at > METADATA_KEPT
        if self._metadata is None or old:
            issuer = self.registration.issuer
            address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            found = self._ask(Request(safe(address)))
            if found.get("issuer") != issuer:
                raise SignOnFailed("the metadata are another issuer's")
            self._metadata, self._metadata_at = found, at
        return self._metadata

    def _ask(self, request: Request) -> Answer:
        """Ask, unless it was away a moment ago: who waits behind one that hangs does not hang after it."""
        if time.monotonic() < self._away_until:
            raise SignOnFailed("the provider was away a moment ago")
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                read = answer.read(LONGEST_ANSWER + 1)
            found = json.loads(read) if len(read) <= LONGEST_ANSWER else None
        except (URLError, OSError, ValueError) as problem:
            # A no, to a wrong code perhaps, is an answer: by it nobody shuts the others out.
            if not isinstance(problem, HTTPError | ValueError):
                self._away_until = time.monotonic() + AWAY_SECONDS
            raise SignOnFailed(f"{type(problem).__name__} from the provider") from problem
        if not isinstance(found, dict):
            raise SignOnFailed("the provider's answer is no object")
        return found


def safe(address: str) -> str:
    """Return ``address`` if nobody on the way can read or change what is said there."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return address
    raise SignOnFailed("the provider is not asked over an open line")
