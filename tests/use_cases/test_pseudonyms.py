from __future__ import annotations

import hashlib
import hmac
from dataclasses import fields, replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.raw_table import SourceFile
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.use_cases.pseudonyms import Pseudonyms, codes, make_pseudonyms, without_names

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def small() -> Analysis:
    lines = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-03-01", "2024-05-01", "2024-06-01", "2023-02-01"]),
            "customer_id": pd.Categorical(["D1", "D2", "D2", "D3"]),
            "revenue": [100.0, 80.0, 20.0, 50.0],
            "cost": [70.0, 30.0, 10.0, 20.0],
        }
    ).reindex(columns=list(InvoiceLine.model_fields))
    known = pd.DataFrame(
        {
            "customer_id": ["D1", "D2", "D3", "D4"],
            "name": ["Jansen", None, "Pieters", "Nooit"],
            "parent_id": ["D2", None, None, None],
            "segment": None,
            "region": None,
            "account_manager": ["Noor", "Bram", None, "Noor"],
            "since": pd.NaT,
            "payment_days": 30.0,
            "include": 1.0,
        }
    )
    return analyse(Inputs(lines, customers=known, read_lines=4, read_revenue=250.0))


def test_a_code_is_the_keyed_hash_in_crockfords_digits() -> None:
    number = int(hmac.new(b"sleutel", b"klant\0Jansen", hashlib.sha256).hexdigest(), 16)
    digits = ""
    while number:
        number, rest = divmod(number, 32)
        digits += CROCKFORD[rest]
    assert codes(["Jansen"], "klant", b"sleutel") == {"Jansen": digits[:6]}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=40))
def test_codes_are_different_and_depend_on_the_key_alone(names: list[str]) -> None:
    found = codes(names, "klant", b"een")
    assert set(found) == {name for name in names if name}
    assert len(set(found.values())) == len(found)
    assert codes(reversed(names), "klant", b"een") == found
    assert not found or codes(names, "klant", b"twee") != found


def test_many_customers_still_have_a_code_each() -> None:
    found = codes([str(n) for n in range(60_000)], "klant", b"vast")
    assert len(set(found.values())) == 60_000
    assert {len(code) for code in found.values()} <= {6, 7, 8, 9}


def test_the_figures_stay_and_the_names_go() -> None:
    before = small()
    given_names = make_pseudonyms(before, b"geheim")
    after = without_names(before, given_names)
    figures = before.customers.select_dtypes("number").columns
    renamed = [given_names.customers[number] for number in before.customers.index]
    assert after.customers.index.tolist() == renamed
    pd.testing.assert_frame_equal(
        after.customers[figures].reset_index(drop=True), before.customers[figures].reset_index(drop=True)
    )
    assert after.customers["name"].tolist() == [f"Klant {code}" for code in renamed]
    assert after.customers.loc[given_names.customers["D1"], "parent_id"] == given_names.customers["D2"]
    assert after.customers.loc[given_names.customers["D1"], "account_manager"] == given_names.managers["Noor"]
    assert after.totals == before.totals
    assert after.inputs.source.name == ""
    assert len(after.inputs.transactions) == 0


def _is_figures(value: object) -> bool:
    return all(isinstance(one, int | float) for one in (value if isinstance(value, tuple) else (value,)))


def test_what_the_user_typed_stays_behind() -> None:
    before = small()
    typed = pd.DataFrame(
        {"owner": ["Noor"], "status": [""], "note": ["Jansen bellen"]},
        index=pd.Index(["D1"], name="customer_id"),
    )
    given = replace(before.inputs, source=SourceFile("Jansen.xlsx", "ab"), lines_from="Jansen.parquet")
    before = replace(before, inputs=replace(given, action_notes=typed))
    inputs = without_names(before, make_pseudonyms(before, b"geheim")).inputs
    kept = {"transactions", "products", "account_managers", "settings"}
    for field in fields(inputs):
        value = getattr(inputs, field.name)
        empty = (
            value.empty if isinstance(value, pd.DataFrame) else value in (None, "", (), {}, SourceFile(""))
        )
        assert field.name in kept or _is_figures(value) or empty, field.name


def test_the_key_says_who_is_who() -> None:
    given_names: Pseudonyms = make_pseudonyms(small(), b"geheim")
    rows = {tuple(row) for row in given_names.table().itertuples(index=False)}
    assert ("klant", given_names.customers["D1"], "D1", "Jansen") in rows
    assert ("accountmanager", given_names.managers["Noor"], "", "Noor") in rows
    assert {number for _, _, number, _ in rows} == {"D1", "D2", "D3", "D4", ""}
