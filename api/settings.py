"""Holds what can be set about the service, by NARU_... in the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the service.

    Parameters
    ----------
    map
        Map folder; without one, days cannot be planned.
    allowed_hosts
        Names under which the service may be asked for; others are refused, so that a web page
        cannot reach a service on this machine under a name of its own. "*" allows all.
    max_body_bytes
        Largest request body.
    max_unpacked_bytes
        Largest content of a zip file.
    max_seconds
        Longest solving time that a day may ask for.
    threads
        Of the solver, per plan.
    waiting
        Plans that may wait for their turn; more are refused with 503.
    geocoder, geocoder_key, geocoder_url
        Online geocoder that `naru address find --online` asks: nominatim, kakao, vworld or juso;
        its personal key; another server than the usual one. Without them nothing is ever asked.
    kept
        Finished plans that are kept; the oldest go first.
    """

    model_config = SettingsConfigDict(env_prefix="NARU_", extra="ignore")

    map: Path | None = None
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    max_body_bytes: int = Field(default=16_000_000, gt=0)
    max_unpacked_bytes: int = Field(default=64_000_000, gt=0)
    max_seconds: float = Field(default=600.0, gt=0)
    threads: int = Field(default=1, ge=1, le=64)
    waiting: int = Field(default=8, ge=1)
    geocoder: str | None = None
    geocoder_key: SecretStr = SecretStr("")
    geocoder_url: str | None = None
    kept: int = Field(default=32, ge=1)
