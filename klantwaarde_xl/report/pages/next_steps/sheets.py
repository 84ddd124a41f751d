"""The sheets of what to do next, declared:

Cross-sell, its matrix, Samen gekocht, Acties, Accountmanagers, Overdrachten.
"""

from __future__ import annotations

from klantwaarde_xl.model.action_notes import ACTIONS_TABLE, NOTE_HEADERS
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.customer_value import ID, MANAGER, NAME, TO_CARD
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, SheetSpec, TableSpec, TextSpec, Validation

MATRIX_CUSTOMERS, MATRIX_ITEMS = 40, 24
"""Rows and columns of the matrix."""


def _euro(field: str, header: str, help: str, **more: object) -> ColumnSpec:  # noqa: A002
    return ColumnSpec(field, header, f.EURO, help=help, **{"width": 14.0, **more})  # type: ignore[arg-type]


CROSS_SELL_SHEET = SheetSpec(
    "Cross-sell",
    title="Cross-sell: wat klanten nog niet kopen",
    about="wat een klant nog niet koopt, met kans, verwachte omzet en marge per jaar, en waarom",
    message="cross_sell_message",
    subtitle="cross_sell_subtitle",
    tab_colour=f.ACCENT,
    freeze="C9",
    blocks=(
        TextSpec("A5", value="cross_sell_method", format=f.SUBTITLE),
        TextSpec("A6", value="cross_sell_meaning", format=f.SUBTITLE),
        TableSpec(
            "tblCrossSell",
            "cross_sell",
            (
                ID,
                NAME,
                MANAGER,
                ColumnSpec(
                    "item",
                    "Koopt nog niet",
                    f.TEXT,
                    24,
                    "De productgroep, of het product als de instelling dat vraagt.",
                ),
                ColumnSpec(
                    "probability",
                    "Kans",
                    f.PERCENTAGE,
                    f.WIDTH_FIGURE,
                    (
                        "Kans op een aankoop binnen twaalf maanden; zonder ijking het deel van de "
                        "vergelijkbare klanten dat koopt."
                    ),
                    conditional="data_bar",
                ),
                _euro(
                    "expected_revenue",
                    "Omzet per jaar",
                    "Verwacht, in EUR: kans maal wat vergelijkbare klanten besteden.",
                ),
                _euro(
                    "expected_margin",
                    "Marge per jaar",
                    "Verwachte omzet maal de marge van de groep; leeg als die onbekend is.",
                ),
                ColumnSpec("evidence", "Waarom", f.WRAPPED, 78),
                ColumnSpec(
                    "rank",
                    "Rang bij klant",
                    f.INTEGER,
                    f.WIDTH_FIGURE,
                    "1 is de grootste kans van deze klant.",
                ),
                ColumnSpec("peers", "Aantal vergeleken", f.INTEGER, 12, "Vergelijkbare klanten."),
                ColumnSpec(
                    "peer_buyers", "Waarvan koopt", f.INTEGER, 10, "Vergelijkbare klanten die het kopen."
                ),
                ColumnSpec("compared_with", "Vergeleken met", f.TEXT, 30),
                ColumnSpec(
                    "with_item",
                    "Vaak samen met",
                    f.TEXT,
                    24,
                    "Wat deze klant al koopt en hier het sterkst mee samengaat.",
                ),
                ColumnSpec(
                    "lift",
                    "Lift",
                    f.NUMBER,
                    f.WIDTH_SMALL,
                    "Hoeveel vaker samen gekocht dan bij toeval; 1 is geen verband.",
                ),
                ColumnSpec("confidence", "Koopt dan ook", f.PERCENTAGE, f.WIDTH_FIGURE, "Confidence."),
                ColumnSpec(
                    "support", "Koopt beide", f.PERCENTAGE, f.WIDTH_FIGURE, "Support: deel van alle klanten."
                ),
            ),
            at="A8",
            printed=8,
            description="Eén rij per klant en wat hij nog niet koopt, met kans, verwachte euro's en bewijs.",
        ),
    ),
)

