"""Settings: from the environment, each with a default that works."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from infrastructure.access.limits import REQUESTS, SIGN_INS, Allowance, Limits
from infrastructure.access.oidc import Registration


class Settings(BaseSettings):
    """``DATABASE_URL`` names a PostgreSQL server (15 or later); without it our own is started.

    ``THABIAN_DATA`` is the folder of the embedded database, files and keys; ``THABIAN_PORT`` the
    port on 127.0.0.1; ``THABIAN_OFFICE`` the office's code. ``THABIAN_OIDC_ISSUER`` and its fellows
    name the provider at which people may sign in; ``THABIAN_PUBLIC_URL`` is where browsers find us,
    to the letter as the provider has registered it. ``THABIAN_REQUESTS_PER_MINUTE`` is how much one
    account may ask for, ``THABIAN_SIGN_INS_PER_MINUTE`` how often one address may try to sign in.
    """

    model_config = SettingsConfigDict(env_prefix="THABIAN_", extra="ignore")

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    data: Path = Path(".data")
    port: int = Field(default=8000, ge=1, le=65535)
    host: str = "127.0.0.1"
    office: str = "4203"
    log_format: str = Field(default="json", pattern="^(json|console)$")
    public_url: str = "http://127.0.0.1:8000"
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_name: str = "OpenID Connect"
    requests_per_minute: int = Field(default=1_200, ge=60)
    sign_ins_per_minute: int = Field(default=20, ge=1)

    def provider(self) -> Registration | None:
        """Return the provider at which people may sign in, if one is named."""
        if self.oidc_issuer is None:
            return None
        return Registration(
            self.oidc_issuer,
            self.oidc_client_id,
            self.oidc_client_secret.get_secret_value() if self.oidc_client_secret else None,
            f"{self.public_url.rstrip('/')}/sign-in/provider/return",
            self.oidc_name,
        )

    def limits(self) -> Limits:
        """Return what one address and one account may ask for."""
        return Limits(
            Allowance(SIGN_INS.burst, self.sign_ins_per_minute),
            Allowance(REQUESTS.burst, self.requests_per_minute),
        )
