"""The files of the add-in are one set: all of them as they were, or all that is needed."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import ssl
import sys
from pathlib import Path

import pytest
from addin_client import free_port, written

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.leftovers import this_computer
from klantwaarde_xl.files.user_folder import CERTIFICATE, KEY, MANIFEST
from klantwaarde_xl.web.addin.certificate import DAYS, is_usable
from klantwaarde_xl.web.addin.manifest import place_in
from klantwaarde_xl.web.addin.serving import Addin, Chosen, prepare, serve_addin

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def whole(folder: Path) -> dict[str, object]:
    """Return each file below a folder with its content, and each folder."""
    return {str(path): path.read_bytes() if path.is_file() else "map" for path in folder.rglob("*")}


@pytest.mark.parametrize("which", ["manifest", "copy", "certificate", "key"])
@pytest.mark.parametrize("before", [False, True])
def test_a_folder_in_the_way_of_one_leaves_all_as_it_was(which: str, before: bool, tmp_path: Path) -> None:
    own, share, later = tmp_path / "eigen", tmp_path / "gedeeld", NOW + dt.timedelta(days=DAYS)
    share.mkdir()
    if before:
        written(own, Chosen(copy_to=share), NOW)
    own.mkdir(exist_ok=True)
    blocked = {"manifest": own / MANIFEST, "copy": share / MANIFEST, "key": own / KEY}.get(
        which, own / CERTIFICATE
    )
    blocked.unlink(missing_ok=True)
    blocked.mkdir()
    there = whole(tmp_path)
    with pytest.raises(KlantwaardeError, match=r"KW-039|KW-005") as caught:
        # Another port: the manifest would change as well; a year later: and the certificate.
        written(own, Chosen(free_port(), copy_to=share), later)
    assert "--" not in str(caught.value), "the command has no option for another place"
    assert whole(tmp_path) == there


def test_a_disk_that_is_full_at_any_file_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, share, later = tmp_path / "eigen", tmp_path / "gedeeld", NOW + dt.timedelta(days=DAYS)
    share.mkdir()
    first = written(own, Chosen(copy_to=share), NOW)
    there = whole(tmp_path)
    write, left = Path.write_bytes, 0

    def full(path: Path, content: bytes) -> int:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")  # the system names no file then
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    files = [own / MANIFEST, share / MANIFEST, own / CERTIFICATE, own / KEY]
    for room, path in enumerate(files * 2):  # four new files, and a copy of each that is replaced
        left = room
        said = re.escape(f"KW-005: '{path}' kan niet worden geschreven: de schijf is vol")
        with pytest.raises(KlantwaardeError, match=said):
            prepare(own, Chosen(9001, copy_to=share), later).write(later)
        assert whole(tmp_path) == there, room
    left = 8
    prepared = prepare(own, Chosen(9001, copy_to=share), later)
    prepared.write(later)
    assert (prepared.access.secret, prepared.makes) == (first.access.secret, True)
    assert is_usable(own / CERTIFICATE, own / KEY, later)


def test_own_files_that_do_not_belong_together_are_made_anew(tmp_path: Path) -> None:
    written(tmp_path / "a", Chosen(), NOW)
    first = written(tmp_path / "b", Chosen(), NOW)
    (tmp_path / "b" / KEY).write_bytes((tmp_path / "a" / KEY).read_bytes())
    again = written(tmp_path / "b", Chosen(), NOW)
    assert (again.makes, again.access) == (True, first.access)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(again.certificate, again.key)


@pytest.mark.parametrize("which", [CERTIFICATE, KEY])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_damaged_own_certificate_or_key_is_made_anew(which: str, content: bytes, tmp_path: Path) -> None:
    written(tmp_path, Chosen(), NOW)
    (tmp_path / which).write_bytes(content)
    again = written(tmp_path, Chosen(), NOW)
    assert again.makes
    assert is_usable(again.certificate, again.key, NOW)
    assert os.stat(again.key).st_mode & 0o077 == 0 or sys.platform == "win32"


def test_a_damaged_manifest_keeps_what_it_still_tells_and_else_says_that_excel_must_learn_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(tmp_path, Chosen(9001), NOW)
    legible = first.manifest.read_bytes()
    first.manifest.write_bytes(b"\xff\xfe" + legible)
    assert written(tmp_path, Chosen(), NOW).access == first.access
    assert first.manifest.read_bytes() == legible
    monkeypatch.setattr(Addin, "run", lambda _addin: None)
    for damaged in (b"", b"\xff\xfe\x00", legible[:300], b"<" + b"9" * 10_000):
        first.manifest.write_bytes(damaged)
        said: list[str] = []
        serve_addin(prepare(tmp_path, Chosen(free_port()), NOW), NOW, said.append)
        assert "Het vorige was beschadigd; geef Excel dit nieuwe, want het adres is veranderd." in said
        place = place_in(first.manifest.read_text("utf-8"))
        assert place is not None
        assert place[1] != first.access.secret


def test_what_a_killed_run_left_goes_also_where_nothing_is_written(tmp_path: Path) -> None:
    own, share = tmp_path / "eigen", tmp_path / "gedeeld"
    share.mkdir()
    written(own, Chosen(copy_to=share), NOW)
    there = whole(tmp_path)
    for path in (own / MANIFEST, own / CERTIFICATE, own / KEY, share / MANIFEST):
        left = f".{path.stem}-{this_computer()}01234567.onvoltooid{path.suffix}"
        path.with_name(left).write_bytes(b"an earlier key")
    written(own, Chosen(copy_to=share), NOW)
    assert whole(tmp_path) == there
