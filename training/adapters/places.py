"""Where the files lie that are no code: beside this package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_BUNDLED = _PACKAGE / "bundled"
"""Made by tools/wheel_hook.py, in wheels only."""
_HOME = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

TEMPLATES = _HOME / "templates"
TRANSLATIONS = _HOME / "translations"
PACKS = _HOME / "modules"
FONTS = _PACKAGE / "assets" / "fonts"
CONTEXTS = _PACKAGE / "assets" / "contexts"
"""The vocabularies of credentials (JSON-LD), put there by set-up."""
SCRIPTS = _PACKAGE / "assets" / "scripts"
"""Of others, put there by set-up: what checks a signature in the browser."""
