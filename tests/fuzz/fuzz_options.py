"""Commands with options, paths and surroundings drawn at random: an answer or one error, no half result.

Run: ``python tests/fuzz/fuzz_options.py --count 200 --seed 1 [--command web] [--with manifest]``: all
commands, or one, with an option that is always given. Every run has its own seed, and a home folder in which
damaged files may stand where the program keeps its own. It is wrong when it waits, ends with a traceback,
KW-902 or an exit code above 2, when it changes an input, or a file in its folder or home folder after it told
that nothing was written (exit code 2), leaves something unfinished, or advises an option that it lacks."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import killing
import own_files
import typer
import uvicorn
from patience import ended_after

from klantwaarde_xl.commands.app import COMMANDS, app
from klantwaarde_xl.commands.app import main as command_line

PROGRAM = typer.main.get_command(app)
PATHS = {
    one.opts[0]
    for command in PROGRAM.commands.values()
    for one in command.params
    if one.opts[0].startswith("--") and "Path" in str(one.type_descriptor.annotation)
}
"""Options that name a file or folder, as the commands declare them."""
FREQUENT = {"bouw": 1, "demo": 1, "pak": 2}
"""How many chances a command has against 4 of the others: these take seconds."""
INPUT = "werk/klanten.xlsx"
WAIT = 180
"""Seconds after which a command is taken to wait without end; bouw takes half a minute on a busy machine."""
VALUES = (
    *("", " ", "0", "-1", "1", "9999999999999999999999", "nan", "01-01-2025", "31-02-2025", "2025-13-01"),
    *(
        "Omzet=Bedrag",
        "=",
        "Omzet=",
        "csv",
        "auditfile",
        "windows-1252",
        "utf-99",
        "USD=0,9",
        "USD=x",
        "-",
        "--",
    ),
    *("\x00", "é😀", "\ud800", "a" * 300, "../..", "[b]x[/b]", "%s{0}", "%TEMP%", "$HOME"),
)
SURROUNDINGS: dict[str, tuple[str, ...]] = {
    "COLUMNS": ("1", "20", "0", "-5", "x", "500"),
    "TERM": ("dumb", "", "xterm-256color"),
    "HOME": ("/nergens", ""),
    "TMPDIR": ("/nergens",),
    "LANG": ("C", "tr_TR.UTF-8", "onzin"),
    "TZ": ("Pacific/Apia", "onzin"),
    "NO_COLOR": ("1",),
    "FORCE_COLOR": ("1",),
}


def places(folder: Path) -> list[str]:
    """Make the files that commands meet, and return what may be given as a path."""
    source = killing.small_workbook(folder / "klanten.xlsx")
    (folder / "export.csv").write_text("Datum;Klantnr;Factuurnr;Omzet\n01-03-2026;1;F1;10,00\n", "utf-8")
    (folder / "leeg.xlsx").touch()
    (folder / "map.xlsx").mkdir()
    (folder / "kring.xlsx").symlink_to("kring.xlsx")
    (folder / "weg.xlsx").symlink_to("nergens.xlsx")
    (folder / "dicht.xlsx").write_bytes(source.read_bytes()[:900])
    (folder / "half.csv").write_bytes(b"\xff\xfe\x00a;b\n")
    (folder / "regels.toml").write_text("[regels]\nsoort = 'csv'\npad = 'export.csv'\n", "utf-8")
    (folder / "alles.toml").write_text("[regels]\nsoort = 'csv'\npad = '**/*'\n", "utf-8")
    (folder / "pijp.toml").write_text("[regels]\nsoort = 'parquet'\npad = 'pijp.xlsx'\n", "utf-8")
    os.mkfifo(folder / "pijp.xlsx")
    names = sorted(path.name for path in folder.iterdir())
    names += ["klanten.xlsx", "export.csv", "regels.toml"] * 6
    names += ["nieuw.xlsx", "nieuw.xlsm", "nieuw", "geen/map/uit.xlsx", "klanten.xlsx/uit.xlsx"]
    return [
        *(str(folder / name) for name in (*names, "a" * 260 + ".xlsx")),
        "",
        ".",
        "/proc",
        "\x00",
        "/dev/null",
        "/dev/zero",
        "/dev/full",
    ]


def damaged_home(chance: random.Random, home: Path) -> None:
    """Put, in one of two runs, something else where the program keeps some of its files for a user."""
    if chance.random() < 0.5:
        return
    for name in chance.sample(sorted(own_files.FILES), 3):
        path = home / name
        with contextlib.suppress(OSError):  # below another that is no folder
            path.parent.mkdir(parents=True, exist_ok=True)
            own_files.DAMAGE[chance.choice(sorted(own_files.DAMAGE))](path)


def options(command: str) -> dict[str, bool]:
    """Return the options of a command, as the program declares them, and whether each takes a value."""
    declared = PROGRAM.commands[command].params
    return {one.opts[0]: not one.is_flag for one in declared if one.opts[0].startswith("--")}


def drawn(chance: random.Random, paths: list[str], only: str = "", always: str = "") -> list[str]:
    """Return a command line, most of it sensible, of one command and with one option when these are given."""
    names = [only] if only else list(COMMANDS)
    command = chance.choices(names, [FREQUENT.get(name, 4) for name in names])[0]
    line, known = [command], options(command)
    takes_file = any(not one.opts[0].startswith("-") for one in PROGRAM.commands[command].params)
    if takes_file and chance.random() < 0.95:
        line.append(chance.choice(paths))
    for option in chance.sample(sorted(known), chance.randint(0, len(known))):
        line.append(option)
        if known[option]:
            line.append(chance.choice(paths if option in PATHS else VALUES))
    if always and always not in line:
        line.append(always)
    if chance.random() < 0.1:
        line.insert(chance.randint(0, len(line)), chance.choice(VALUES))
    return line


def lacking(line: list[str], text: str) -> set[str]:
    """Return the options that a command advises, that were not typed, and that no command named there has."""
    named = {name for name in COMMANDS if name == line[0] or re.search(rf"\b{name}\b", text)}
    known = {"--help", *line}.union(*(options(name) for name in named))
    codes = " ".join(one for one in text.splitlines() if one.startswith("KW-"))
    return {one for one in re.findall(r"--[a-z][a-z0-9-]*", codes) if one not in known}


def _answers_nobody(*_given: object, **_named: object) -> None:
    """Take the place of a server's waiting for visitors, which ends when somebody closes it."""


