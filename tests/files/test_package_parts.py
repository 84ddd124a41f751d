"""Parts are copied without unpacking them, and written in pieces."""

from __future__ import annotations

import io
import zipfile

import pytest

from klantwaarde_xl.files.package_parts import copy_part, write_part


class Stream(io.BytesIO):
    """A target that cannot seek, as a zip that is sent somewhere: its parts have a descriptor behind them."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_place: int) -> int:
        raise io.UnsupportedOperation


def old(target: io.BytesIO) -> io.BytesIO:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.xml", "b.xml"):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 2, 3, 4, 6)), name * 5_000, zipfile.ZIP_DEFLATED)
    return io.BytesIO(target.getvalue())


@pytest.mark.parametrize("target", [io.BytesIO, Stream])
def test_a_part_is_copied_as_its_compressed_bytes(target: type[io.BytesIO]) -> None:
    source, new = old(target()), io.BytesIO()
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(new, "w") as out:
        copy_part(source, archive.infolist()[1], out)
        write_part(out, archive.infolist()[0], (b"x" for _ in range(3_000_000)))
        was = archive.infolist()[1]
    with zipfile.ZipFile(new) as archive:
        assert archive.testzip() is None
        copied, written = archive.infolist()
        assert (copied.filename, copied.CRC, copied.compress_size) == (
            was.filename,
            was.CRC,
            was.compress_size,
        )
        assert archive.read("b.xml") == b"b.xml" * 5_000
        assert archive.read("a.xml") == b"x" * 3_000_000
        assert written.date_time == (2020, 1, 2, 3, 4, 6)


def test_a_package_that_ends_too_early_is_refused() -> None:
    source = old(io.BytesIO())
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(io.BytesIO(), "w") as out:
        last = archive.infolist()[1]
        cut = io.BytesIO(source.getvalue()[: last.header_offset + 40])
        with pytest.raises(zipfile.BadZipFile, match=r"b\.xml"):
            copy_part(cut, last, out)
