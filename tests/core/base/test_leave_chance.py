"""What is said of a chance of leaving."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.leave_chance import likely_to_leave, probably_gone


def test_of_the_bound_itself_and_of_the_unknown_nothing_is_said() -> None:
    chances = pd.Series([0.2, 0.5, 0.500001, 0.9, 0.900001, np.nan])
    assert likely_to_leave(chances).tolist() == [False, False, True, True, True, False]
    assert probably_gone(chances).tolist() == [False, False, False, False, True, False]
