"""What lines tell of customers and products does not depend on their order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.imports.mapping import map_export
from klantwaarde_xl.imports.parties_of_lines import parties_of
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.delimited import read_delimited

ROW = st.tuples(st.sampled_from(["1", "2", "3"]), st.sampled_from(["", "Aap", "Noot", "Mies"]))


def named(folder: Path, rows: list[tuple[str, str]]) -> dict[str, str | None]:
    path = folder / "a.csv"
    text = "".join(f"31-01-2025;{customer};{name};5,00\n" for customer, name in rows)
    path.write_text("Datum;Klantnr;Klantnaam;Omzet\n" + text, encoding="utf-8")
    mapped = map_export(read_delimited(path).table, InvoiceLine)
    customers = parties_of(check_table(mapped.table, InvoiceLine).good_rows(), mapped)["tblKlanten"]
    ids, names = customers.columns
    return {str(ids.value(row)): names.value(row) for row in range(len(customers))}


DRAWN = {"rows": st.lists(ROW, min_size=1, max_size=12), "data": st.data()}


@settings(deadline=None, max_examples=15)
@given(**DRAWN)
def test_most_lines_decide_whatever_their_order(rows, data, tmp_path_factory) -> None:
    same_names(rows, data, tmp_path_factory)


@pytest.mark.slow
@settings(deadline=None)
@given(**DRAWN)
def test_so_they_do_in_many_orders(rows, data, tmp_path_factory) -> None:
    same_names(rows, data, tmp_path_factory)


def same_names(rows: list[tuple[str, str]], data: st.DataObject, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("regels")
    shuffled = data.draw(st.permutations(rows))
    found = named(folder, rows)
    assert named(folder, shuffled) == found
    for customer, name in found.items():
        told = [told for who, told in rows if who == customer and told]
        best = min(set(told), key=lambda one: (-told.count(one), one), default=None)
        assert name == best
