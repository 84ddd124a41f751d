"""Codes of ids: the same for text and categories, independent of the order of rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.id_codes import (
    distinct,
    encode,
    encode_into,
    joint_codes,
    look_up,
    ratio,
    sorted_codes,
)


@pytest.mark.parametrize("dtype", ["str", "object", "category"])
def test_every_way_to_keep_text_gives_the_same_codes(dtype: str) -> None:
    codes, known = encode(pd.Series(["b", "a", "b"]).astype(dtype))
    assert (codes.tolist(), known.tolist()) == ([1, 0, 1], ["a", "b"])
    assert known.dtype == "str"


def test_leading_zeros_stay() -> None:
    assert encode(pd.Series(["00123", "123"]))[1].tolist() == ["00123", "123"]


def test_a_column_without_any_text_has_no_ids() -> None:
    codes, known = encode(pd.Series([np.nan, np.nan]))
    assert (codes.tolist(), len(known)) == ([-1, -1], 0)


def test_an_unused_category_keeps_its_place() -> None:
    codes, known = encode(pd.Series(pd.Categorical(["b"], categories=["a", "b"])))
    assert (codes.tolist(), known.tolist()) == ([1], ["a", "b"])


def test_equal_categories_are_not_looked_up_but_give_the_same() -> None:
    known = pd.Index(["a", "b"])
    codes, both = encode_into(pd.Series(pd.Categorical(["b", None], categories=["a", "b"])), known)
    assert codes.tolist() == [1, -1]
    assert both is known


def test_missing_ids_never_become_the_last_one() -> None:
    codes, both = encode_into(pd.Series(["x", None]), pd.Index(["a"]))
    assert (codes.tolist(), both.tolist()) == ([1, -1], ["a", "x"])


def test_looking_up_in_nothing_gives_nothing() -> None:
    assert np.isnan(look_up(np.empty(0), pd.Index([], dtype="str"), pd.Index(["a"]))).all()


def test_pairs_get_one_code_each_whatever_the_order() -> None:
    first, second = np.array([4, 0, 4, 0, -1]), np.array([1, 9, 1, 0, 3])
    codes = joint_codes(first, second)
    assert codes.tolist() == [2, 1, 2, 0, -1]
    assert joint_codes(first[::-1], second[::-1]).tolist() == codes[::-1].tolist()
    far = joint_codes(np.where(first < 0, -1, first * 1_000), second * 1_000)
    assert far.tolist() == [2, 1, 2, 0, -1]


@pytest.mark.parametrize("dtype", ["object", "category"])
def test_sorted_codes_leave_out_what_does_not_occur(dtype: str) -> None:
    values = pd.Series(["b", None, "a", "x"]).astype(dtype)[:3]
    codes, known = sorted_codes(values)
    assert (codes.tolist(), known.tolist()) == ([1, -1, 0], ["a", "b"])
    assert sorted_codes(values[:0])[0].tolist() == []


def test_a_ratio_is_blank_unless_the_whole_is_positive() -> None:
    np.testing.assert_array_equal(
        ratio([1.0, 1.0, 1.0, np.nan], [2.0, 0.0, -2.0, 2.0]), [0.5, np.nan, np.nan, np.nan]
    )
    where = np.array([False, True])
    assert ratio([1.0, 1.0], [2.0, -2.0], where, otherwise=7.0).tolist() == [7.0, -0.5]


def test_every_code_is_there_once() -> None:
    assert distinct(np.array([5, 1, 3, 1, 5])).tolist() == [1, 3, 5]
    assert distinct(np.array([], int)).tolist() == []
