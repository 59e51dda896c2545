"""What an operator sets, from the environment (`SBS_...`). Nothing secret has a default."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent

ASSETS = ROOT / "app" / "static" / "fetched"
"""Where a verified copy of htmx is kept, for networks that filter CDNs."""


class Settings(BaseSettings):
    """`database_url` is the only one without a default: the product never guesses where a network's data is."""

    model_config = SettingsConfigDict(env_prefix="SBS_", frozen=True)

    database_url: str
    demo: bool = False
    secure_cookies: bool = True
    allowed_hosts: list[str] = ["*"]
    login_days: int = Field(default=30, ge=1, le=3_650)
    body_limit: int = Field(default=262_144, ge=16_384)
    log_json: bool = True
