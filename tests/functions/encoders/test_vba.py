"""The VBA door: errors become markers, and what VBA fills in is read back."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import version
from pathlib import Path

import pytest

import klantwaarde_xl
from klantwaarde_xl.functions.answers import ErrorKind, ErrorValue, Place
from klantwaarde_xl.functions.declaration import Context
from klantwaarde_xl.functions.encoders.vba import (
    FILLED,
    SEPARATOR,
    encode,
    expressions,
    marker,
    read_context,
)
from klantwaarde_xl.functions.registry import BY_NAME, FUNCTIONS

PACKAGE = Path(klantwaarde_xl.__file__).parent


def error(text: str, kind: ErrorKind = ErrorKind.VALUE) -> ErrorValue:
    return ErrorValue("KW-604", kind, text)


def test_a_marker_has_four_parts_whatever_its_text_holds() -> None:
    assert marker(error(f"a{SEPARATOR}b")).split(SEPARATOR) == ["", "KW", "2015", "a b"]
    assert marker(error("a", ErrorKind.NOT_AVAILABLE)).split(SEPARATOR)[2] == "2042"


def test_every_kind_of_error_has_a_number() -> None:
    assert all(marker(error("a", kind)) for kind in ErrorKind)


def test_values_stay_and_errors_become_markers() -> None:
    day = dt.datetime(2024, 3, 1)
    gap = error("KW-613: geen uitkomst", ErrorKind.NOT_AVAILABLE)
    assert encode("tekst") == "tekst"
    assert encode(error("a")) == marker(error("a"))
    assert encode([["Kop", 1.5], [None, day], [True, gap]]) == [
        ["Kop", 1.5],
        [None, day],
        [True, marker(gap)],
    ]


@pytest.mark.parametrize("length", [254, 255, 256, 40_000])
def test_a_text_in_a_spill_is_no_longer_than_excel_takes(length: int) -> None:
    ((shown,),) = encode([["x" * length]])
    assert shown == ("x" * length if length <= 255 else "x" * 254 + "…")
    assert encode("x" * length) == "x" * length, "one text is no array"


def test_an_emoji_in_a_spill_counts_for_two_as_in_excel() -> None:
    # The Unicode Standard 15.0, 3.9, table 3-5; Excel counts in UTF-16.
    ((many, fits),) = encode([["😀" * 200, "😀" * 127 + "x"]])
    assert many == "😀" * 127 + "…"
    assert fits == "😀" * 127 + "x"


def test_a_long_reason_travels_whole() -> None:
    reason = "KW-606: methode bestaat niet. Kies uit: " + ", ".join(["percentiel"] * 40)
    assert encode([[error(reason)]])[0][0].endswith(reason), (
        "VBA keeps it for KW_FOUT and makes an error of it"
    )


def test_vba_fills_in_everything_that_a_function_may_ask() -> None:
    assert set(FILLED) == set(Context)
    asked = {name: expressions(function) for name, function in BY_NAME.items() if function.context}
    assert asked == {
        "KW_CONTROLE": ["KwPlek(tabel)"],
        "KW_FOUT": ["KwReden(cel)"],
        "KW_VERSIE": ["KW_WERKMAPVERSIE", "XLWINGS_VERSION"],
    }
    taken = {argument.name for function in FUNCTIONS for argument in function.arguments}
    assert not taken & {filled.name for filled in FILLED.values()}


def test_what_vba_filled_in_is_read() -> None:
    place = BY_NAME["KW_CONTROLE"]
    assert read_context(place, [[["[boek.xlsx]Blad 1|4|3"]]]) == {Context.PLACE: Place("Blad 1", 4, 3)}
    assert read_context(place, [""]) == read_context(place, [[[None]]]) == {Context.PLACE: None}
    assert read_context(BY_NAME["KW_FOUT"], [[["KW-602: x"]]]) == {Context.REASON: "KW-602: x"}
    assert read_context(BY_NAME["KW_VERSIE"], [[["0.1"]], [["0.2"]]]) == {
        Context.WORKBOOK_VERSION: "0.1",
        Context.DOOR_VERSIONS: (("xlwings in de werkmap", "0.2"), ("xlwings in Python", version("xlwings"))),
    }


def test_only_the_vba_door_knows_of_markers() -> None:
    users = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if "encoders.vba" in path.read_text(encoding="utf-8")
    ]
    assert users == ["excel/functions.py", "template/function_results.py", "template/vba.py"]
