"""Compression is judged by the decompressor of oletools, and by the examples of MS-OVBA 3.2."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.template.vba_compression import compress

olevba = pytest.importorskip("oletools.olevba")


def decompress(data: bytes) -> bytes:
    return bytes(olevba.decompress_stream(bytearray(data)))


def test_the_examples_of_the_specification() -> None:
    # MS-OVBA 3.2.1 (nothing to compress) and 3.2.3 (as small as possible), byte for byte.
    assert (
        compress(b"abcdefghijklmnopqrstuv.").hex()
        == "0119b000" + "6162636465666768" + "00" + "696a6b6c6d6e6f70" + "00" + "7172737475762e"
    )
    assert compress(b"a" * 73).hex() == "0103b002614500"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.integers(1, 60))
def test_what_was_compressed_comes_back(data: bytes, times: int) -> None:
    assert decompress(compress(data * times)) == data * times


def test_text_of_more_than_one_chunk_comes_back_smaller() -> None:
    text = "".join(f"    Let regel{number} = {number * 7919}\r\n" for number in range(1000)).encode("cp1252")
    packed = compress(text)
    assert decompress(packed) == text
    assert len(packed) < 0.6 * len(text)


def test_bytes_that_do_not_compress_stand_raw() -> None:
    data = bytes(number * number * 7 % 251 ^ number % 256 for number in range(4096))
    noise = bytes((a * 73 + number * number * 31) % 256 for number, a in enumerate(data))
    assert decompress(compress(noise))[:4096] == noise
