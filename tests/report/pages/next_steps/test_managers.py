from __future__ import annotations

from typing import Any

import pandas as pd
import pytest


def test_managers_add_up_and_say_what_fits(frames: dict[str, pd.DataFrame], make_analysis: Any) -> None:
    managers = frames["managers"].set_index("account_manager")
    customers = make_analysis().customers
    assert managers["revenue"].sum() == pytest.approx(customers["revenue"].sum())
    assert managers["customers"].sum() == 400
    assert str(managers.loc["Bram Koster", "sentence"]).startswith("Bram Koster: geen vrije uren")
    assert managers.loc["Carla Post", "remarks"] == "Staat niet in het blad Team"
    inside = managers[["euros_inside", "euros_outside"]].to_numpy().sum()
    assert inside == pytest.approx(frames["actions"]["potential"].sum())
