from __future__ import annotations

import pandas as pd


def test_moves_say_in_words_what_changes(frames: dict[str, pd.DataFrame]) -> None:
    moves = frames["moves"]
    assert moves["from_manager"].tolist() == ["Bram Koster", "Zonder accountmanager"]
    assert "past voor 90\u00a0% in plaats van 40\u00a0%" in moves.loc[0, "sentence"]
    assert "heeft geen accountmanager" in moves.loc[1, "sentence"]
