"""A finding takes its words from the catalogue and its place and value from what was found."""

from __future__ import annotations

import dataclasses

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding


def test_words_severity_and_code_are_those_of_the_catalogue() -> None:
    found = Finding.of(errors.REQUIRED_VALUE, "Klanten!A7", column="Klantnr")
    assert (found.code, found.severity) == (errors.REQUIRED_VALUE.code, errors.REQUIRED_VALUE.severity)
    assert found.message == errors.REQUIRED_VALUE.message.format(column="Klantnr", value="", count=1)
    assert (found.cell, found.value, found.count) == ("Klanten!A7", "", 1)


@pytest.mark.parametrize(("value", "shown"), [(None, ""), (0, "0"), (1.5, "1.5"), ("{x}", "{x}")])
def test_the_value_is_shown_as_it_was_found(value: object, shown: str) -> None:
    assert Finding.of(errors.REQUIRED_VALUE, "A1", value, column="{kolom}").value == shown


def test_a_name_that_the_wording_asks_for_must_be_given() -> None:
    with pytest.raises(KeyError):
        Finding.of(errors.REQUIRED_VALUE, "A1")


def test_a_finding_does_not_change() -> None:
    found = Finding.of(errors.REQUIRED_VALUE, "A1", column="x", count=3)
    assert found.count == 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.count = 4  # type: ignore[misc]