MATRIX_SHEET = SheetSpec(
    "Kansenmatrix",
    title="Kansenmatrix: grootste klanten en wat zij nog niet kopen",
    about="de 40 grootste klanten tegen de groepen: ✓ koopt hij al, een percentage is de kans",
    message="matrix_message",
    subtitle="matrix_subtitle",
    tab_colour=f.ACCENT,
    freeze="D6",
    widths=(("A:A", 12), ("B:B", 34), ("C:C", 13), ("D:AA", 5.5)),
    heights=((5, 103), *((row, 14.25) for row in range(6, 6 + MATRIX_CUSTOMERS))),
    pages_tall=1,
    blocks=(
        GridSpec(
            "matrix",
            (
                ColumnSpec("customer_id", "Klantnr", f.TEXT, 12),
                ColumnSpec("name", NAME.header, f.TEXT_SHRUNK, 34, link=TO_CARD),
                ColumnSpec("revenue", "Omzet", f.EURO.shrunk(), 14),
            ),
            "A5",
            MATRIX_CUSTOMERS,
            spread=ColumnSpec("", "", f.PERCENTAGE_CENTRED, 5.5, conditional="colour_scale", upright=True),
            most=MATRIX_ITEMS,
            empty="Er zijn geen klanten met kansen.",
        ),
    ),
)

TOGETHER_SHEET = SheetSpec(
    "Samen gekocht",
    title="Wat klanten samen kopen",
    about="wat dezelfde klanten kopen, met lift, confidence en support",
    message="together_message",
    subtitle="together_subtitle",
    tab_colour=f.ACCENT,
    freeze="A6",
    blocks=(
        TableSpec(
            "tblSamen",
            "together",
            (
                ColumnSpec("with_item", "Wie dit koopt", f.TEXT, 30),
                ColumnSpec("item", "Koopt ook", f.TEXT, 30),
                ColumnSpec(
                    "lift",
                    "Lift",
                    f.NUMBER,
                    f.WIDTH_FIGURE,
                    "Hoeveel vaker samen dan bij toeval; 1 is geen verband.",
                ),
                ColumnSpec(
                    "confidence",
                    "Deel dat ook koopt",
                    f.PERCENTAGE,
                    13,
                    "Confidence: van wie het eerste koopt, het deel dat het tweede koopt.",
                    conditional="data_bar",
                ),
                ColumnSpec("support", "Koopt beide", f.PERCENTAGE, 12, "Support: deel van alle klanten."),
                ColumnSpec("together", "Klanten samen", f.INTEGER, 14),
                ColumnSpec("buyers_with", "Klanten eerste", f.INTEGER, 15),
                ColumnSpec("buyers", "Klanten tweede", f.INTEGER, 16),
            ),
            printed_rows=120,
            description="Paren die door dezelfde klanten worden gekocht, met lift, confidence en support.",
        ),
    ),
)

