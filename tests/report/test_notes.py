from __future__ import annotations

from typing import Any

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.notes import notes_frame


def test_every_setting_source_and_version_is_shown(make_analysis: Any) -> None:
    frame = notes_frame(make_analysis(10), {"klantwaarde_xl": "9.9.9"})
    shown = dict(zip(frame["name"], frame["value"], strict=True))
    assert {item.label for item in Settings.declared()} <= set(frame["name"])
    assert shown["klantwaarde_xl"] == "9.9.9"
    assert shown["Bestand"] == "groothandel.xlsx"
    assert shown["Grens A"] == "80,0 %"
    assert shown["Periode van"] == "vanzelf"
    assert "ab" * 32 in set(frame["explanation"])
