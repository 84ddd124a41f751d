"""The user's own folder for what the program remembers, and what the add-in keeps there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MANIFEST, CERTIFICATE, KEY = "klantwaarde-manifest.xml", "klantwaarde-certificaat.pem", "sleutel.pem"


def user_folder() -> Path:
    """Return the user's own folder for settings of this program."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "klantwaarde_xl"


def addin_folder() -> Path:
    """Return where the manifest, the certificate and the key of the add-in are kept for the next time."""
    return user_folder() / "office"
