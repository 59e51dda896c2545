"""What an operator sets, from the environment (`SBS_...`). Nothing secret has a default."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent

ASSETS = ROOT / "app" / "static" / "fetched"
"""Where a verified copy of htmx is kept, for networks that filter CDNs."""


class Security(StrEnum):
    """How the connection to the mail server is kept from others: upgraded with STARTTLS, TLS from the start, or not."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"


class Settings(BaseSettings):
    """`database_url` is the only one without a default: the product never guesses where a network's data is.

    From `public_url` on they are asked for by reminders alone: the address of the pages as people type it, the mail
    server (port 0 is the usual one of its `smtp_security`; `smtp_timeout` is in seconds), and whom mails are from.
    """

    model_config = SettingsConfigDict(env_prefix="SBS_", frozen=True)

    database_url: str
    demo: bool = False
    secure_cookies: bool = True
    allowed_hosts: list[str] = ["*"]
    login_days: int = Field(default=30, ge=1, le=3_650)
    body_limit: int = Field(default=262_144, ge=16_384)
    log_json: bool = True

    public_url: str = ""
    smtp_host: str = ""
    smtp_port: int = Field(default=0, ge=0, le=65_535)
    smtp_security: Security = Security.STARTTLS
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_timeout: float = Field(default=30, ge=1, le=600)
    mail_from: str = ""
