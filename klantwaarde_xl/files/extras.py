"""The libraries of the extras: imported when they are needed; one that is not there is named."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from klantwaarde_xl import errors

EXTRA_OF = {"pyarrow": "groot", "duckdb": "groot", "narwhals": "groot", "psycopg": "postgres"}
"""The extra that brings each library."""


def needed(module: str, kind: str) -> ModuleType:
    """Return a library that only some sources or outcomes need; ``kind`` is which one, in Dutch.

    Raises KW-061 with the command that installs it when it is not there.

    >>> needed("json", "tekst").__name__
    'json'
    """
    try:
        return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise errors.MISSING_EXTRA.error(kind=kind, module=name, extra=EXTRA_OF[name]) from None
