"""How one setting is declared: Dutch label, unit, default, limits and help, read from the pydantic model."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, cast, get_args, get_origin

from pydantic import BaseModel, Field

from klantwaarde_xl.model.declaration import normalise_header


def setting(label: str, default: Any, *, unit: str, group: str, help: str) -> Any:  # noqa: A002
    """Return the pydantic field of one setting: Dutch label, default, unit, group on the sheet, help text."""
    return Field(default, title=label, description=help, json_schema_extra={"unit": unit, "group": group})


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as declared, for the sheet Instellingen, the manual and the reading of cells."""

    field: str
    label: str
    unit: str
    group: str
    help: str
    default: object
    minimum: float | dt.date | None
    maximum: float | dt.date | None
    choices: tuple[str, ...]

    @property
    def cell_name(self) -> str:
        """The defined name of the setting's cell, such as ``Inst_KostprijsPerUur``."""
        return "Inst_" + "".join(word[:1].upper() + word[1:] for word in _words(self.label))


def _words(label: str) -> list[str]:
    return [word for word in (normalise_header(part) for part in label.split()) if word.isalnum()]


@cache
def declared_settings(model: type[BaseModel]) -> tuple[Setting, ...]:
    """Return every setting of a model as declared, in order."""
    found = []
    for name, info in model.model_fields.items():
        low = high = None
        choices: tuple[str, ...] = ()
        parts = [*info.metadata]
        for inner in (info.annotation, *get_args(info.annotation)):
            if get_origin(inner) is Annotated:
                parts += get_args(inner)[1:]
            elif get_origin(inner) is Literal:
                choices = get_args(inner)
        for item in (m for part in parts for m in (part.metadata if hasattr(part, "metadata") else [part])):
            low = getattr(item, "ge", getattr(item, "gt", low))
            high = getattr(item, "le", high)
        extra = cast(dict[str, Any], info.json_schema_extra or {})
        if info.annotation is bool:
            choices = ("ja", "nee")
        found.append(
            Setting(
                name,
                info.title or name,
                extra["unit"],
                extra["group"],
                info.description or "",
                info.default,
                low,
                high,
                choices,
            )
        )
    return tuple(found)
