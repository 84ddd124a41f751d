"""How a sheet of the stand-in comes on paper: its print area, which no change of cells or tables moves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from excel_calls import ComObject, refuse

if TYPE_CHECKING:
    from excel_com import Worksheet

_AREA = re.compile(r"\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+")


class PageSetup(ComObject):
    """How a sheet comes on paper."""

    def __init__(self, sheet: Worksheet) -> None:
        super().__init__(sheet._app)
        object.__setattr__(self, "_sheet", sheet)

    @property
    def PrintArea(self) -> str:
        return self._sheet._contents.paper

    @PrintArea.setter
    def PrintArea(self, area: str) -> None:
        if not self._app.has_printer or not _AREA.fullmatch(area):
            refuse("Unable to set the PrintArea property of the PageSetup class")
        self._sheet._contents.paper = area
