"""The company's lists and profiles, as every fresh company has them."""

from __future__ import annotations

from tests.foundation.conftest import matrix

__all__ = ["matrix"]
