"""What customers could buy more of: no sheet of its own, a list for the command line."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.pages.next_steps.common import (
    left_alone,
    longest_list,
    of_customer,
    people,
    warned,
)
from klantwaarde_xl.report.words.action_sentences import up_sell_sentence


def up_sell_rows(
    analysis: Analysis, *, longest: int | None = None, customer: str | None = None
) -> pd.DataFrame:
    """Return what customers could buy more of, most euros first, each in one sentence.

    Arguments: as in ``cross_sell_rows``.
    """
    rows = (
        of_customer(analysis.chances.up_sell, customer)
        .head(longest_list(analysis, longest))
        .join(people(analysis), on="customer_id")
    )
    sentences = [up_sell_sentence(row) for row in rows.to_dict("records")]
    return rows.assign(sentence=warned(sentences, rows["customer_id"], left_alone(analysis)))
