"""Words and proportions of the demo: an imaginary Dutch wholesaler in packaging and food service."""

from __future__ import annotations

GROUPS: dict[str, tuple[float, float, tuple[str, ...]]] = {
    "Verpakking": (18.0, 0.27, ("Menubox", "Saladebak", "Burgerbox", "Sushitray", "Soepbeker")),
    "Etiketten": (
        14.0,
        0.38,
        ("Etiket allergenen", "Etiket houdbaar tot", "Etiket blanco", "Prijsetiket", "Sluitetiket"),
    ),
    "Folie en aluminium": (
        16.0,
        0.24,
        ("Vershoudfolie", "Aluminiumfolie", "Krimpfolie", "Bakpapier", "Vacuümzak"),
    ),
    "Bekers": (
        21.0,
        0.29,
        ("Koffiebeker karton", "Drinkbeker rPET", "Espressobeker", "Deksel koffiebeker", "Drinkbeker karton"),
    ),
    "Koffie en thee": (
        34.0,
        0.22,
        ("Koffiebonen", "Filterkoffie", "Groene thee", "Zwarte thee", "Espressobonen"),
    ),
    "Frisdrank en water": (19.0, 0.15, ("Bronwater", "Cola", "Sinaasappelsap", "IJsthee", "Appelsap")),
    "Servetten en tafellinnen": (
        15.0,
        0.33,
        ("Servet 2-laags", "Servet 3-laags", "Tafelrol", "Placemat", "Bestekzakje"),
    ),
    "Bestek en borden": (
        17.0,
        0.30,
        ("Houten vork", "Houten mes", "Bord suikerriet", "Roerstaafje", "Soepkom"),
    ),
    "Tassen": (22.0, 0.28, ("Papieren draagtas", "Broodzak", "Gebaksdoos", "Snackzak", "Flessentas")),
    "Schoonmaak": (
        20.0,
        0.31,
        ("Allesreiniger", "Vaatwasmiddel", "Ontvetter", "Sanitairreiniger", "Glansspoelmiddel"),
    ),
    "Handhygiëne": (
        23.0,
        0.34,
        ("Handzeep", "Handdoekrol", "Desinfectiegel", "Handschoen nitril", "Toiletpapier"),
    ),
    "Keukengerei": (41.0, 0.36, ("Snijplank", "Koksmes", "Gastronormbak", "Garde", "Thermometer")),
}
"""Product group: usual price of a unit in EUR, usual margin as a fraction, kinds of product."""

REPLACED = ("Drinkbeker rPET", "Drinkbeker karton")
"""A kind of product that goes out of the range in April of the second year, and what takes its place."""

RISES = {"Koffie en thee": (1.09, 1.14), "Verpakking": (1.05, 1.03)}
"""Price and cost of the second year beside the first, by group: coffee became dear, boxes pay for a part."""
USUAL_RISE = (1.03, 1.03)

VARIANTS = ("klein", "middel", "groot", "XL", "voordeelpak")
"""Five sizes of every kind of product, from cheap to dear."""

FOLLOWS = {
    "Etiketten": "Verpakking",
    "Bekers": "Koffie en thee",
    "Tassen": "Verpakking",
    "Handhygiëne": "Schoonmaak",
}
"""Groups that are mostly bought by those who buy another one."""

SEGMENTS: dict[str, tuple[float, tuple[str, ...], tuple[float, ...]]] = {
    "Horeca": (
        0.28,
        ("Restaurant", "Eetcafé", "Brasserie", "Grand café", "Hotel"),
        (0.5, 0.3, 0.8, 0.7, 0.9, 0.8, 0.95, 0.3, 0.2, 0.8, 0.6, 0.5),
    ),
    "Lunchroom en koffiebar": (
        0.17,
        ("Lunchroom", "Koffiebar", "Broodjeszaak", "Tearoom", "IJssalon"),
        (0.8, 0.5, 0.4, 0.95, 0.95, 0.6, 0.7, 0.5, 0.7, 0.4, 0.4, 0.1),
    ),
    "Bakkerij": (
        0.14,
        ("Bakkerij", "Banketbakkerij", "Brood en banket", "Ambachtelijke bakkerij", "Warme bakker"),
        (0.7, 0.8, 0.7, 0.4, 0.4, 0.2, 0.2, 0.1, 0.95, 0.6, 0.5, 0.2),
    ),
    "Slagerij en traiteur": (
        0.14,
        ("Slagerij", "Traiteur", "Keurslager", "Catering", "Poelier"),
        (0.95, 0.9, 0.95, 0.2, 0.2, 0.2, 0.3, 0.5, 0.6, 0.8, 0.8, 0.5),
    ),
    "Zorg": (
        0.12,
        ("Zorggroep", "Woonzorgcentrum", "Verpleeghuis", "Zorgcentrum", "Hospice"),
        (0.3, 0.2, 0.5, 0.6, 0.8, 0.6, 0.7, 0.4, 0.1, 0.95, 0.98, 0.3),
    ),
    "Kantoor en onderwijs": (
        0.15,
        ("Kantoor", "School", "College", "Sportpark", "Bedrijfsrestaurant"),
        (0.2, 0.1, 0.2, 0.7, 0.9, 0.7, 0.5, 0.5, 0.1, 0.8, 0.9, 0.1),
    ),
}
"""Segment: share of the customers, how their names begin, chance of buying each group of ``GROUPS``."""

