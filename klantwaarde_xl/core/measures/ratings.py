"""Energy and culture fit: the newest rating of each rater, and their mean."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode, ratio

RATED = ("energy", "culture")


def mean_ratings(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the mean over raters of the newest rating of each, per customer.

    ``ratings`` frame with ``customer_id``, ``energy`` and ``culture`` (1 to 5, NaN where blank), and
    optionally ``rater`` and ``date``. Returns a frame indexed by customer_id with float64 ``energy`` and
    ``culture``, NaN where never rated.

    The newest is taken per measure, so a later row that rates only culture keeps the rater's energy. Rows
    without a date are older than any with one; rows of one rater with the same date count by their mean,
    never by their order. Rows without a rater are one nameless rater. Ratings are a state, not a flow: the
    period does not matter.

    Source: docs/method.md, Inputs and preparation.

    >>> dates = pd.to_datetime(["2023-01-01", "2024-01-01", "2022-01-01"])
    >>> ratings = pd.DataFrame({"customer_id": ["a", "a", "a"], "rater": ["Jo", "Jo", "Els"],
    ...                         "energy": [1.0, 4.0, 5.0], "date": dates})
    >>> mean_ratings(ratings)["energy"].to_dict()
    {'a': 4.5}
    """
    code, ids = encode(ratings["customer_id"])
    rater = encode(ratings["rater"])[0] if "rater" in ratings else np.full(len(code), -1)
    day = (
        # NaT becomes the smallest number, so the oldest.
        ratings["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
        if "date" in ratings
        else np.zeros(len(code), np.int64)
    )
    pair = code * (rater.max(initial=-1) + 2) + rater + 1
    means = {
        name: _mean_of_newest(code, pair, day, ratings[name].to_numpy(float), len(ids))
        for name in RATED
        if name in ratings
    }
    index = pd.Index(ids, name="customer_id")
    return pd.DataFrame(means, index=index, columns=list(RATED), dtype=float).loc[
        np.bincount(code, minlength=len(ids)) > 0
    ]


def _mean_of_newest(
    code: np.ndarray, pair: np.ndarray, day: np.ndarray, rating: np.ndarray, size: int
) -> np.ndarray:
    rows = np.flatnonzero(~np.isnan(rating))
    code, day, rating = code[rows], day[rows], rating[rows]
    pairs, place = np.unique(pair[rows], return_inverse=True)
    newest = np.full(len(pairs), np.iinfo(np.int64).min)
    np.maximum.at(newest, place, day)
    rows = np.flatnonzero(day == newest[place])
    count = np.bincount(place[rows], minlength=len(pairs))
    total = np.bincount(place[rows], weights=rating[rows], minlength=len(pairs))
    customer = np.zeros(len(pairs), np.intp)
    customer[place] = code
    raters = np.bincount(customer, minlength=size)
    opinion = np.bincount(customer, weights=total / count, minlength=size)
    return ratio(opinion, raters)
