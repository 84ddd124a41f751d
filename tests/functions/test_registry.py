"""The registry keeps to what Excel and VBA can hold."""

from __future__ import annotations

import re

import pytest

from klantwaarde_xl.functions.declaration import LONGEST_HELP, Function
from klantwaarde_xl.functions.registry import BY_NAME, FUNCTIONS
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.text_units import units

SCORED = "omzet; marge; [tijdkosten]; [geldkosten]; [energie]; [cultuur]; [producten]; [gewichten]; [methode]"
MORE = "[samenvoegen]; [koersen]"
ANALYSED = (
    "transacties; [klanten]; [producten]; [inspanning]; [tarieven]; [beoordeling]; [instellingen]; " + MORE
)
PROMISED = [
    f"KW_SCORE({SCORED})",
    f"KW_UITLEG(rij; {SCORED})",
    "KW_NETTOBIJDRAGE(marge; uren; [kostprijs_per_uur]; [kosten]; [omzet]; [betaaldagen]; [vermogenskosten])",
    "KW_PARETO(waarden; [grens_a]; [grens_b])",
    "KW_CUMULATIEF(waarden)",
    "KW_CONCENTRATIE(waarden)",
    "KW_WALVIS(nettobijdrage)",
    f"KW_TABELLEN({ANALYSED})",
    f"KW_KLANTEN({ANALYSED})",
    f"KW_GATEN(transacties; [producten]; [klant]; [aantal]; [klanten]; [instellingen]; {MORE})",
    f"KW_SAMEN(transacties; [producten]; [groep]; [klanten]; [instellingen]; {MORE})",
    f"KW_ACTIES({ANALYSED})",
    f"KW_VOLGENDJAAR({ANALYSED})",
    f"KW_WEG({ANALYSED})",
    "KW_BRUG(transacties; [producten]; [klant]; [van]; [tot]; [klanten]; [inspanning]; [tarieven]; "
    f"[instellingen]; {MORE})",
    "KW_GEWICHTEN(paarsgewijze_matrix)",
    "KW_CONTROLE(tabel; soort)",
    "KW_FOUT(cel)",
    "KW_VERSIE()",
]
"""The functions as published: other workbooks hold these calls, so names and order of arguments stay."""


def test_every_function_of_the_design_is_declared_with_its_arguments_in_order() -> None:
    assert [function.signature for function in FUNCTIONS] == PROMISED
    assert len(FUNCTIONS) == len(BY_NAME)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_names_and_texts_fit_excel(function: Function) -> None:
    assert re.fullmatch(r"KW_[A-Z]+", function.name)
    assert 20 <= units(function.help) <= LONGEST_HELP
    assert all(re.fullmatch(r"[a-z][a-z_]*", argument.name) for argument in function.arguments)
    assert all(10 <= units(argument.help) <= LONGEST_HELP for argument in function.arguments)
    # Excel shows argument descriptions only while names and texts together stay small; VBA allows 24
    # continued lines.
    assert len(function.arguments) <= 20
    optional = [argument.optional for argument in function.arguments]
    assert optional == sorted(optional), "an optional argument comes after the required ones"


STANDS_FOR = {
    "kostprijs_per_uur": "Kostprijs per uur",
    "vermogenskosten": "Vermogenskosten",
    "grens_a": "Grens A",
    "grens_b": "Grens B",
    "aantal": "Kansen per klant",
}
"""Arguments that a setting gives its value when they are left out."""


def test_what_a_help_text_says_is_used_is_the_setting() -> None:
    settings = {setting.label: setting for setting in Settings.declared()}
    for function in FUNCTIONS:
        for argument in function.arguments:
            said = re.search(r"Leeg: ([\d,]+)(%?)\.", argument.help)
            assert bool(said) == (argument.name in STANDS_FOR), argument.name
            if said:
                setting = settings[STANDS_FOR[argument.name]]
                value = float(said[1].replace(",", ".")) / (100 if said[2] else 1)
                assert value == setting.default
                assert bool(said[2]) == (setting.unit == "%")
    weights = ", ".join(
        f"{setting.default * 100:.0f}" for setting in settings.values() if setting.group == "Gewichten"
    )
    listed = next(a.help for a in BY_NAME["KW_SCORE"].arguments if a.name == "gewichten")
    assert f"Leeg: {weights} %.".replace(", 15", " en 15") in listed


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_example_is_a_call_in_dutch_notation(function: Function) -> None:
    assert function.example.startswith(f"={function.name}(")
    inside = function.example[len(function.name) + 2 : -1]
    given = [part for part in inside.split(";") if part]
    assert (
        sum(not argument.optional for argument in function.arguments) <= len(given) <= len(function.arguments)
    )
    assert not re.search(r"\d\.\d", inside), "decimals have a comma"