SURNAMES = (
    *(
        "Jansen",
        "De Vries",
        "Van den Berg",
        "Bakker",
        "Visser",
        "Smit",
        "Meijer",
        "De Boer",
        "Mulder",
        "De Groot",
        "Bos",
        "Vos",
    ),
    *(
        "Peters",
        "Hendriks",
        "Van Leeuwen",
        "Dekker",
        "Brouwer",
        "De Wit",
        "Dijkstra",
        "Smits",
        "De Graaf",
        "Van der Meer",
    ),
    *(
        "Van der Linden",
        "Kok",
        "Jacobs",
        "De Haan",
        "Vermeulen",
        "Van den Heuvel",
        "Van der Veen",
        "Van den Broek",
        "De Bruijn",
    ),
    *(
        "Schouten",
        "Van Beek",
        "Willems",
        "Van Vliet",
        "Hoekstra",
        "Maas",
        "Verhoeven",
        "Koster",
        "Prins",
        "Blom",
        "Huisman",
    ),
    *(
        "Peeters",
        "Kuijpers",
        "Van Veen",
        "Postma",
        "Kuiper",
        "Veenstra",
        "Kramer",
        "Van den Brink",
        "Scholten",
        "Van Wijk",
    ),
)
HOUSE_NAMES = (
    *(
        "De Gouden Leeuw",
        "'t Hoekje",
        "De Korenaar",
        "Het Wapen",
        "De Zwaan",
        "De Linde",
        "'t Pleintje",
        "De Brug",
        "Zus & Zo",
    ),
    *(
        "De Vier Seizoenen",
        "De Molen",
        "Het Anker",
        "De Eik",
        "De Haven",
        "'t Veerhuis",
        "De Oude Markt",
        "De Waag",
        "Bij Ons",
    ),
    *(
        "De Smidse",
        "Het Station",
        "De Poort",
        "De Watertoren",
        "Puur & Lekker",
        "De Tuin",
        "De Kade",
        "De Bongerd",
        "De Hoeve",
    ),
)
TOWNS: dict[str, tuple[str, ...]] = {
    "Noord": ("Groningen", "Assen", "Leeuwarden", "Drachten", "Emmen"),
    "Oost": ("Zwolle", "Deventer", "Enschede", "Arnhem", "Apeldoorn"),
    "Midden": ("Utrecht", "Amersfoort", "Hilversum", "Zeist", "Nieuwegein"),
    "West": ("Haarlem", "Leiden", "Delft", "Gouda", "Dordrecht"),
    "Zuid": ("Breda", "Tilburg", "Eindhoven", "Roermond", "Goes"),
}
"""Region and its towns."""

ACCOUNT_MANAGERS = (
    ("Anouk Verbeek", 400.0),
    ("Bram Hoogland", 380.0),
    ("Fatima el Amrani", 500.0),
    ("Joost van Rijn", 380.0),
    ("Sanne Kuipers", 340.0),
)
"""Name and hours a year for customers."""

RATES = (
    ("Bezoek", 72.0, "uur", None, 2_100.0),
    ("Klantenservice", 46.0, "uur", None, 1_000.0),
    ("Spoedlevering", 52.0, "uur", None, None),
    ("Factuur en bezorging", 48.0, "factuur", 12.0, 1_600.0),
    ("Orderpicken", 38.0, "regel", 1.5, 800.0),
    ("Creditafhandeling", 46.0, "creditregel", 25.0, None),
    ("Relatiebeheer", 58.0, "klant", 60.0, 400.0),
)
"""Activity, EUR an hour, driver, minutes per unit, hours a year that there are."""

NOTES = {
    "gedaan": (0.45, ("Langs geweest, nieuw assortiment besproken.", "Gebeld, prijsafspraak vernieuwd.")),
    "bezig": (0.2, ("Offerte ligt bij de klant.", "Afspraak staat voor volgende maand.")),
    "niet doen": (0.15, ("Zit vast aan een inkoopcombinatie.", "Klant wil dit jaar niets veranderen.")),
    "open": (0.2, ("", "")),
}
"""Status on Acties: share of the customers that were taken up, and two remarks."""
