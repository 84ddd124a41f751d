"""Which name a number has that stands for a customer and for a supplier, in an audit file."""

from __future__ import annotations

from pathlib import Path

import pytest
from audit_files import LEDGER, audit_file, journal, line
from raw_cells import cells

from klantwaarde_xl.sources.xaf import XafFile, read_xaf


def read(path: Path, *relations: tuple[str, str, str]) -> XafFile:
    """Return an audit file with one line of revenue of customer 100 and these relations."""
    listed = "".join(
        f"<customerSupplier><custSupID>{number}</custSupID><custSupName>{name}</custSupName>"
        f"{f'<custSupTp>{kind}</custSupTp>' if kind else ''}</customerSupplier>"
        for number, name, kind in relations
    )
    rest = LEDGER.format(rgs="").partition("</customersSuppliers>")[2]
    ledger = f"<customersSuppliers>{listed}</customersSuppliers>{rest}"
    lines = journal(line("8000", "100.00", "C", "<custSupID>100</custSupID>"))
    return read_xaf(audit_file(path, lines, ledger=ledger))


@pytest.mark.parametrize(
    ("relations", "name", "said"),
    [
        ([("100", "Bakker", "C"), ("100", "Stroom BV", "S")], "Bakker", False),
        ([("100", "Stroom BV", "S"), ("100", "Bakker", "C")], "Bakker", False),
        ([("100", "Bakker", "B"), ("100", "Stroom BV", "S")], "Bakker", False),
        ([("100", "Bakker", "C"), ("100", "Slager", "C")], "Bakker", True),
        ([("100", "Bakker", ""), ("100", "Slager", "")], "Bakker", True),
        ([("100", "Bakker", "C"), ("100", "Bakker", "C")], "Bakker", False),
        ([("100", "", "C"), ("100", "Bakker", "C")], "Bakker", False),
        ([("100", "Stroom BV", "S")], "Stroom BV", False),
        ([("100", "Een", "S"), ("100", "Twee", "S"), ("100", "Bakker", "C")], "Bakker", False),
        ([("100", "Bakker", "C"), ("200", "Slager", "C"), ("200", "Visser", "C")], "Bakker", False),
    ],
)
def test_the_customer_gives_the_name_and_two_names_are_said(
    relations: list[tuple[str, str, str]], name: str, said: bool, tmp_path: Path
) -> None:
    found = read(tmp_path / "a.xaf", *relations)
    assert cells(found.customers, "Klantnaam") == [name]
    assert [finding.value for finding in found.findings if finding.code == "KW-591"] == ["100"] * said
