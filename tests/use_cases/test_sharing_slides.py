"""The slides of a copy without names: no name in any part, nor in the workbooks behind their charts."""

from __future__ import annotations

import datetime as dt
import html
import io
import zipfile
from pathlib import Path

import pytest

from klantwaarde_xl.demo.tables import demo_inputs
from klantwaarde_xl.model.inputs import INPUT_FIELD, Inputs
from klantwaarde_xl.report.pages.inputs.sheets import input_document
from klantwaarde_xl.use_cases.sharing import Way, share
from klantwaarde_xl.writers.xlsx import write_xlsx

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
CREATED = dt.datetime(2025, 1, 15, 9, 30)


def told(package: bytes) -> str:
    """Return every part of a package as text, entities resolved; of packages within it too."""
    with zipfile.ZipFile(io.BytesIO(package)) as inside:
        contents = [inside.read(name) for name in inside.namelist()]
    return "\n".join(
        told(data) if data.startswith(b"PK") else html.unescape(data.decode("utf-8", "replace"))
        for data in contents
    )


def test_no_name_is_in_the_slides_or_the_workbooks_behind_their_charts(tmp_path: Path) -> None:
    tables = demo_inputs()
    few = tables["tblKlanten"]["customer_id"][:60]
    for name, frame in tables.items():
        if "customer_id" in frame:
            tables[name] = frame[frame["customer_id"].isin(few)].reset_index(drop=True)
    tables["tblKlanten"]["name"] = [f"Bedrijf{n:02d} 'Fictief{n:02d}'" for n in range(60)]
    inputs = Inputs(**{INPUT_FIELD[name]: frame for name, frame in tables.items()})
    write_xlsx(input_document(CREATED, inputs), tmp_path / "bron.xlsx")
    found = []
    for nameless in (True, False):
        way = Way(nameless=nameless, slides=True)
        copy = share(tmp_path / "bron.xlsx", tmp_path / f"kopie{nameless}.xlsx", way, created=CREATED)
        found.append(told(copy.slides.read_bytes()))
    managers = set(tables["tblAccountmanagers"]["name"])
    assert [word for word in ("Fictief", *managers) if word in found[0]] == []
    assert "Klant K-" in found[0]
    assert "Fictief" in found[1], "the same search finds names where they are"
