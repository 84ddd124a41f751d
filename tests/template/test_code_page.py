"""The page of KW codes holds every code with an example in which every name has a value."""

from __future__ import annotations

import re

import pytest

from klantwaarde_xl.errors import CATALOGUE
from klantwaarde_xl.template.code_examples import OWN
from klantwaarde_xl.template.code_page import RANGES, example, page, values
from klantwaarde_xl.template.usual_values import USUAL


def names(code: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", CATALOGUE[code].message + CATALOGUE[code].hint))


def test_every_code_is_in_the_table_of_its_range() -> None:
    parts = re.split(r"\n## KW-(\d)xx: (.+)\n", page())[1:]
    assert dict(zip(parts[::3], parts[1::3], strict=True)) == RANGES
    listed = [
        (digit, code)
        for digit, text in zip(parts[::3], parts[2::3], strict=True)
        for code in re.findall(r"^\| (KW-\d{3}) \|", text, re.MULTILINE)
    ]
    assert listed == [(code[3], code) for code in sorted(CATALOGUE)]
    assert all(
        len(re.findall(r"(?<!\\)\|", line)) == 6 for line in page().splitlines() if line.startswith("|")
    )


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_name_of_a_wording_has_a_value(code: str) -> None:
    missing = names(code) - set(values(code))
    assert not missing, f"give it a word and a value in template/usual_values.py: {missing}"
    assert "{" not in example(CATALOGUE[code])
    assert bool(example(CATALOGUE[code])) == bool(re.search(r"\{", CATALOGUE[code].message))


def test_no_value_is_made_up_for_nothing() -> None:
    assert [code for code, own in OWN.items() if not set(own) <= names(code)] == []
    assert set(USUAL) == {name for code in CATALOGUE for name in names(code)}


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_an_example_shows_an_amount_where_the_wording_names_one(code: str) -> None:
    # Usual values were shown where they made no sense: "samen 10023", "verander hem dan in xl/worksheets".
    text = CATALOGUE[code].message + " " + CATALOGUE[code].hint
    amounts = re.findall(
        r"\b(?:samen|werd|is nu|omzet nu|en nu|anders|is het|tellen niet mee:) \{(\w+)\}", text
    )
    shown = {name: values(code)[name] for name in amounts}
    assert {name: value for name, value in shown.items() if not re.search(r"\d,\d\d$", value)} == {}
    if "{part}" in text and "onderdeel {part}" not in text:
        assert "xl/" not in values(code)["part"]
