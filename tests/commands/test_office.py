"""The commands around Excel, as typed: what they show, where they write, and with which code they end."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import embeddable
import pytest
from at_the_door import run

from klantwaarde_xl.setup import diagnosis, packing

WRONG = diagnosis.Check("Excel", diagnosis.State.WRONG, "niet gevonden", "Installeer Excel.")
GOOD = diagnosis.Check("Python", diagnosis.State.GOOD, "3.12", "Nooit te tonen?")


@pytest.mark.parametrize(("found", "code"), [([GOOD], 0), ([GOOD, WRONG], 1)])
def test_diagnose_ends_with_1_when_something_is_wrong(
    found: list[diagnosis.Check],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(diagnosis, "checks", lambda _machine: found)
    ended, out, _ = run(capsys, "diagnose")
    assert ended == code
    assert "Python: 3.12" in out
    assert ("Installeer Excel." in out) == (WRONG in found)
    ended, out, _ = run(capsys, "diagnose", "--json")
    assert ended == code
    assert [one["name"] for one in json.loads(out)["checks"]] == [one.name for one in found]


def test_what_is_not_here_gets_no_advice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    away = diagnosis.Check("Excel", diagnosis.State.NOT_HERE, "geen Windows", "Koop Windows.")
    monkeypatch.setattr(diagnosis, "checks", lambda _machine: [away])
    code, out, _ = run(capsys, "diagnose")
    assert code == 0
    assert "geen Windows" in out
    assert "Koop Windows." not in out


@pytest.mark.parametrize(
    ("options", "platform"),
    [
        ((), "win_amd64"),
        (("--platform", "hier"), ""),
        (("--platform", "HIER "), ""),
        (("--platform", "macosx_11_0_arm64"), "macosx_11_0_arm64"),
    ],
)
def test_pak_passes_on_for_which_computer(
    options: tuple[str, ...],
    platform: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = []

    def pack(*given: object) -> Path:
        asked.append(given[:3])
        return tmp_path / "klantwaarde.zip"

    monkeypatch.setattr(packing, "pack", pack)
    code, out, _ = run(capsys, "pak", *options, "--uit", str(tmp_path))
    assert (code, out.strip()) == (0, f"Gemaakt: {tmp_path / 'klantwaarde.zip'}")
    ((found, python, folder),) = asked
    assert (found, folder) == (platform, tmp_path)
    assert python.startswith("3.")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--platform", "hier", "--python", "3.13"), "--python"),
        (("--platform", "Hier", "--python", "3.13"), "--python"),
        (("--sha256", "0" * 64), "--met-python en --sha256"),
        (("--met-python", "python-3.13.5-embed-amd64.zip"), "--met-python en --sha256"),
        (("--met-python", "ZIP", "--sha256", "0" * 64), "KW-833"),
        (("--met-python", "WEG", "--sha256", "0" * 64), "KW-001"),
        (("--met-python", "MAP", "--sha256", "0" * 64), "KW-"),
        (("--met-python", "ZIP", "--sha256", "HASH", "--python", "3.12"), "KW-835"),
        (("--met-python", "ZIP", "--sha256", "HASH", "--platform", "hier"), "KW-835"),
        (("--met-python", "ARM", "--sha256", "HASH"), "KW-835"),
        (("--met-python", "TEKST", "--sha256", "HASH"), "KW-834"),
    ],
)
def test_pak_takes_no_python_that_is_not_what_was_asked(
    options: tuple[str, ...],
    found: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def pack(*_given: object) -> Path:
        raise AssertionError("nothing may be packed")

    monkeypatch.setattr(packing, "pack", pack)
    good, _ = embeddable.written(tmp_path, embeddable.windows_parts())
    arm, _ = embeddable.written(tmp_path, embeddable.windows_parts(machine=embeddable.ARM64), "arm.zip")
    text = tmp_path / "tekst.zip"
    text.write_text("geen zip")
    files = {"ZIP": good, "ARM": arm, "TEKST": text, "MAP": tmp_path, "WEG": tmp_path / "weg.zip"}
    named = files.get(options[1])
    digest = hashlib.sha256(named.read_bytes()).hexdigest() if named and named.is_file() else ""
    given = [digest if word == "HASH" else str(files.get(word, word)) for word in options]
    code, out, said = run(capsys, "pak", *given, "--uit", str(tmp_path / "uit"))
    assert (code, out) == (2, "")
    assert found in said
    assert not (tmp_path / "uit").exists()


@pytest.mark.slow
def test_a_saved_template_is_compared_with_ours(
    tmp_path: Path, template: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "klantwaarde.xlsm"
    path.write_bytes(template)
    code, out, _ = run(capsys, "diagnose", "--controle", str(path))
    assert (code, out.splitlines()[2:4]) == (
        0,
        ["Hersteld bij het openen: nee", "Gelijk aan wat deze versie schrijft, voor zover vergeleken."],
    )
    assert "bewaar het bestand eerst in Excel" in out
    assert "Niet vergeleken: kleuren" in out
    path.write_bytes(template.replace(b"xl/charts/chart1.xml", b"xl/charts/kapot1.xml"))
    code, out, _ = run(capsys, "diagnose", "--controle", str(path), "--json")
    found = json.loads(out)
    assert code == 1
    assert [(one["subject"], one["sheet"]) for one in found["differences"]] == [("tekening", "Dashboard")]
    assert found["not_compared"].startswith("Niet vergeleken: ")
    path.write_text("geen werkmap")
    code, _, said = run(capsys, "diagnose", "--controle", str(path))
    assert (code, said[:3]) == (2, "KW-")
