from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.pages.notes import notes_frame


def test_every_setting_source_and_version_is_shown(make_analysis: Any) -> None:
    frame = notes_frame(make_analysis(10), {"klantwaarde_xl": "9.9.9"})
    shown = dict(zip(frame["name"], frame["value"], strict=True))
    assert {item.label for item in Settings.declared()} <= set(frame["name"])
    assert shown["klantwaarde_xl"] == "9.9.9"
    assert shown["Bestand"] == "groothandel.xlsx"
    assert shown["Grens A"] == "80,0 %"
    assert shown["Periode van"] == "vanzelf"
    assert "ab" * 32 in set(frame["explanation"])


def test_methods_and_the_truth_of_the_chances_are_shown(make_analysis: Any) -> None:
    analysis = make_analysis()
    bins = pd.DataFrame(
        {
            "low": [0.02, 0.5],
            "high": [0.05, 1.0],
            "pairs": [3500.0, 3.0],
            "events": [119.0, 2.0],
            "predicted": [0.0331, 0.6],
            "observed": [0.034, 0.66],
        }
    )
    cross_sell = replace(analysis.chances.cross_sell, reliability=bins)
    frame = notes_frame(replace(analysis, chances=replace(analysis.chances, cross_sell=cross_sell)), {})
    rows = frame[frame["part"] == "Cross-sell"].set_index("name")
    assert rows["value"].to_dict() == {
        "EASE": "Gekozen. Raak: 45 % bij 1, 83 % bij 3, 100 % bij 10",
        "Gelijkende klanten": "Raak: 41 % bij 1, 80 % bij 3, 100 % bij 10",
        "Kans 2,0 % tot 5,0 %": "voorspeld 3,3 %, gebleken 3,4 %",
    }
    assert rows.loc["Kans 2,0 % tot 5,0 %", "explanation"].startswith("Binnen 91 dagen")