def run(line: list[str], surroundings: dict[str, str], folder: Path, *, homeless: bool) -> tuple[object, str]:
    """Return the exit code of a command in a folder, and all it printed; ``homeless``: for a user whom the
    system knows no home folder of."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="replace")
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, surroundings))
        if homeless:
            for name in own_files.SURROUNDINGS:
                os.environ.pop(name, None)
            stack.enter_context(mock.patch.object(Path, "home", own_files.no_home))
        stack.enter_context(contextlib.chdir(folder))
        stack.enter_context(mock.patch.object(uvicorn.Server, "run", _answers_nobody))
        stack.enter_context(mock.patch("webbrowser.open"))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(out))
        tempfile.tempdir = None
        try:
            command_line(line)
            code: object = "no exit"
        except SystemExit as ended:
            code = ended.code
        except BaseException as fault:  # noqa: BLE001 - whatever comes through is the fault that is looked for
            code = f"{type(fault).__name__}: {fault}"
    tempfile.tempdir = None
    out.flush()
    return code, out.buffer.getvalue().decode("utf-8", "replace")


def wrong(seed: int, only: str = "", always: str = "") -> tuple[object, str]:
    """Return the exit code of one drawn run, and what is wrong with it, '' for nothing."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "werk"
        folder.mkdir()
        line = drawn(chance, places(folder), only, always)
        damaged_home(chance, Path(name))
        chosen = chance.sample(list(SURROUNDINGS), chance.randint(0, 3))
        before = own_files.contents(Path(name))
        # What is remembered for the user, and what `installeer --verwijder` takes away, is not this user's.
        own = {key: str(Path(name, below)) for key, below in own_files.SURROUNDINGS.items()}
        drawn_ones = {key: chance.choice(SURROUNDINGS[key]) for key in chosen}
        homeless = chance.random() < 0.1
        with ended_after(WAIT):
            code, text = run(
                line, {**own, "TMPDIR": name, "PIP_NO_INDEX": "1", **drawn_ones}, folder, homeless=homeless
            )
        # What asks for an index learns of every compiler, and rustup makes its settings then.
        after = {key: one for key, one in own_files.contents(Path(name)).items() if ".rustup" not in key}
    problem = ""
    if code not in {0, 1, 2} or "Traceback" in text or "KW-902" in text:
        problem = f"ended with {code}: {text[-300:]}"
    elif code == 2 and after != before:
        changed = sorted(key for key in {*after, *before} if after.get(key) != before.get(key))
        problem = f"said that it failed, and changed {changed}: {text[-300:]}"
    elif lacking(line, text):
        problem = f"advises {sorted(lacking(line, text))}: {text[-300:]}"
    elif any("onvoltooid" in path for path in after):
        problem = "left something unfinished"
    elif after.get(INPUT) != before[INPUT] and "--naar" not in line and "nieuw" not in line:
        problem = "changed its input"
    return code, f"seed {seed}: {line}: {problem}" if problem else ""


def main() -> int:
    """Run the seeds, print what is wrong, and return 1 when something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", default="", choices=["", *COMMANDS])
    parser.add_argument("--with", default="", dest="always", metavar="OPTION")
    given = parser.parse_args()
    always = f"--{given.always}" if given.always else ""
    codes: Counter[str] = Counter()
    failures = 0
    for seed in range(given.seed, given.seed + given.count):
        code, problem = wrong(seed, given.command, always)
        codes[str(code)] += 1
        if problem:
            failures += 1
            print(problem, flush=True)
    last = given.seed + given.count - 1
    print(f"{given.count} runs, seeds {given.seed}-{last}: {dict(codes)}, {failures} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