_STATES = Validation(
    "list",
    ("open", "bezig", "gedaan", "niet doen"),
    message="Kies uit de lijst, of laat staan wat u typte.",
    strict=False,
)
_TYPED = "Van u: blijft bij dit klantnummer staan als u vernieuwt."
ACTIONS_SHEET = SheetSpec(
    "Acties",
    title="Acties per klant",
    about="per klant wat te doen, euro's per hefboom, uren, waarom; en uw eigen Eigenaar, Status en Opmerking",
    message="actions_message",
    subtitle="actions_subtitle",
    tab_colour=f.ACCENT,
    freeze="C8",
    blocks=(
        TextSpec("A5", value="actions_hours", format=f.SUBTITLE),
        TableSpec(
            ACTIONS_TABLE,
            "actions",
            (
                ID,
                NAME,
                MANAGER,
                ColumnSpec(
                    "label",
                    "Wat te doen",
                    f.WRAPPED,
                    20,
                    "Volgens nettobijdrage, score en wat er te winnen is; zie Toelichting.",
                ),
                _euro(
                    "potential",
                    "Te winnen per jaar",
                    "Marge per jaar, in EUR: de som van de vier hefbomen.",
                    width=12,
                ),
                ColumnSpec(
                    "hours",
                    "Uren",
                    f.HOURS,
                    f.WIDTH_SMALL,
                    "Uren die de acties vragen, volgens de instellingen.",
                ),
                _euro(
                    "euros_per_hour", "EUR per uur", "Te winnen gedeeld door de uren.", width=f.WIDTH_SMALL
                ),
                ColumnSpec(
                    "fits",
                    "Past in de uren",
                    f.CENTRED,
                    10,
                    (
                        "ja: past in de vrije uren van de accountmanager, beste eerst; onbekend: geen "
                        "capaciteit bekend."
                    ),
                ),
                ColumnSpec("sentence", "Waarom", f.WRAPPED, 78),
                ColumnSpec("owner", NOTE_HEADERS["owner"], f.TEXT.as_input(), 18, _TYPED, group="Van u"),
                ColumnSpec(
                    "status", NOTE_HEADERS["status"], f.TEXT.as_input(), 14, _TYPED, validation=_STATES
                ),
                ColumnSpec("note", NOTE_HEADERS["note"], f.WRAPPED.as_input(), 36, _TYPED),
                ColumnSpec(
                    "best_lever",
                    "Eerst",
                    f.TEXT,
                    20,
                    "De hefboom met de meeste euro's.",
                    group="Te winnen per hefboom",
                ),
                _euro("cross_sell", "Cross-sell", "Iets nieuws verkopen; marge per jaar."),
                _euro("up_sell", "Up-sell", "Meer verkopen van wat de klant al koopt; marge per jaar."),
                _euro(
                    "margin", "Betere marge", "Tot de marge die driekwart van de vergelijkbare klanten haalt."
                ),
                _euro(
                    "serve",
                    "Goedkoper bedienen",
                    "Tot wat vergelijkbare klanten aan bediening kosten, als deel van de marge.",
                ),
                ColumnSpec(
                    "position", "Volgorde", f.INTEGER, 10, "Op euro's per uur, binnen één accountmanager."
                ),
                ColumnSpec(
                    "rank_revenue", "Rang omzet", f.INTEGER, f.WIDTH_EURO, "De rang als alleen de omzet telt."
                ),
            ),
            at="A7",
            printed=9,
            description=(
                "Eén rij per klant: wat te doen, euro's per hefboom, uren, waarom, en uw eigen aantekeningen."
            ),
        ),
    ),
)

