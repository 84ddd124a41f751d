"""Runs a command, and keeps what stands in its folder before each call to the system about files in it.

A kill at that moment would leave just that. A program of its own, for its audit hook stays:
``python killed_at_calls.py PLACE ARGUMENTS``, where ``PLACE/werk`` holds what stands there before. The state
before the n-th call comes in ``PLACE/n``, what the whole run leaves comes last. Python's audit events (PEP
578) come before a file is opened, renamed, removed, made or given rights; in between only the contents of
unfinished files change, which no reader takes for a result."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import alone
import killing

LONGEST = 900
"""Seconds that a command may take with all its states kept, on a busy machine."""
WATCHED = {
    *("open", "os.rename", "os.remove", "os.chmod", "os.chown", "os.mkdir", "os.rmdir", "os.truncate"),
    *("os.link", "os.symlink", "shutil.rmtree", "shutil.move"),
}


State = dict[str, tuple[bytes, int]]
"""The content and the rights of each file in a folder, by name."""


def state_of(folder: Path) -> State:
    """Return what is in a folder now."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mode & 0o777)
        for path in folder.rglob("*")
        if path.is_file()
    }


def states_at_calls(place: Path, *arguments: str) -> list[State]:
    """Return the content and the rights of each file before each call, and after the whole run, last.

    ``arguments``: those of the command, or none for a set of three small files that is written together. The
    folder ``werk`` in ``place`` is filled by the caller."""
    scratch = place / "tijdelijk"
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, __file__, str(place), *arguments],
        env={**killing.environment(scratch), **killing.at_home(place / "werk")},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert done.returncode == 0, done.stderr
    numbered = sorted(
        (path for path in place.iterdir() if path.name.isdigit()), key=lambda path: int(path.name)
    )
    return [state_of(path) for path in numbered]


def judged(states: Sequence[State], before: State, *, parts: bool) -> Counter[str]:
    """Return how many kills left the old outputs, the new ones, or part of either; raise for a mixture.

    ``parts``: the outputs are a set, of which some may be absent while it takes its place. What the run adds
    (a key) may be there early, and what it does not replace must be there always."""
    after, counts = states[-1], Counter[str]()
    old, new = ({name: content for name, (content, _) in state.items()} for state in (before, after))
    replaced = [name for name in old if old[name] != new[name]]
    for number, files in enumerate(states, 1):
        left = [name for name in files if name not in new]
        for name in left:
            assert Path(name).name.startswith("."), f"kill {number}: {name}"
            assert ".onvoltooid." in name, f"kill {number}: {name}"
            assert files[name][1] & 0o077 == 0, f"kill {number}: {name} can be read by others"
        shown = {name: content for name, (content, _) in files.items() if name in new}
        assert all(shown[name] == old[name] for name in old if name not in replaced), f"kill {number}"
        assert all(shown[name] == new[name] for name in shown if name not in old), f"kill {number}"
        there = [name for name in replaced if name in shown]
        assert parts or len(there) == len(replaced), f"kill {number}: a file is gone"
        is_old = all(shown[name] == old[name] for name in there)
        assert is_old or all(shown[name] == new[name] for name in there), f"kill {number}: a mixture"
        assert is_old or all(name in shown for name in new if "-sleutel-" in name), f"kill {number}: no key"
        kind = "old" if is_old else "new"
        counts[kind if len(there) == len(replaced) else f"part of {kind}"] += 1
    return counts


def taken_away(states: Sequence[State], before: State) -> Counter[str]:
    """Return how many kills left everything, part, or only what stays, of a run that takes files away.

    Each file is as it was or as it will be; what it only takes away is as it was, or gone."""
    counts = Counter[str]()
    old, new = ({name: content for name, (content, _) in state.items()} for state in (before, states[-1]))
    for number, files in enumerate(states, 1):
        shown = {name: content for name, (content, _) in files.items() if ".onvoltooid." not in name}
        for name in files.keys() - shown.keys():
            assert files[name][1] & 0o077 == 0, f"kill {number}: {name} can be read by others"
        for name, content in shown.items():
            assert content in (old[name], new.get(name)), f"kill {number}: {name}"
        assert shown.keys() >= new.keys(), f"kill {number}: what stays is gone"
        counts["old" if shown == old else "new" if shown == new else "part"] += 1
    return counts


@dataclass(slots=True)
class _Keeping:
    """The audit hook: where it keeps the states, how many there are, and whether it is at work itself."""

    place: Path
    count: int = 0
    busy: bool = False

    def hook(self, event: str, given: tuple[object, ...]) -> None:
        """Keep what stands in the folder when a call is about something in it."""
        if self.busy or event not in WATCHED:
            return
        work = str(self.place / "werk") + os.sep
        if any(isinstance(one, str | os.PathLike) and os.fspath(one).startswith(work) for one in given):
            self.keep()

    def keep(self) -> None:
        """Copy the folder to the next number."""
        self.busy = True
        self.count += 1
        shutil.copytree(self.place / "werk", self.place / str(self.count))
        self.busy = False


def _small_set(folder: Path) -> None:
    from klantwaarde_xl.files.safe_file import write_together

    write_together(
        {folder / "kopie.xlsx": b"nieuw", folder / "kopie.pdf": b"nieuw"},
        ahead={folder / "kopie-sleutel-NIEUW.xlsx": b"nieuw"},
    )


def main(place: Path, arguments: list[str]) -> None:
    """Run the command, or write the small set, and keep every state."""
    if arguments:
        alone.nobody_answers(arguments[0])
    keeping = _Keeping(place)
    sys.addaudithook(keeping.hook)
    if arguments:
        from klantwaarde_xl.commands import app

        with contextlib.suppress(SystemExit):
            app.main(arguments)
    else:
        _small_set(place / "werk")
    keeping.keep()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
