"""The container is judged by olefile, which others wrote: it reads back what went in and finds no defect."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.template.compound_file import write_compound_file

olefile = pytest.importorskip("olefile")


def read(data: bytes) -> dict[str, bytes]:
    found = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT)
    assert found.parsing_issues == []
    return {"/".join(path): found.openstream(path).read() for path in found.listdir()}


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 100_000])
def test_a_stream_of_every_size_comes_back(size: int) -> None:
    streams = {"PROJECT": b"abc", "VBA/dir": bytes(range(256)) * (size // 256) + bytes(size % 256)}
    assert read(write_compound_file(streams)) == streams


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.text("abcdefgXYZ_", min_size=1, max_size=12), st.binary(max_size=6000), min_size=1, max_size=40
    )
)
def test_any_set_of_streams_comes_back(streams: dict[str, bytes]) -> None:
    unique = {
        name: data for name, data in streams.items() if [n.upper() for n in streams].count(name.upper()) == 1
    }
    assert read(
        write_compound_file({"VBA/" + name: data for name, data in unique.items()} | {"Z": b"z"})
    ) == {"VBA/" + name: data for name, data in unique.items()} | {"Z": b"z"}


def test_every_name_is_found_along_the_red_black_tree() -> None:
    streams = {f"VBA/Module{number}": bytes([number]) for number in range(60)}
    found = olefile.OleFileIO(
        io.BytesIO(write_compound_file(streams)), raise_defects=olefile.DEFECT_POTENTIAL
    )
    assert all(found.openstream(path.split("/")).read() == data for path, data in streams.items())


def test_a_name_or_a_file_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        write_compound_file({"x" * 32: b""})
    with pytest.raises(ValueError, match="too much data"):
        write_compound_file({"x": bytes(7_200_000)})
