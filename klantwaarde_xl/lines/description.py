"""The file that says where invoice lines are: a toml with a kind, a place, and which column is what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import open_regular
from klantwaarde_xl.files.text_encodings import is_text_encoding

KINDS = ("parquet", "csv", "duckdb", "postgres")
"""What ``soort`` may be."""
_FILES = {"parquet", "csv", "duckdb"}
_DATABASES = {"duckdb", "postgres"}
_KEYS = {"soort", "pad", "tabel", "vraag", "verbinding", "scheidingsteken", "codering"}
_MOST = "hoogstens"
MOST_LINES = 10_000_000
"""With more lines than this one table takes more memory than a computer of 8 GB has left."""
_CONNECTION = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")
_MOST_BYTES = 1_000_000
_NEVER_BETWEEN = frozenset('"\r\n\0 ')
"""Signs that have another meaning in a csv, or that texts hold."""


@dataclass(frozen=True, slots=True)
class LineSource:
    """Where invoice lines are, as described.

    ``name``: what to call it in messages. ``folder``: where relative paths begin. ``path``: of a file, a
    folder or a pattern. ``table`` or ``query``: what to ask a database. ``variable``: the environment
    variable that tells how to reach it. ``columns``: header by field, as the user typed both. ``most``: with
    more lines than this they are not read as one table.
    """

    name: str
    folder: Path
    kind: str
    path: str = ""
    table: str = ""
    query: str = ""
    variable: str = ""
    columns: Mapping[str, str] | None = None
    delimiter: str = ""
    encoding: str = ""
    most: int = MOST_LINES


def read_description(path: Path) -> LineSource:
    """Return where the lines are that a toml describes.

    Raises KW-001 or KW-006 when there is no such file to read, and KW-060 when it does not describe lines: it
    is no toml, has an unknown key or kind, lacks a place, or holds a connection that is not ``env:NAME``: a
    password never stands in the file, and no message quotes that value."""
    content = _content(path)
    lines, columns = content.get("regels"), content.get("kolommen", {})
    if not isinstance(lines, dict):
        raise _unclear(path, "er staat geen [regels] in")
    if not isinstance(columns, dict) or not all(isinstance(header, str) for header in columns.values()):
        raise _unclear(path, "onder [kolommen] staat niet overal een kop tussen aanhalingstekens")
    if unknown := sorted({*content} - {"regels", "kolommen"}) + sorted({*lines} - _KEYS - {_MOST}):
        raise _unclear(path, f"'{unknown[0]}' is geen bekend woord")
    values = {key: value.strip() for key, value in lines.items() if isinstance(value, str)}
    most = lines.get(_MOST, MOST_LINES)
    if type(most) is not int or most < 1:
        raise _unclear(path, f"bij {_MOST} staat geen aantal regels, zonder punten en aanhalingstekens")
    if wrong := sorted({*lines} - {*values} - {_MOST}):
        raise _unclear(path, f"bij {wrong[0]} staat geen tekst tussen aanhalingstekens")
    source = LineSource(
        path.name,
        path.parent,
        values.get("soort", "").lower(),
        values.get("pad", ""),
        values.get("tabel", ""),
        values.get("vraag", ""),
        _variable(path, values.get("verbinding", "")),
        columns,
        values.get("scheidingsteken", ""),
        values.get("codering", ""),
        most,
    )
    if reason := _disagreement(source):
        raise _unclear(path, reason)
    return source


def _content(path: Path) -> dict[str, object]:
    try:
        with open_regular(path) as stream:
            data = stream.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise errors.NO_SUCH_FILE.error(path=path.name) from None
    except OSError as fault:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(fault)) from None
    if len(data) > _MOST_BYTES:
        raise _unclear(path, "het bestand is te groot om een beschrijving te zijn")
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _unclear(path, "het is geen tekst in UTF-8") from None
    except tomllib.TOMLDecodeError as fault:
        # The message of the parser ends with the place; what comes before may quote the file.
        place = re.search(r"line (\d+)", str(fault))
        where = f" op regel {place[1]}" if place else ""
        raise _unclear(path, f"de indeling (toml) klopt niet{where}") from None


def _variable(path: Path, connection: str) -> str:
    if not connection:
        return ""
    if (found := _CONNECTION.fullmatch(connection)) is None:
        raise _unclear(path, "verbinding is niet env: met de naam van een omgevingsvariabele")
    return found[1]


def _disagreement(source: LineSource) -> str:
    """Return what is wrong with keys that are readable each, '' for nothing."""
    if source.kind not in KINDS:
        return f"soort is geen van {', '.join(KINDS)}"
    if (source.kind in _FILES) != bool(source.path):
        return "pad ontbreekt" if source.kind in _FILES else f"pad hoort niet bij soort {source.kind}"
    if (source.kind == "postgres") != bool(source.variable):
        missing = source.kind == "postgres"
        return "verbinding ontbreekt" if missing else f"verbinding hoort niet bij soort {source.kind}"
    asked = bool(source.table) + bool(source.query)
    if source.kind in _DATABASES and asked != 1:
        return "tabel of vraag ontbreekt" if not asked else "tabel en vraag kunnen niet samen"
    if source.kind not in _DATABASES and asked:
        return f"tabel en vraag horen niet bij soort {source.kind}"
    if source.kind != "csv" and (source.delimiter or source.encoding):
        return f"scheidingsteken en codering horen niet bij soort {source.kind}"
    return _unreadable(source)


def _unreadable(source: LineSource) -> str:
    """Return which of the words that tell how to read a file cannot be meant, '' for none."""
    if "\0" in source.path:
        return "bij pad staat een teken dat in geen naam kan"
    if source.encoding and not is_text_encoding(source.encoding):
        return "codering is geen tekencodering"
    if len(source.delimiter) > 1:
        return "scheidingsteken is langer dan één teken"
    return "scheidingsteken kan dat teken niet zijn" if source.delimiter in _NEVER_BETWEEN else ""


def _unclear(path: Path, reason: str) -> errors.KlantwaardeError:
    return errors.LINES_DESCRIPTION.error(path=path.name, reason=reason)
