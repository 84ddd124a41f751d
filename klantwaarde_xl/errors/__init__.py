"""The exception tree and the catalogue of KW codes: one wording per mistake, in Dutch, for people.

Every mistake a user can make has one :class:`Wording` here. A wording becomes an exception (the run stops)
through :meth:`Wording.error`, or a finding on the sheet Controle (the run goes on with the rest) through
``klantwaarde_xl.model.findings``. Codes never change meaning and are never used again.

Ranges: 0xx files, 1xx tables and cells, 2xx tables among each other, 3xx settings, 4xx the analysis,
5xx importing, 6xx functions in cells, 7xx unsafe files, 8xx workbook and installation, 9xx faults of our own.
"""

from __future__ import annotations

from klantwaarde_xl.errors.analysis import *
from klantwaarde_xl.errors.audit_files import *
from klantwaarde_xl.errors.cells import *
from klantwaarde_xl.errors.files import *
from klantwaarde_xl.errors.functions import *
from klantwaarde_xl.errors.importing import *
from klantwaarde_xl.errors.no_sales import *
from klantwaarde_xl.errors.outside_lines import *
from klantwaarde_xl.errors.own_faults import *
from klantwaarde_xl.errors.plausibility import *
from klantwaarde_xl.errors.reading import *
from klantwaarde_xl.errors.reasons import *
from klantwaarde_xl.errors.settings import *
from klantwaarde_xl.errors.tables import *
from klantwaarde_xl.errors.tree import *
from klantwaarde_xl.errors.unsafe_files import *
from klantwaarde_xl.errors.workbook import *

CATALOGUE: dict[str, Wording] = {
    entry.code: entry for entry in list(globals().values()) if isinstance(entry, Wording)
}
"""Every wording by its code."""
