"""Says when a solve ends."""

from __future__ import annotations

from dataclasses import dataclass
