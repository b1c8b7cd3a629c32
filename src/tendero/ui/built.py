"""What Vite built: addresses of scripts and styles, drawings of icons."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

FOLDER = Path(__file__).parent / "static" / "built"
ENTRY = "frontend/ts/main.ts"


def icon_paths(name: str) -> str:
    """The drawing inside the `<svg>` of icon `name`; an unknown one fails in DEBUG and is empty elsewhere."""
    found = _read("icons.json").get(name)
    if found is None and settings.DEBUG:
        raise ImproperlyConfigured(f"no icon {name!r} in built/icons.json: run npm run build")
    return str(found or "")


def entry() -> dict[str, list[str]]:
    """Addresses of the entry: `css`, `js` and the fonts worth loading at once."""
    manifest = _read("manifest.json")
    main: dict[str, Any] = manifest.get(ENTRY, {})
    fonts = [file for file in main.get("assets", []) if "inter-latin-wght" in file]
    return {
        "css": [static(f"built/{file}") for file in main.get("css", [])],
        "js": [static(f"built/{main['file']}")] if main else [],
        "fonts": [static(f"built/{file}") for file in fonts],
    }


def _read(name: str) -> dict[str, Any]:
    path = FOLDER / name
    try:
        stamp = path.stat().st_mtime_ns if settings.DEBUG else 0
        return _load(str(path), stamp)
    except FileNotFoundError:
        if settings.DEBUG:
            raise ImproperlyConfigured(f"{name} is missing: run npm run build") from None
        return {}


@lru_cache(maxsize=4)
def _load(path: str, _stamp: int) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return content
