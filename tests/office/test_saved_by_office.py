"""A template that LibreOffice saved is compared without a fault, and the page says that it was not Excel."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from klantwaarde_xl.setup.saved_workbook import differences, page, program_of, repaired

pytestmark = pytest.mark.office


def test_a_template_saved_by_libreoffice_is_told_on_a_page(tmp_path: Path, template: bytes) -> None:
    written = tmp_path / "klantwaarde.xlsm"
    written.write_bytes(template)
    subprocess.run(
        [
            shutil.which("soffice") or "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsm:Calc MS Excel 2007 VBA XML",
            "--outdir",
            str(tmp_path / "bewaard"),
            str(written),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    saved = (tmp_path / "bewaard" / "klantwaarde.xlsm").read_bytes()
    found = differences(template, saved)
    lines = page(program_of(saved), repaired(saved), found)
    assert lines[0].startswith("Bewaard door: LibreOffice")
    assert lines[1].startswith("Dat is niet Excel")
    assert len(lines) < 50
    # What it is known to keep: names, typed values, notes, columns of tables; and to lose: marks of dynamic
    # arrays and the names of the document modules.
    subjects = {one.subject for one in found}
    assert not subjects & {"naam", "waarde", "opmerking", "kolommen van tabel", "volgorde van bladen"}
    assert {"formule", "codenaam"} <= subjects
