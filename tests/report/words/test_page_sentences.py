from __future__ import annotations

import datetime as dt
import math

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.report.words import page_sentences as say


def test_both_periods_are_on_one_line() -> None:
    now, before = (Period(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (2024, 2023))
    assert say.period_line(now, before) == (
        "Periode 01-01-2024 t/m 31-12-2024; vorige periode 01-01-2023 t/m 31-12-2023. Bedragen in EUR."
    )


def test_one_customer_of_class_a_is_one() -> None:
    assert say.value_message(5, 1, 0.5, math.nan) == "1 van de 5 klanten is A: die maakt 50 % van de omzet."
    assert say.value_message(5, 0, math.nan, math.nan) == "0 van de 5 klanten zijn A."
    assert say.value_message(0, 0, math.nan, math.nan) == "Er zijn geen klanten in deze periode."


def test_without_findings_the_input_is_in_order() -> None:
    assert say.findings(0, 0, 0) == "De invoer is in orde: er zijn geen bevindingen."
    assert say.reason("declining") == "daling"
