"""What several test files start from, made once per session, also when pytest-xdist divides them over
workers."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock


class Once:
    """Makes folders and values once in a folder that all workers of a session share."""

    def __init__(self, shared: Path) -> None:
        self._shared = shared
        self._values: dict[str, Any] = {}

    def folder(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return a folder that ``make`` has filled; the first worker that asks fills it, the others wait.

        Tests only read there. When ``make`` fails, the next worker that asks tries again.
        """
        done = self._shared / f"{name}.done"
        with FileLock(self._shared / f"{name}.lock"):
            if not done.exists():
                folder = self._shared / name
                folder.mkdir(exist_ok=True)
                make(folder)
                done.touch()
        return self._shared / name

    def value(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what ``make`` returns; workers pass it on with pickle, tests do not change it."""
        if name not in self._values:
            folder = self.folder(name, lambda place: (place / "value").write_bytes(pickle.dumps(make())))
            self._values[name] = pickle.loads((folder / "value").read_bytes())
        return self._values[name]
