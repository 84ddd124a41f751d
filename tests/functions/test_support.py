"""Why a cell shows an error, in words, and the versions that have to fit together."""

from __future__ import annotations

import sys

from klantwaarde_xl import __version__
from klantwaarde_xl.functions.support import reason, versions


def test_the_reason_of_an_error() -> None:
    assert reason("#VALUE!", "KW-602: zo zit het") == "KW-602: zo zit het"
    assert reason("#DIV/0!", "") == "#DEEL/0!: De formule deelt door nul of door een lege cel."
    assert reason(12.5, "") == "Deze cel bevat geen fout."


def test_the_reason_of_an_error_that_only_newer_excels_have() -> None:
    # -2146826243 is #OVERLOOP! (xlErrSpill, 2045) as COM gives it: what a formula shows that has no room for
    # its rows.
    assert reason(-2146826243, "").startswith("#OVERLOOP!: Waar de uitkomst moet komen, staat al iets")
    assert "#BEREKEN!" in reason(-2146826238, "")
    assert reason(-2146826243.0, "") == "Deze cel bevat geen fout.", "a number that somebody typed"


def test_versions_name_the_workbook_the_program_the_door_and_python() -> None:
    found = versions("0.0.1", (("xlwings in Python", "0.37.8"),))
    assert found["Onderdeel"].tolist() == ["Werkmap", "Klantwaarde", "xlwings in Python", "Python"]
    assert found["Versie"].tolist()[:3] == ["0.0.1", __version__, "0.37.8"]
    assert found["Versie"].tolist()[3].startswith(f"{sys.version_info.major}.{sys.version_info.minor}.")
    assert len(versions("0.0.1", None)) == 3, "a door that connects nothing has no versions"
