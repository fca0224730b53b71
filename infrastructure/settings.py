"""Settings: from the environment, each with a default that works."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """``DATABASE_URL`` names a PostgreSQL server (15 or later); without it our own is started.

    ``THABIAN_DATA`` is the folder of the embedded database, files and keys; ``THABIAN_PORT`` the
    port on 127.0.0.1; ``THABIAN_OFFICE`` the office's code.
    """

    model_config = SettingsConfigDict(env_prefix="THABIAN_", extra="ignore")

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    data: Path = Path(".data")
    port: int = Field(default=8000, ge=1, le=65535)
    host: str = "127.0.0.1"
    office: str = "4203"
    log_format: str = Field(default="json", pattern="^(json|console)$")
