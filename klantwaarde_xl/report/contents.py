"""The result sheets, in the order of their tabs.

A new sheet is one module with a ``PAGE``, and one line here."""

from __future__ import annotations

from klantwaarde_xl.report.page import Page
from klantwaarde_xl.report.pages import ahead, bridge, changes, control, customer_value, months, notes, pareto
from klantwaarde_xl.report.pages.chart_data import chart_data_page
from klantwaarde_xl.report.pages.customer_card import data as card_data
from klantwaarde_xl.report.pages.customer_card import detail as card_detail
from klantwaarde_xl.report.pages.customer_card import sheet as customer_card
from klantwaarde_xl.report.pages.dashboard import sheet as dashboard
from klantwaarde_xl.report.pages.followup import history
from klantwaarde_xl.report.pages.followup import sheet as followup
from klantwaarde_xl.report.pages.next_steps import (
    actions,
    cross_sell,
    managers,
    matrix,
    monday,
    moves,
    together,
)
from klantwaarde_xl.report.pages.sections import data as section_data
from klantwaarde_xl.report.pages.sections import sheet as section_sheet
from klantwaarde_xl.report.pages.what_if import data as what_if_data
from klantwaarde_xl.report.pages.what_if import sheet as what_if_sheet

CHANCES: tuple[Page, ...] = (
    cross_sell.PAGE,
    matrix.PAGE,
    together.PAGE,
    monday.PAGE,
    actions.PAGE,
    managers.PAGE,
    moves.PAGE,
)
"""The pages of what to do next."""
_SELDOM: tuple[Page, ...] = (matrix.PAGE, together.PAGE, moves.PAGE, changes.PAGE, months.PAGE)
"""Pages that are hidden because they are seldom opened: a workbook shows at most twenty tabs."""
_PAGES: tuple[Page, ...] = (
    dashboard.PAGE,
    customer_value.PAGE,
    pareto.PAGE,
    cross_sell.PAGE,
    ahead.PAGE,
    actions.PAGE,
    monday.PAGE,
    managers.PAGE,
    bridge.PAGE,
    followup.PAGE,
    customer_card.PAGE,
    card_detail.PAGE,
    section_sheet.PAGE,
    what_if_sheet.PAGE,
    control.PAGE,
    notes.PAGE,
    *_SELDOM,
)
"""In the order of a director's questions: who is best, is the large fifth worth it, what can still grow, what
is at stake, what to do, and why it changed; then the customer, the views, and how the figures were made."""
_DATA: tuple[Page, ...] = (card_data.PAGE, section_data.PAGE, what_if_data.PAGE, history.PAGE)
BEHIND: tuple[Page, ...] = (*_DATA, chart_data_page((*_PAGES, *_DATA)))
"""Pages that hold the data of the others."""
REPORT: tuple[Page, ...] = (*_PAGES, *BEHIND)
OF_THE_HOUSE: tuple[Page, ...] = (followup.PAGE, history.PAGE)
"""Pages that a copy for others goes without: they tell of earlier days and of what people noted."""
