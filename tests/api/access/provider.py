"""An OpenID provider for the tests: a process of its own, with Authlib's server inside.

Authlib checks client, redirect, code and PKCE as any provider would; the ID token is signed with
joserfc. What is POSTed to ``/lies`` bends the next tokens or metadata, so that a client can be shown
to notice: ``claims`` replaces (null: leaves out), ``alg`` and ``key`` sign otherwise, ``metadata``
replaces what is published, ``rotate`` makes a new key.

Run as ``python -m tests.api.access.provider PORT``.
"""

from __future__ import annotations

import hmac
import sys
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID, CLIENT_SECRET = "thabian-4203", "a secret of the tests"
REDIRECT = "http://testserver/sign-in/provider/return"


@dataclass
class Code:
    """An authorization code and what it was given for."""

    code: str
    subject: str
    nonce: str
    redirect_uri: str
    scope: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


class Registered(ClientMixin):
    """The one client there is."""

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return REDIRECT

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == REDIRECT

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


codes: dict[str, Code] = {}
issued: dict[str, Code] = {}
lies: dict[str, Any] = {}
keys = [RSAKey.generate_key(2048, {"kid": "first"}, private=True)]


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012 - as the library has it

    def save_authorization_code(self, code: str, request: Any) -> None:
        sent = request.payload.data
        codes[code] = Code(
            code,
            request.user,
            sent.get("nonce", ""),
            sent["redirect_uri"],
            sent.get("scope", ""),
            sent.get("code_challenge", ""),
            sent.get("code_challenge_method", ""),
        )

    def query_authorization_code(self, code: str, client: Any) -> Code | None:
        return codes.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        issued["last"] = codes.pop(authorization_code.code)

    def authenticate_user(self, authorization_code: Code) -> str:
        return authorization_code.subject


class OnlyS256(CodeChallenge):
    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]  # noqa: RUF012


def id_token(code: Code, issuer: str) -> str:
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": CLIENT_ID,
        "sub": code.subject,
        "nonce": code.nonce,
        "iat": now,
        "exp": now + 300,
        "email": "somebody@example.invalid",
    }
    claims |= lies.get("claims", {})
    claims = {name: value for name, value in claims.items() if value is not None}
    alg, key = lies.get("alg", "RS256"), keys[-1]
    header = {"alg": alg, "kid": key.kid, **lies.get("header", {})}
    if alg in ("none", "HS256"):
        return forged(header, claims, key)
    if lies.get("key") == "another":
        key = RSAKey.generate_key(2048, {"kid": key.kid}, private=True)
    return jwt.encode(header, claims, key, algorithms=[alg])


def forged(header: dict[str, Any], claims: dict[str, Any], key: RSAKey) -> str:
    """Return a token without a signature, or with the public key taken for a shared secret."""
    parts = [header, claims]
    signed = ".".join(
        urlsafe_b64encode(flask.json.dumps(part).encode()).decode().rstrip("=") for part in parts
    )
    if header["alg"] == "none":
        return f"{signed}."
    mac = hmac.digest(key.as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(mac).decode().rstrip('=')}"


def made(port: int) -> flask.Flask:
    issuer = f"http://127.0.0.1:{port}"
    app = flask.Flask(__name__)
    server = AuthorizationServer(
        app, query_client=lambda id: Registered() if id == CLIENT_ID else None,
        save_token=lambda token, request: None,
    )  # fmt: skip
    server.register_grant(CodeGrant, [OnlyS256(required=True)])

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Any:
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks",
            "authorization_response_iss_parameter_supported": True,
            **lies.get("metadata", {}),
        }

    @app.get("/jwks")
    def published() -> Any:
        return KeySet(keys).as_dict(private=False)

    @app.get("/authorize")
    def authorize() -> Any:
        """Sign ``?as=…`` in without asking: the person stands before the test, not the provider."""
        person = flask.request.args.get("as") or flask.request.cookies.get("as", "")
        answer = server.create_authorization_response(grant_user=person)
        answer.headers["Location"] += f"&iss={lies.get('iss', issuer)}"
        return answer

    @app.post("/token")
    def token() -> Any:
        answer = server.create_token_response()
        if answer.status_code == 200:
            body = answer.get_json()
            body["id_token"] = id_token(issued["last"], issuer)
            answer.set_data(flask.json.dumps(body))
        return answer

    @app.post("/lies")
    def tell() -> Any:
        lies.clear()
        lies.update(flask.request.get_json())
        if lies.get("rotate"):
            keys[:] = [RSAKey.generate_key(2048, {"kid": uuid4().hex}, private=True)]
        return {}

    return app


if __name__ == "__main__":
    port = int(sys.argv[1])
    made(port).run("127.0.0.1", port)
