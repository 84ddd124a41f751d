"""Settings as people type them."""

from __future__ import annotations

import datetime as dt

import pytest

from klantwaarde_xl.errors import UnusableInputError
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.settings_cells import settings_from_cells, valid_values


def test_every_default_survives_being_written_and_read_under_each_of_its_names() -> None:
    for name in ("cell_name", "label", "field"):
        cells = {getattr(s, name): s.default for s in Settings.declared()}
        assert settings_from_cells(cells) == Settings()


def test_dutch_text_is_understood() -> None:
    cells = {
        "periode van": "01-07-2024",
        "Periode tot": 45838.0,
        "Per concern": "Ja",
        "Normalisatie": "Z-score",
        "Btw in debiteuren": "21 %",
        "Kostprijs per uur": "€ 1.062,50",
        "Toevalsgetal": 7.0,
    }
    settings = settings_from_cells(cells)
    assert (settings.period_from, settings.period_to) == (dt.date(2024, 7, 1), dt.date(2025, 6, 30))
    assert (settings.by_parent, settings.normalisation, settings.vat_rate) == (True, "z-score", 0.21)
    assert (settings.hourly_cost, settings.seed) == (1062.5, 7)


def test_all_wrong_cells_are_named_at_once_with_what_is_valid() -> None:
    with pytest.raises(UnusableInputError) as caught:
        settings_from_cells(
            {"Gewicht omzet": -0.2, "Normalisatie": "mediaan", "Grens A": 80.0},
            {"Gewicht omzet": "Instellingen!B12"},
        )
    found = [caught.value, *caught.value.others]
    assert [e.code for e in found] == ["KW-321"] * 3
    texts = " ".join(map(str, found))
    assert "Instellingen!B12: '-0,2'" in texts
    assert "percentiel, min-max, min-max p5-p95 of z-score" in texts
    assert "0 % tot en met 100 %" in texts


def test_all_weights_zero_and_a_period_that_ends_before_it_begins_are_refused() -> None:
    zero = {s.label: 0.0 for s in Settings.declared() if s.field.startswith("weight_")}
    with pytest.raises(UnusableInputError, match="gewichten"):
        settings_from_cells(zero)
    with pytest.raises(UnusableInputError, match="Periode"):
        settings_from_cells({"Periode van": dt.date(2025, 1, 1), "Periode tot": dt.date(2024, 1, 1)})


def test_every_setting_says_in_dutch_what_is_valid_and_has_a_name_of_its_own() -> None:
    declared = Settings.declared()
    assert all(valid_values(s) and s.help and s.label for s in declared)
    assert len({s.cell_name for s in declared}) == len(declared)
    assert all(s.cell_name.isidentifier() for s in declared)
