"""Installing tells Excel which Python, keeps the user's other settings and files, and leaves no empty line to hang on."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from klantwaarde_xl.cli import main
from klantwaarde_xl.diagnosis import INTERPRETER_KEY, read_conf
from klantwaarde_xl.installing import ADDIN, TEMPLATE, install, make_plan, trusted_location_advice, uninstall


def test_it_is_done_twice_without_harm(tmp_path: Path) -> None:
    conf = tmp_path / ".xlwings" / "xlwings.conf"
    conf.parent.mkdir()
    conf.write_text('"SHOW CONSOLE","False"\n"INTERPRETER_WIN","C:\\oud\\pythonw.exe"\n', encoding="utf-8")
    (tmp_path / "Documents").mkdir()
    plan = make_plan(conf, tmp_path, r"C:\env\Scripts\python.exe")
    done = install(plan)
    assert read_conf(conf.read_text()) == {"SHOW CONSOLE": "False", INTERPRETER_KEY: r"C:\env\Scripts\pythonw.exe"}
    assert "" not in conf.read_text().split("\n")
    folder = tmp_path / "Documents" / "Klantwaarde"
    assert all(zipfile.is_zipfile(folder / name) for name in (TEMPLATE, ADDIN))
    assert len(done) == 3
    (folder / TEMPLATE).write_bytes(b"van de gebruiker")
    again = install(make_plan(conf, tmp_path, r"C:\env\Scripts\python.exe"))
    assert (folder / TEMPLATE).read_bytes() == b"van de gebruiker"
    assert sum("niet veranderd" in line for line in again) == 2


def test_elsewhere_it_only_says_what_it_would_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(SystemExit):
        main(["installeer"])
    said = capsys.readouterr().out
    assert "hier is niets veranderd" in said
    assert "Vertrouwde locaties" in said
    assert list(tmp_path.iterdir()) == []


def test_the_trusted_location_is_named_and_not_set() -> None:
    assert "/documenten/Klantwaarde" in trusted_location_advice(Path("/documenten/Klantwaarde"))


def test_taking_back_leaves_other_settings_and_another_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log" / "klantwaarde.log"
    log.parent.mkdir()
    monkeypatch.setattr("klantwaarde_xl.excel.error_log.log_path", lambda: log)
    conf, ours = tmp_path / "xlwings.conf", r"C:\Kw\env"
    for kept in ("", '"SHOW CONSOLE","False"'):
        for path in (log, log.with_name("klantwaarde.log.1")):
            path.write_text("x")
        conf.write_text(
            "\n".join([*filter(None, [kept]), r'"INTERPRETER_WIN","c:\kw\ENV\Scripts\pythonw.exe"']), encoding="utf-8"
        )
        done = uninstall(conf, Path(ours))
        assert len(done) == 3
        assert (conf.read_text(encoding="utf-8") if kept else conf.exists()) == (kept or False)
        assert list(log.parent.iterdir()) == []
    other = r'"INTERPRETER_WIN","C:\Kw\env2\Scripts\pythonw.exe"'
    conf.write_text(other, encoding="utf-8")
    assert uninstall(conf, Path(ours)) == ["Er was niets ingesteld."]
    assert conf.read_text(encoding="utf-8") == other
