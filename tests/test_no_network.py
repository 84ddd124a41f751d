"""All commands and functions, their mistakes, and what they start: everything runs while no Python may make a
socket."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import every_way
import killing
import pytest
import watched

from klantwaarde_xl.commands.app import COMMANDS
from klantwaarde_xl.functions.registry import FUNCTIONS

SUPPORT = os.pathsep.join(str(Path(__file__).parent / name) for name in ("support", "office"))


class Watched:
    """Runs programs in a folder of their own, none of which may make a socket."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "werk"
        home, scratch = folder / "thuis", folder / "tijdelijk"
        for made in (self.work, home, scratch):
            made.mkdir()
        own = {"HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
        # pip must look for packages where there is a network, also on a computer with packages in a folder.
        pip = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
            "PIP_RETRIES": "0",
        }
        environment = {
            name: value for name, value in killing.environment(scratch).items() if not name.startswith("PIP_")
        }
        self._environment = watched.watched_environment(folder / "wacht", environment | own | pip)
        self._environment["PYTHONPATH"] += os.pathsep + SUPPORT
        self._seen = folder / "wacht" / "sockets.txt"

    def run(self, *line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *line],
            cwd=self.work,
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def seen(self) -> str:
        """Return who wanted a socket since this was asked last."""
        text = self._seen.read_text(encoding="utf-8") if self._seen.exists() else ""
        self._seen.unlink(missing_ok=True)
        return text


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(tmp_path_factory.mktemp("zonder-net"))


@pytest.fixture(scope="module")
def lines(place: Watched) -> dict[str, list[tuple[str, ...]]]:
    return every_way.command_lines(place.work)


@pytest.mark.parametrize(
    "code",
    [
        "import urllib.request as u; u.urlopen('http://127.0.0.1:9')",
        "import _socket; _socket.socket()",
        "import socket; socket.getaddrinfo('voorbeeld.nl', 80)",
        (
            "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', 'import socket; "
            "socket.socket()']).returncode)"
        ),
    ],
)
def test_the_blockade_holds(code: str, place: Watched) -> None:
    done = place.run("-c", code)
    assert done.returncode == watched.STOPS, done.stderr
    assert place.seen().startswith("socket.")


def test_every_command_has_a_line(lines: dict[str, list[tuple[str, ...]]]) -> None:
    assert set(lines) == set(COMMANDS)


MARKS = {name: pytest.mark.slow for name in COMMANDS if name != "controleer"} | {"deel": pytest.mark.office}


@pytest.mark.parametrize(
    "command",
    [pytest.param(name, marks=MARKS.get(name, ())) for name in COMMANDS if name not in {"pak", "web"}],
)
def test_every_command_runs_without_a_network(
    command: str, place: Watched, lines: dict[str, list[tuple[str, ...]]]
) -> None:
    for line in lines[command]:
        done = place.run("-m", "klantwaarde_xl", *line)
        assert place.seen() == ""
        assert done.returncode in {0, 1}, (line, done.stderr)


def test_packing_for_another_computer_is_the_one_that_asks_pip_for_packages(
    place: Watched, lines: dict[str, list[tuple[str, ...]]]
) -> None:
    # `pak` is for whoever spreads the program and reads no data. It needs the network and says so; it is pip
    # that goes there.
    (line,) = lines["pak"]
    done = place.run("-m", "klantwaarde_xl", *line)
    assert done.returncode == 2
    assert "KW-832" in done.stderr
    seen = place.seen().splitlines()
    assert seen
    assert all("pip" in one.rpartition(" in ")[2] for one in seen), seen


def test_the_page_is_the_one_that_listens(place: Watched, lines: dict[str, list[tuple[str, ...]]]) -> None:
    # `web` shows its page on this computer alone; tests/web try who can reach it.
    (line,) = lines["web"]
    assert place.run("-m", "klantwaarde_xl", *line).returncode == watched.STOPS
    (seen,) = place.seen().splitlines()
    assert seen.startswith("socket.__new__")


@pytest.mark.slow
def test_every_function_runs_without_a_network(
    place: Watched, lines: dict[str, list[tuple[str, ...]]]
) -> None:
    assert lines
    code = "import every_way, pathlib; print(*every_way.call_functions(pathlib.Path('in.xlsx')))"
    done = place.run("-c", code)
    assert place.seen() == ""
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [function.name for function in FUNCTIONS]


def test_importing_all_modules_makes_no_socket(place: Watched) -> None:
    code = (
        "import importlib, pkgutil, klantwaarde_xl as k\n"
        "names = [m.name for m in pkgutil.walk_packages(k.__path__, 'klantwaarde_xl.')\n"
        "    if not m.name.endswith('__main__')]\n"
        "[importlib.import_module(name) for name in names]\nprint(len(names))"
    )
    done = place.run("-c", code)
    assert place.seen() == ""
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100
