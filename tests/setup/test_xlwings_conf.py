"""The settings of xlwings are read as it writes them, whatever else stands there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.setup.xlwings_conf import conf_bytes, conf_text, is_conf, read_conf, rows_of


def test_settings_are_read_as_xlwings_writes_them() -> None:
    assert read_conf('"ONE","a, b"\n"Two",""') == {"ONE": "a, b", "TWO": ""}


def test_bytes_that_are_no_text_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: "utf-8")
    conf = tmp_path / "xlwings.conf"
    conf.write_bytes(b'"ONE","\xff"\r\n"TWO","2"')
    text = conf_text(conf)
    assert conf_bytes(text) == b'"ONE","\xff"\n"TWO","2"'


def test_a_field_that_no_setting_has_ends_nothing() -> None:
    # Python's csv refuses fields of more than 131,072 letters.
    assert rows_of("x" * 200_000) == [[]]
    assert read_conf("x" * 200_000) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Unix")
def test_a_pipe_is_named_and_a_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert conf_text(tmp_path / "weg.conf") is None
    os.mkfifo(tmp_path / "xlwings.conf")
    with pytest.raises(KlantwaardeError, match="KW-039"):
        conf_text(tmp_path / "xlwings.conf")


@pytest.mark.parametrize(
    "text",
    [
        '"INTERPRETER_WIN","C:\\env\\pythonw.exe"',
        '"interpreter_win","x"\n"show console","True"\n"EIGEN","1"',
        '"PYTHONPATH",""\n"ONEDRIVE_CONSUMER_WIN","C:\\OneDrive"',
    ],
)
def test_settings_of_xlwings_are_known(text: str) -> None:
    assert is_conf(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Naam,Bedrag", "LICENSE_KEY,123", "PYTHONPATH,/usr/lib", "Jansen,10\nINTERPRETER_WIN,12"),
        *("pythonpath,1\nPYTHONPATH,2\nrest,3", "INTERPRETER_WIN,x\nPYTHONPATH,y\nlos", "INTERPRETER_WIN"),
        *("INTERPRETER_WIN,x\n\nPYTHONPATH,y", "INTERPRETER_WIN,x,PYTHONPATH,y", "INTERPRETER_MAC,x"),
    ],
)
def test_a_list_of_the_user_is_none(text: str) -> None:
    assert not is_conf(text)
