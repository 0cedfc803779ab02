"""What the wheel carries beside the package: templates, translations, packs, what others made.

hatchling runs this when it builds (`make wheel`). In the wheel they lie where
`training/adapters/places.py` looks for them.
"""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("modules", "templates", "translations")
ASSETS = "training/assets"


class WheelHook(BuildHookInterface[Any]):
    """Adds them to a wheel; an editable installation finds them where they are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Ends the build with a sentence where the fonts are not installed."""
        if version == "editable":
            return
        assets = runpy.run_path(str(Path(self.root, "tools", "install_assets.py")))
        if not assets["is_installed"]():
            self.app.abort(
                "The wheel was not built: the fonts and scripts of others are not installed. "
                "Run `make setup`, or `python tools/install_assets.py`, and build again."
            )
        names = [*assets["FROM_NPM"].values(), *assets["FROM_PYTHON"].values()]
        build_data["force_include"].update(
            {folder: f"training/bundled/{folder}" for folder in FOLDERS}
        )
        build_data["force_include"].update(
            {f"{ASSETS}/{name}": f"{ASSETS}/{name}" for name in names}
        )
