"""The extras: not imported without need, and named when they are not there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.extras import EXTRA_OF, needed


@pytest.mark.parametrize("module", EXTRA_OF)
def test_what_is_missing_comes_with_its_command(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(KlantwaardeError) as told:
        needed(module, "Parquet")
    assert told.value.code == "KW-061"
    assert f'python -m pip install "klantwaarde-xl[{EXTRA_OF[module]}]"' in told.value.hint


def test_the_command_line_imports_none_of_them() -> None:
    code = f"""
import sys
import klantwaarde_xl.commands.app, klantwaarde_xl.use_cases.refreshing
print([name for name in {sorted(set(EXTRA_OF) - {"pyarrow"})} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
