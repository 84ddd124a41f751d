"""Columns of Arrow (Parquet, DuckDB) as raw columns, without a Python step per cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from klantwaarde_xl.files.extras import needed
from klantwaarde_xl.model.raw_cells import DAY, Kind
from klantwaarde_xl.model.raw_column import RawColumn

_EXACT = 2**53
"""Up to here a float holds every whole number; a longer number is an id and stays the text that it is."""
_UNITS = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}


def raw_column(array: Any) -> RawColumn | None:
    """Return the cells of an Arrow array; None when its type holds no single values (lists, structures).

    Whole numbers, decimals and floats become numbers, dates and moments dates (a moment with a time zone as
    it is called there), text and dictionaries of text texts; null is blank."""
    pa = needed("pyarrow", "Parquet")
    types = pa.types
    kind = array.type
    if types.is_null(kind):
        return RawColumn.blank_column(len(array))
    if types.is_boolean(kind):
        return _numbers(array.cast(pa.int8()), Kind.BOOL)
    if types.is_integer(kind) or types.is_decimal(kind) or types.is_floating(kind):
        return _figures(array)
    if types.is_date(kind):
        return _numbers(array.cast(pa.date32()).cast(pa.int32()), Kind.DATE)
    if types.is_timestamp(kind):
        return _moments(array)
    if types.is_time(kind) or types.is_duration(kind):
        whole = pa.int32() if types.is_time32(kind) else pa.int64()
        return _numbers(array.cast(whole), Kind.DURATION, DAY * _UNITS[kind.unit])
    return _texts(array)


def _figures(array: Any) -> RawColumn:
    pa = needed("pyarrow", "Parquet")
    if pa.types.is_integer(array.type) and len(array) and array.type.bit_width == 64:
        ends = needed("pyarrow.compute", "Parquet").min_max(array).as_py()
        if ends["min"] is not None and max(-ends["min"], ends["max"]) > _EXACT:
            return _coded(array.cast(pa.string()).dictionary_encode())
    return _numbers(array.cast(pa.float64(), safe=False), Kind.NUMBER)


def _numbers(array: Any, kind: Kind, divisor: float = 1.0) -> RawColumn:
    number = array.to_numpy(zero_copy_only=False).astype(float) / divisor
    kinds = np.full(len(number), kind, np.int8)
    if array.null_count:
        blank = array.is_null().to_numpy(zero_copy_only=False)
        kinds[blank], number[blank] = Kind.BLANK, np.nan
    return RawColumn(kinds, number, np.full(len(number), -1, np.int32), ())


def _moments(array: Any) -> RawColumn:
    pa = needed("pyarrow", "Parquet")
    if array.type.tz is not None:
        array = needed("pyarrow.compute", "Parquet").local_timestamp(array)
    return _numbers(array.cast(pa.int64()), Kind.DATE, DAY * _UNITS[array.type.unit])


def _texts(array: Any) -> RawColumn | None:
    pa = needed("pyarrow", "Parquet")
    types = pa.types
    if types.is_dictionary(array.type):
        words = array.type.value_type
        return _coded(array) if _is_text(words) else raw_column(array.dictionary_decode())
    try:
        # Older programs wrote text as bytes without a word about it.
        return _coded(array.cast(pa.string()).dictionary_encode()) if _is_text(array.type) else None
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _is_text(kind: Any) -> bool:
    types = needed("pyarrow", "Parquet").types
    texts = (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
    return any(check(kind) for check in (*texts, types.is_string_view, types.is_fixed_size_binary))


def _coded(array: Any) -> RawColumn:
    pa = needed("pyarrow", "Parquet")
    codes = array.indices.fill_null(-1).cast(pa.int32()).to_numpy(zero_copy_only=False)
    texts = array.dictionary.cast(pa.string()).to_pylist()
    return RawColumn.from_codes(codes, texts)
