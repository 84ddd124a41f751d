"""The settings file of xlwings: where it stands for this user, its text, and what it says."""

from __future__ import annotations

import csv
import io
import locale
import sys
from pathlib import Path

from klantwaarde_xl.files.own_file import read_own
from klantwaarde_xl.files.user_folder import home_folder, named_folder

INTERPRETER_KEY, LOCAL_DATA = "INTERPRETER_WIN", "%LOCALAPPDATA%"

_KEYS = {
    *(INTERPRETER_KEY, "INTERPRETER_MAC", "INTERPRETER", "PYTHONPATH", "ADD_WORKBOOK_TO_PYTHONPATH"),
    *("CONDA PATH", "CONDA ENV", "UDF MODULES", "DEBUG UDFS", "USE UDF SERVER", "SHOW CONSOLE"),
    *("LICENSE_KEY", "TEMP DIR", "ONEDRIVE_CONSUMER_WIN", "ONEDRIVE_COMMERCIAL_WIN", "SHAREPOINT_WIN"),
    *("ONEDRIVE_CONSUMER_MAC", "ONEDRIVE_COMMERCIAL_MAC", "SHAREPOINT_MAC"),
}
"""Settings of xlwings; two of them make a file with two columns known for its settings."""


def conf_path() -> Path:
    """Return where xlwings looks for the settings of this user. Raises NO_HOME."""
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "xlwings.conf"
    return (named_folder("USERPROFILE") or home_folder()) / ".xlwings" / "xlwings.conf"


def conf_text(conf: Path) -> str | None:
    """Return the text of an xlwings.conf, None without one.

    VBA reads the file in the code page of Windows. Bytes that are no text in it are kept for
    :func:`conf_bytes`. Raises OWN_FILE_UNREADABLE.
    """
    if (content := read_own(conf)) is None:
        return None
    text = content.decode(locale.getencoding(), "surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def conf_bytes(text: str) -> bytes:
    """Return the text of an xlwings.conf as VBA reads it: in the code page of Windows."""
    try:
        return text.encode(locale.getencoding(), "surrogateescape")
    except UnicodeEncodeError:  # no path that xlwings could start; the diagnosis names it
        return text.encode(locale.getencoding(), "replace")


def expanded(interpreter: str, local_data: str) -> str:
    """Return an interpreter of an xlwings.conf as xlwings reads it, with the folder of the user filled in.

    >>> expanded("%LOCALAPPDATA%/env/pythonw.exe", "C:/Users/Jan/AppData/Local")
    'C:/Users/Jan/AppData/Local/env/pythonw.exe'
    """
    return interpreter.replace(LOCAL_DATA, local_data)


def read_conf(text: str) -> dict[str, str]:
    """Return the settings in the text of an xlwings.conf; lines are ``"KEY","value"``.

    >>> read_conf('"INTERPRETER_WIN","C:/Python/pythonw.exe"')
    {'INTERPRETER_WIN': 'C:/Python/pythonw.exe'}
    """
    return {row[0].upper(): row[1] for row in rows_of(text) if len(row) > 1}


def is_conf(text: str) -> bool:
    """Return whether a text is known for settings of xlwings, and not any list with two columns.

    That takes two of its settings, or as its only line the one that this program writes: a list of the user
    may hold one of them.

    >>> is_conf('"SHOW CONSOLE","False"\\n"DEBUG UDFS","False"'), is_conf('"LICENSE_KEY","1"\\n"Jansen","2"')
    (True, False)
    >>> is_conf('"INTERPRETER_WIN","C:/Python/pythonw.exe"')
    True
    """
    found = set(read_conf(text))
    known = len(found & _KEYS) >= 2 or found == {INTERPRETER_KEY}
    return known and all(len(row) == 2 for row in rows_of(text))


def rows_of(text: str) -> list[list[str]]:
    """Return the lines of an xlwings.conf as fields; one line without any when it cannot be split."""
    try:
        return list(csv.reader(io.StringIO(text)))
    except csv.Error:  # a field longer than any setting
        return [[]]
