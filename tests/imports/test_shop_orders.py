"""Orders as web shops export them, through the command; the amounts are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, cells, codes, export

HEAD = (
    "Name;Email;Financial Status;Currency;Subtotal;Shipping;Taxes;Total;Created at;Lineitem quantity;"
    "Lineitem name;Lineitem price;Billing Name"
)
SECOND = "#1001;a@x.nl;;;;;;;2024-01-05;1;Bord;10.00;"


def orders(tmp_path: Path, *, totals: tuple[str, str]) -> Path:
    """Write two orders, of 30 and 20 euros without VAT, with these totals."""
    first = f"#1001;a@x.nl;paid;EUR;30.00;5.00;7.35;{totals[0]};2024-01-05;2;Kop;10.00;Jan Jansen"
    last = f"#1002;b@x.nl;paid;EUR;20.00;5.00;5.25;{totals[1]};2024-02-05;2;Kop;10.00;Piet Bakker"
    return export(tmp_path, first, SECOND, last, head=HEAD)


def test_the_number_of_an_order_is_no_customer(door: Door, tmp_path: Path) -> None:
    answer = door.imports(orders(tmp_path, totals=("42.35", "30.25")))
    assert answer.turnover() == 50.0
    assert cells(door, "Transacties", "Klantnr") == ["Jan Jansen", "Jan Jansen", "Piet Bakker"]
    assert cells(door, "Transacties", "Factuurnr") == ["#1001", "#1001", "#1002"]
    assert {"KW-171", "KW-550", "KW-573"} <= codes(answer)


def test_prices_that_the_totals_show_to_include_vat_are_refused_unless_chosen(
    door: Door, tmp_path: Path
) -> None:
    path = orders(tmp_path, totals=("35.00", "25.00"))
    answer = door.imports(path)
    assert answer.code == 2
    assert "KW-536" in answer.text
    assert "'Lineitem price'" in answer.text
    assert door.imports(path, "--kolom", "Prijs per stuk=Lineitem price").turnover() == 50.0


def test_order_lines_without_a_customer_are_refused_and_no_list_of_customers(
    door: Door, tmp_path: Path
) -> None:
    rows = ("#1001;2024-01-05;2;Kop;10.00", "#1002;2024-01-05;1;Bord;10.00")
    path = export(tmp_path, *rows, head="Name;Created at;Lineitem quantity;Lineitem name;Lineitem price")
    answer = door.imports(path)
    assert (answer.code, "Klantnr" in answer.text) == (2, True)


@pytest.mark.parametrize(("header", "turnover"), [("Discount Amount", 45.0), ("Korting", 47.5)])
def test_a_discount_called_an_amount_is_taken_off_as_an_amount(
    header: str, turnover: float, door: Door, tmp_path: Path
) -> None:
    head = f"Datum;Klantnr;Aantal;Stukprijs;{header}"
    path = export(tmp_path, "2024-01-05;K1;5;10,00;5,00", head=head)
    assert door.imports(path).code == 2
    assert door.imports(path, "--kolom", f"Korting={header}").turnover() == turnover


def test_a_discount_that_is_always_nothing_is_not_asked(door: Door, tmp_path: Path) -> None:
    path = export(tmp_path, "2024-01-05;K1;5;10,00;0,00", head="Datum;Klantnr;Aantal;Stukprijs;Korting")
    assert door.imports(path).turnover() == 50.0
