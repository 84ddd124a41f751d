"""Locale, time zone, hash seed, kind of processor and line ends change nothing: not a figure and not a byte
of the workbook."""

from __future__ import annotations

from pathlib import Path

import killing
import pandas as pd
import pytest
import surroundings

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.kinds import BY_NAME
from klantwaarde_xl.imports.understanding import understand

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

ONE_THREAD = {"OPENBLAS_CORETYPE": "Sandybridge", "OPENBLAS_NUM_THREADS": "1"}
"""Sums of matrices in the order of an older processor without AVX2."""


@pytest.mark.slow
def test_surroundings_change_nothing(tmp_path: Path) -> None:
    source = killing.small_workbook(tmp_path / "klanten.xlsx", customers=40, lines=800)
    settings = (
        {"LC_ALL": "nl_NL.UTF-8", "TZ": "Europe/Amsterdam", "PYTHONHASHSEED": "1"},
        {
            "LC_ALL": "en_US.UTF-8",
            "TZ": "Pacific/Kiritimati",
            "PYTHONHASHSEED": "2",
            "OPENBLAS_CORETYPE": "Haswell",
        },
        {
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "TZ": "America/Los_Angeles",
            "PYTHONHASHSEED": "3",
        }
        | ONE_THREAD,
    )
    answers = []
    for place, variables in zip("abc", settings, strict=True):
        # A folder of its own: a result that is replaced hands its scale on, and says so.
        (tmp_path / place).mkdir()
        answers.append(surroundings.answer(source, tmp_path / place / "uit.xlsx", variables))
    figures, parts, _ = answers[0]
    assert figures["lines"] == 400
    assert len(parts) > 20
    for found, written, _ in answers[1:]:
        assert found == figures
        assert surroundings.differing(parts, written) == []


TEXT = "Factuurdatum;Debiteurnummer;Naam;Factuurnummer;Omzet\n" + "".join(
    (
        f'{1 + n % 28:02}-{1 + n % 12:02}-2025;{n % 7:03};"Café ""De '
        f'Wed.""\u00a0{n % 7}";F{n};{n * 13},{n % 100:02}\n'
    )
    for n in range(200)
)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", ""), ("utf-8", "\ufeff"), ("cp1252", ""), ("utf-16", "")]
)
def test_line_ends_and_encodings_of_exports_change_nothing(
    ending: str, encoding: str, mark: str, tmp_path: Path
) -> None:
    plain, other = tmp_path / "a" / "export.csv", tmp_path / "b" / "export.csv"
    for path, text in (
        (plain, TEXT.encode("utf-8")),
        (other, (mark + TEXT.replace("\n", ending)).encode(encoding)),
    ):
        path.parent.mkdir()
        path.write_bytes(text)
    first, second = (understand([path], BY_NAME["csv"], Choices()) for path in (plain, other))
    assert (first.read, first.revenue) == (200, second.revenue)
    assert first.tables.keys() == second.tables.keys()
    for name, frame in first.tables.items():
        same = [column for column in frame if column != "source"]
        pd.testing.assert_frame_equal(frame[same], second.tables[name][same])
