"""The Office.js door: every function gives what the VBA door gives; functions.json is what Excel takes."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from same_in_officejs import live_arguments, odd_calls, through_officejs, through_vba

import klantwaarde_xl
from klantwaarde_xl.files.cell_text import LONGEST_TEXT
from klantwaarde_xl.functions.answers import ErrorKind, ErrorValue, Place
from klantwaarde_xl.functions.declaration import LONGEST_HELP, Context, Function
from klantwaarde_xl.functions.encoders.officejs import (
    BY_ID,
    NAMESPACE,
    decode,
    encode,
    metadata,
    place_of,
    read_context,
)
from klantwaarde_xl.functions.registry import BY_NAME, FUNCTIONS

PACKAGE = Path(klantwaarde_xl.__file__).parent
QUICK = [function for function in FUNCTIONS if not function.slow]
ON_TABLES = [function for function in FUNCTIONS if function.slow]


def named(function: Function) -> str:
    return function.name


@pytest.mark.parametrize("function", FUNCTIONS, ids=named)
def test_a_function_gives_what_the_vba_door_gives(function: Function) -> None:
    given = live_arguments()[function.name]
    found = through_officejs(function, given)
    assert found == through_vba(function, given)
    assert len({len(row) for row in found}) == 1


@pytest.mark.parametrize("function", QUICK, ids=named)
def test_so_it_does_for_what_people_give_by_mistake(function: Function) -> None:
    calls = odd_calls(function)
    wrong = 0
    for given in calls:
        found = through_officejs(function, given)
        assert found == through_vba(function, given), given
        wrong += any(isinstance(cell, tuple) for row in found for cell in row)
    assert wrong >= len(calls) // 4 or function.name in {"KW_FOUT", "KW_VERSIE"}


@pytest.mark.slow
@pytest.mark.parametrize("function", ON_TABLES, ids=named)
def test_so_it_does_for_tables_that_are_none(function: Function) -> None:
    for given in odd_calls(function):
        assert through_officejs(function, given) == through_vba(function, given), given


def test_a_date_is_a_number_to_an_add_in() -> None:
    # The one difference that the host makes: Office.js hands over a day as its number, and tells no format.
    day = [[dt.datetime(2024, 1, 31)], [5.0]]
    function = BY_NAME["KW_CUMULATIEF"]
    assert through_vba(function, [day])[0][0][1].startswith("KW-611")
    assert through_officejs(function, [day])[0][0] == pytest.approx(45322 / 45327)


def test_the_metadata_has_what_the_registry_has() -> None:
    described = metadata()["functions"]
    assert isinstance(described, list)
    assert [one["id"] for one in described] == [function.name[3:] for function in FUNCTIONS] == list(BY_ID)
    for one, function in zip(described, FUNCTIONS, strict=True):
        assert f"{NAMESPACE}_{one['name']}" == function.name
        assert [(p["name"], p["optional"]) for p in one["parameters"]] == [
            (a.name, a.optional) for a in function.arguments
        ]
        assert [p["description"] for p in one["parameters"]] == [
            a.help.replace("KW_", "KW.") for a in function.arguments
        ]


def test_the_metadata_keeps_to_the_rules_of_microsoft() -> None:
    # https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-json, "Metadata reference".
    whole = metadata()
    assert set(whole) == {"allowErrorForDataTypeAny", "functions"}
    assert json.loads(json.dumps(whole)) == whole
    described = whole["functions"]
    assert isinstance(described, list)
    assert len({one["id"] for one in described}) == len(described)
    for one in described:
        assert set(one) == {"id", "name", "description", "parameters", "result", "options"}
        assert re.fullmatch(r"[A-Za-z0-9.]+", one["id"])
        assert one["description"]
        assert len(one["description"]) <= LONGEST_HELP
        assert set(one["options"]) <= {"cancelable", "requiresAddress", "requiresParameterAddresses"}
        assert one["result"]["dimensionality"] == "matrix"  # requiresParameterAddresses asks for it
        for parameter in one["parameters"]:
            assert set(parameter) == {"name", "description", "type", "dimensionality", "optional"}
            assert parameter["type"] in {"any", "boolean", "number", "string"}
            assert parameter["dimensionality"] in {"scalar", "matrix"}


def test_only_who_asks_for_a_place_gets_addresses_of_arguments() -> None:
    described = metadata()["functions"]
    assert isinstance(described, list)
    asking = {one["id"] for one in described if "requiresParameterAddresses" in one["options"]}
    assert asking == {"CONTROLE", "FOUT"}


def test_values_become_what_json_holds() -> None:
    gap = ErrorValue("KW-613", ErrorKind.NOT_AVAILABLE, "KW-613: geen uitkomst")
    assert encode([["Kop", 1.5], [None, dt.datetime(1900, 3, 1)], [True, gap]]) == [
        ["Kop", 1.5],
        ["", 61.0],  # Excel shows 61 as 1 March 1900
        [True, {"error": "#N/A", "text": "KW-613: geen uitkomst"}],
    ]
    assert encode("tekst") == [["tekst"]]


@pytest.mark.parametrize("length", [LONGEST_TEXT, LONGEST_TEXT + 1])
def test_a_text_is_no_longer_than_a_cell(length: int) -> None:
    ((shown,),) = encode("x" * length)
    assert len(str(shown)) == LONGEST_TEXT


def test_an_emoji_counts_for_two_as_in_excel() -> None:
    ((shown,),) = encode("😀" * 16_384)
    assert shown == "😀" * 16_383 + "…"


@pytest.mark.parametrize("text", ["", "{", "[NaN]", "[Infinity]", "[-Infinity]", "[1,]"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|Illegal|NaN|Infinity"):
        decode(text)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("Blad1!A1", Place("Blad1", 1, 1)),
        ("Blad1!$C$4:$D$9", Place("Blad1", 4, 3)),
        ("'Blad 1'!AA10:AB20", Place("Blad 1", 10, 27)),
        ("'It''s'!B:C", Place("It's", 1, 2)),
        ("Blad1!4:9", Place("Blad1", 4, 1)),
        ("Blad1!", None),
        ("", None),
        (None, None),
        (7.0, None),
    ],
)
def test_an_address_is_read(address: object, place: Place | None) -> None:
    assert place_of(address) == place


def test_what_the_add_in_tells_reaches_who_asks() -> None:
    told = {"address": "Blad1!C4", "reason": "KW-602: x", "host": "16.0.1"}
    asked = {name: read_context(BY_NAME[name], told) for name in ("KW_CONTROLE", "KW_FOUT", "KW_VERSIE")}
    assert asked == {
        "KW_CONTROLE": {Context.PLACE: Place("Blad1", 4, 3)},
        "KW_FOUT": {Context.REASON: "KW-602: x"},
        "KW_VERSIE": {Context.WORKBOOK_VERSION: None, Context.DOOR_VERSIONS: (("Excel", "16.0.1"),)},
    }
    assert read_context(BY_NAME["KW_PARETO"], told) == {}
    assert read_context(BY_NAME["KW_VERSIE"], {}) == {
        Context.WORKBOOK_VERSION: None,
        Context.DOOR_VERSIONS: (),
    }
