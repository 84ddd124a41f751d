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
    container. So it does for a HOME that is empty or no whole path: what is the user's would follow the
    working folder."""
    try:
        home = Path.home()
    except (RuntimeError, KeyError) as problem:
        raise errors.NO_HOME.error() from problem
    if not home.is_absolute() or os.environ.get("HOME") == "":
        raise errors.NO_HOME.error()
    return home


def named_folder(variable: str) -> Path | None:
    """Return the folder that a variable of the system names; None for none, or where it is no whole path.

    So the XDG Base Directory Specification asks: all paths in its variables must be absolute, and others
    ignored."""
    folder = Path(os.environ.get(variable, ""))
    return folder if folder.is_absolute() else None


def user_folder() -> Path:
    """Return the user's own folder for settings of this program. Raises NO_HOME."""
    if sys.platform == "win32":
        base = named_folder("APPDATA") or home_folder() / "AppData" / "Roaming"
    elif sys.platform == "darwin":
        base = home_folder() / "Library" / "Application Support"
    else:
        base = named_folder("XDG_CONFIG_HOME") or home_folder() / ".config"
    return base / "klantwaarde_xl"


def addin_folder() -> Path:
    """Return where the manifest, the certificate and the key of the add-in are kept for the next time."""
    return user_folder() / "office"
