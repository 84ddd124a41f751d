"""The user's own folder for what the program remembers, and what the add-in keeps there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from klantwaarde_xl import errors

MANIFEST, CERTIFICATE, KEY = "klantwaarde-manifest.xml", "klantwaarde-certificaat.pem", "sleutel.pem"


def home_folder() -> Path:
    """Return the home folder of the user.

    Raises NO_HOME where the system knows none: no HOME, and a number of a user without a name, as in a
    container."""
    try:
        return Path.home()
    except (RuntimeError, KeyError) as problem:
        raise errors.NO_HOME.error() from problem


def user_folder() -> Path:
    """Return the user's own folder for settings of this program. Raises NO_HOME."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or home_folder() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = home_folder() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or home_folder() / ".config")
    return base / "klantwaarde_xl"


def addin_folder() -> Path:
    """Return where the manifest, the certificate and the key of the add-in are kept for the next time."""
    return user_folder() / "office"