MANAGERS_SHEET = SheetSpec(
    "Accountmanagers",
    title="Accountmanagers",
    about="portefeuille, bezetting, en wat met dezelfde mensen in de vrije uren past",
    message="managers_message",
    subtitle="managers_subtitle",
    tab_colour=f.ACCENT,
    freeze="B9",
    blocks=(
        TextSpec("A5", value="managers_moves", format=f.SUBTITLE),
        TextSpec("A6", value="advice", format=f.SUBTITLE),
        TableSpec(
            "tblPortefeuille",
            "managers",
            (
                ColumnSpec("account_manager", "Accountmanager", f.TEXT, 20),
                ColumnSpec("customers", "Klanten", f.INTEGER, f.WIDTH_SMALL, total="sum"),
                _euro("revenue", "Omzet", "In de periode, in EUR.", total="sum", width=12),
                _euro("gross_margin", "Brutomarge", "In de periode, in EUR.", total="sum", width=12),
                _euro(
                    "contribution",
                    "Nettobijdrage",
                    "In de periode, in EUR.",
                    total="sum",
                    conditional="negative",
                    width=12,
                ),
                _euro(
                    "contribution_per_hour",
                    "Bijdrage per uur",
                    "Nettobijdrage gedeeld door de uren, in EUR.",
                    width=12,
                ),
                ColumnSpec(
                    "hours_a_year",
                    "Uren per jaar",
                    f.INTEGER,
                    f.WIDTH_FIGURE,
                    "Wat de klanten per jaar vragen.",
                    "sum",
                ),
                ColumnSpec(
                    "capacity_hours", "Capaciteit", f.INTEGER, 12, "Uren per jaar, van het blad Team.", "sum"
                ),
                ColumnSpec(
                    "used", "Bezet", f.PERCENTAGE_WHOLE, f.WIDTH_SMALL, "Uren gedeeld door capaciteit."
                ),
                ColumnSpec(
                    "free_hours",
                    "Vrije uren",
                    f.INTEGER,
                    f.WIDTH_FIGURE,
                    "Capaciteit min uren.",
                    conditional="negative",
                ),
                ColumnSpec(
                    "energy",
                    "Energie",
                    f.SCORE,
                    f.WIDTH_SMALL,
                    "Gemiddelde van de beoordeelde klanten, 1 tot 5.",
                ),
                ColumnSpec(
                    "culture",
                    "Cultuur",
                    f.SCORE,
                    f.WIDTH_SMALL,
                    "Gemiddelde van de beoordeelde klanten, 1 tot 5.",
                ),
                _euro(
                    "margin_at_risk",
                    "Bijdrage op het spel",
                    "Nettobijdrage per jaar van klanten met risico.",
                    total="sum",
                    width=12,
                ),
                ColumnSpec(
                    "said",
                    "Met dezelfde mensen",
                    f.WRAPPED,
                    50,
                    "Acties op volgorde van euro's per uur, tot de uren op zijn.",
                ),
                ColumnSpec(
                    "actions", "Acties", f.INTEGER, f.WIDTH_SMALL, "", "sum", group="Acties in de vrije uren"
                ),
                ColumnSpec(
                    "ticked", "Passen", f.INTEGER, f.WIDTH_SMALL, "Acties die in de vrije uren passen.", "sum"
                ),
                ColumnSpec("hours_inside", "Uren erin", f.INTEGER, f.WIDTH_FIGURE, "", "sum"),
                _euro("euros_inside", "Te winnen erin", "Marge per jaar van wat past, in EUR.", total="sum"),
                _euro(
                    "euros_outside",
                    "Te winnen erbuiten",
                    "Marge per jaar van wat niet past, in EUR.",
                    total="sum",
                ),
                ColumnSpec(
                    "customers_after",
                    "Klanten na voorstel",
                    f.INTEGER,
                    11,
                    "",
                    "sum",
                    group="Na de overdrachten van het voorstel",
                ),
                _euro("margin_after", "Brutomarge na voorstel", "Per jaar, in EUR.", total="sum"),
                ColumnSpec("hours_after", "Uren na voorstel", f.INTEGER, 11, "Per jaar.", "sum"),
                _euro(
                    "matched_before",
                    "Marge × match nu",
                    "Brutomarge per jaar, gewogen met hoe goed het past.",
                    total="sum",
                ),
                _euro(
                    "matched_after",
                    "Marge × match na",
                    "Idem na de overdrachten van het voorstel.",
                    total="sum",
                ),
                ColumnSpec("remarks", "Let op", f.WRAPPED, 40),
            ),
            at="A8",
            totals=True,
            printed=14,
            description="Eén rij per accountmanager: portefeuille, wat in de vrije uren past, en het voorstel.",
        ),
    ),
)

MOVES_SHEET = SheetSpec(
    "Overdrachten",
    title="Overdrachten: klanten die beter bij een ander passen",
    about="klanten die beter bij een andere accountmanager passen, voor en na",
    message="moves_message",
    subtitle="moves_subtitle",
    tab_colour=f.ACCENT,
    freeze="C8",
    blocks=(
        TextSpec("A5", value="advice", format=f.SUBTITLE),
        TableSpec(
            "tblOverdrachten",
            "moves",
            (
                ID,
                NAME,
                ColumnSpec("from_manager", "Van", f.TEXT, 20),
                ColumnSpec("to_manager", "Naar", f.TEXT, 20),
                ColumnSpec(
                    "match_before",
                    "Past nu",
                    f.PERCENTAGE_WHOLE,
                    10,
                    "Uit klik, of energie en cultuur in het segment.",
                ),
                ColumnSpec("match_after", "Past straks", f.PERCENTAGE_WHOLE, 10),
                _euro("gross_margin", "Brutomarge per jaar", "In EUR."),
                ColumnSpec("hours", "Uren per jaar", f.HOURS, f.WIDTH_FIGURE),
                _euro(
                    "gain",
                    "Beter",
                    "Marge gewogen met match, met de overuren: een maat voor passen, geen geld in de hand.",
                ),
                ColumnSpec("said", "In één zin", f.WRAPPED, 64),
            ),
            at="A7",
            description="Voorgestelde overdrachten, met hoe goed het past voor en na.",
        ),
    ),
)

CHANCE_SHEETS: tuple[SheetSpec, ...] = (
    CROSS_SELL_SHEET,
    MATRIX_SHEET,
    TOGETHER_SHEET,
    ACTIONS_SHEET,
    MANAGERS_SHEET,
    MOVES_SHEET,
)
"""The sheets of what to do next, in the order of their tabs."""
