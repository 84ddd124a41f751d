"""The words of the sentences on the Dashboard, each in one place.

``dashboard_sentences`` puts figures in them, the formulas of the sheet put cells in them. A name in braces
is a figure, name or part that is put in; singular and plural are a pair (one, many)."""

from __future__ import annotations

NOT_YET = "Nog niet berekend: vul de gele bladen en klik op het lint Klantwaarde op Vernieuwen."
"""What stands on top of a result sheet before the first calculation."""

NO_CUSTOMERS = "In deze periode is er geen klant met omzet of inspanning."
ONE_CUSTOMER = "In deze periode is er één klant: {best}."
BEST_IS_LARGEST = "Uw beste klant op score is ook uw grootste, {best}: {figures}."
FIRST_TOGETHER = "Uw beste klant, {best}, deelt de eerste plaats op omzet met {largest}."
BEST_IS_NOT_LARGEST = "Uw beste op score is niet uw grootste: {best} ({rank} op omzet): {figures}."
EARNS_MOST = "Op nettobijdrage is de beste {name}: {net}."
LARGEST_BESIDE = "Uw grootste, {largest}, is {rank} op score: {figures}."
FIGURES = "{earns}, {hours}{buys}"
EARNS = "netto {net} op {revenue} omzet"
EARNS_UNKNOWN = "{revenue} omzet, nettobijdrage onbekend"
HOURS = "{hours} uur"
HOURS_UNKNOWN = "uren onbekend"
BUYS = ", koopt {groups} van {sold} groepen"
LARGEST_WITHOUT_SCORE = "Uw beste klant is {best}; uw grootste, {largest}, heeft geen score."
NO_SCORES = "Er zijn geen scores; uw grootste klant is {largest}."
UNASSIGNED = "Van {amount} ingelezen omzet{share} is de klant niet bekend."

MOST = "80 % van {measure} komt van {share} van de klanten"
TOP_EARNS = " Uw {top} grootste klanten verdienen netto {net} ({share})."
MOST_WITH_TOP = "{most}; de grootste 20 % maakt {top} van het totaal."

INTEREST_UNKNOWN_ONE = (
    "Of uw grootste klant interessant is, is niet te zeggen: de nettobijdrage is niet bekend."
)
INTEREST_UNKNOWN_ALL = (
    "Of uw {top} grootste klanten (20 %) interessant zijn, is niet te zeggen: hun nettobijdrage is niet "
    "bekend."
)
INTEREST_UNKNOWN_SOME = (
    (
        "Of 1 van uw {top} grootste klanten (20 %) interessant is, is niet te zeggen: de nettobijdrage is "
        "niet bekend."
    ),
    (
        "Of {unknown} van uw {top} grootste klanten (20 %) interessant zijn, is niet te zeggen: hun "
        "nettobijdrage is niet bekend."
    ),
)
INTEREST_WITHOUT_HOURS = (
    "Of uw {top} grootste klanten (20 %) interessant zijn, is niet te zeggen: hun uren zijn niet bekend."
)
INTERESTING_ONE = "Uw grootste klant is interessant op nettobijdrage."
NOT_INTERESTING_ONE = "Uw grootste klant is niet interessant op nettobijdrage."
INTERESTING_ALL = (
    "Uw {top} grootste klanten (20 %) zijn elk interessant: nettobijdrage % minstens de helft van gemiddeld."
)
NOT_INTERESTING = (
    (
        "Van uw {top} grootste (20 %) is 1 niet interessant (netto % onder half gemiddeld): {name}, omzet "
        "{revenue}."
    ),
    (
        "Van uw {top} grootste (20 %) zijn {dull} niet interessant (netto % onder half gemiddeld): "
        "{revenue} omzet, als grootste {name}."
    ),
)
GOOD = ("is {good}", "zijn {good}")
SOME_INTERESTING = (
    "Van uw {top} grootste (20 %) {good} interessant, 1 niet (netto % onder half gemiddeld): {name}, omzet "
    "{revenue}.",
    "Van uw {top} grootste (20 %) {good} interessant, {dull} niet (netto % onder half gemiddeld): {revenue} "
    "omzet, grootst {name}.",
)
"""Where it is known of each of them."""

ALL_DULL = (
    "Die ene: omzet {revenue}, nettobijdrage {net} (blad Klantwaarde, filter Interessant op nee).",
    "Alle {dull} samen: omzet {revenue}, nettobijdrage {net} (blad Klantwaarde, filter Interessant op nee).",
)
CONTRIBUTION_UNKNOWN = "De nettobijdrage is niet bekend"
NO_CONTRIBUTION = "Er is geen nettobijdrage om te verdelen"
NOBODY_COSTS = "Geen enkele klant kost geld: elke klant draagt bij aan de nettobijdrage van {total}."
EVERYBODY_EARNS = "Elke klant draagt bij aan de nettobijdrage"
WHO_COSTS_UNSAID = (
    "Of er klanten zijn die geld kosten, is niet te zeggen: niet van elke klant zijn uren en bijdrage bekend."
)
WHO_COSTS_UNSAID_SHORT = "Wie geld kost, is niet te zeggen"
AS_FAR_AS_KNOWN = ", voor zover bekend"
COSTING = ("klant kost", "klanten kosten samen")
WITHOUT_TIME = (", zonder zijn uren {euros}", ", zonder hun uren {euros}")
EARNS_WITHOUT_TIME = (
    "; zonder zijn uren levert hij {euros} op",
    "; zonder hun uren leveren zij {euros} op",
)
"""What of a loss is left without the hours, which are not saved when the customer goes."""
ALL_TOGETHER = "Alle klanten samen leveren {total} op"
ALL_TOGETHER_COSTING = "{together}; {costing} {loss}."
BEST_EARN = "De beste {share} van de klanten verdient {peak} van de nettobijdrage; {costing} {loss}."
BEST_EARN_SHORT = "De beste {share} verdient {peak} van de nettobijdrage"

WITHOUT_THEM = (
    (
        "Gaat de klant die geld kost weg, dan vervalt {gone} marge per jaar en {free}: dat loont pas als die "
        "uren elders opleveren."
    ),
    (
        "Gaan de {costing} klanten die geld kosten weg, dan vervalt {gone} marge per jaar en {free}: dat "
        "loont pas als die uren elders opleveren."
    ),
)
MAY_GO = ("mag er {leaving}", "mogen er {leaving}")
CHEAPER_WITHOUT = (
    "Wie geld kost mag weg als geen stap lukt: scheelt {saved} per jaar en er {free}.",
    "Van de {costing} die geld kosten {leaving} weg als geen stap lukt: scheelt {saved} per jaar en er "
    "{free}.",
)
ALL_LEAVING = (
    "Die ene: {euros}{settled} (blad Klantwaarde, klik op + en filter Als hij gaat op kleiner dan 0).",
    "Alle {leaving} samen: {euros}{settled} (blad Klantwaarde, klik op + en filter Als hij gaat op kleiner "
    "dan 0).",
)
LEAVING_SETTLED = ", waarvan {settled} met status gedaan of niet doen: {euros}"
FREED_PART = "{free} ({part}, voor {share} van de omzet)"
FREED = ("komt {hours} uur vrij", "komen {hours} uren vrij")
FREED_UNKNOWN = "komt een onbekend aantal uren vrij"
OTHERS = ("andere klant", "andere klanten")
SURE_IN_THE_OTHERS = (
    "Bij {found} van {others} (80 %) is aannemelijk {sure} per jaar te winnen (groei {growth}, "
    "besparing en prijs {saving})"
)
UNSAID_OF_THE_OTHERS = (
    "Wat er bij {others} (80 %) te winnen is, is zonder kostprijzen niet te zeggen; kansen in omzet: zie "
    "Cross-sell."
)
NOTHING_SURE_IN_THE_OTHERS = "Bij {others} (80 %) is niets te winnen dat aannemelijk is"
AND_EXPECTED = "{sure}; los daarvan verwacht: {expected}."
"""The margin on something new, with what is likely before it."""
LAPSES = "Daarvan zit {euros} bij klanten die weg mogen: dat vervalt als zij gaan."
LAPSES_AND_LEFT = (
    "Van die {all} zit {euros} bij klanten die weg mogen: dat vervalt als zij gaan, en {left} blijft."
)
TOPICS = {
    "best": "De beste",
    "top": "De 20 %",
    "costs": "Kost geld",
    "may_go": "Mag weg",
    "others": "De 80 %",
    "changed": "Veranderd",
    "stake": "Risico",
    "team": "Team",
    "monday": "Maandag",
    "trial": "De proef",
    "warning": "Let op",
}
"""What the sentences of the Dashboard are about, beside the first of each."""
STEPS = ("stap", "stappen")
ON_MONDAY = "Maandag: {steps}, waarvan {risk} tegen vertrek{more}{first}."
FIRST_BELOW = "; begin met de lijst onderaan"
MORE_AGAINST = (" (nog {left} past niet op die lijst{gone})", " (nog {left} passen niet op die lijst{gone})")
"""Of customers that may leave, how many the list has no place for."""
GONE_OF_THEM = (", waarvan {gone} waarschijnlijk al weg is", ", waarvan {gone} waarschijnlijk al weg zijn")
POINTS = "De beste heeft {points} van 100 punten: {parts}."
MAY_BE_HIGHER = (
    "Met wat onbekend is, kan 1 ander hoger scoren (tot {most}).",
    "Met wat onbekend is, kunnen {others} anderen hoger scoren (tot {most}).",
)
"""Of how many others the points could be more than those of the best, with what is unknown at its best."""
POINT = ", {dimension} {got}/{most}"
MARGIN_AS_AMOUNT = "marge als bedrag"
"""The points of one dimension; without the comma before the first."""
HIGHER_BUT_UNKNOWN = "{name} scoort hoger, maar {unknown}: te weinig bekend voor de beste."
ESTIMATED = "is geschat op {missing}"
COST_IN_PART = "van een deel van de omzet is de kostprijs niet bekend"
"""What is not known of a customer with a margin that counts: nothing else leaves a doubt there."""
ROSE = "De omzet steeg met {change} ten opzichte van de vorige periode."
ROSE_AND = "De omzet steeg met {change}; {net}"
FELL_AND = "De omzet daalde met {change}; {net}"
FELL = "De omzet daalde met {change} ten opzichte van de vorige periode."

NEW = ("nieuwe klant", "nieuwe klanten")
LOST = ("verloren klant", "verloren klanten")
IN_DANGER = ("klant koopt", "klanten kopen")
NOBODY_IN_DANGER = "geen klant koopt"
CAME_AND_WENT = "{new}, {lost}"
NOTHING_BEFORE = "Zonder vorige periode is niet te zeggen wie nieuw of verloren is"
NOTHING_BEFORE_NO_RISK = f"{NOTHING_BEFORE}, of wie minder koopt."
LIKELY_TO_LEAVE = "verhoogde kans om weg te gaan"
MOVED = "{moved}; {risk} later of minder dan gewoon."
AT_STAKE = "{moved}; naar kans staat {euros} marge per jaar op het spel, gerekend met deze periode."
"""The chance that each customer leaves times what goes with it, summed over everyone."""
ONE_AT_STAKE = "{name} ({euros})"
MOST_AT_STAKE = "Nog te behouden, het meest: {who}; zie Vooruit."
STAKE_PARTS = (
    "Van die {all} is {gone} van wie waarschijnlijk al weg is (kans boven {surely}); nog niet weg: {left}, "
    "waarvan {late} van wie veel later koopt dan gewoon."
)
OF_NOBODY = ("klant heeft", "klanten hebben")
UNASSIGNED_CUSTOMERS = "{count} geen accountmanager{net}{largest}."
THEIR_NET = " (netto {net})"
THEIR_LARGEST = ", als grootste {name} ({net})"

WITHOUT_EFFORT = (
    "Zonder inspanning: de tijd per klant is onbekend en telt niet mee in score en nettobijdrage."
)
WITHOUT_COST = "Er zijn geen kostprijzen: marge en nettobijdrage zijn niet bekend."
UNCOVERED = "Van {share} van de omzet is de kostprijs niet bekend; de marge gaat over de rest."
REJECTED = (
    "{lines} factuurregel is afgekeurd ({revenue}); zie het blad Controle.",
    "{lines} factuurregels zijn afgekeurd ({revenue}); zie het blad Controle.",
)
AT_LEAST = "minstens {revenue}"
UNREADABLE = "bedrag niet te lezen"
REPEATED = (
    "Controle: {lines} regel is gelijk aan een eerdere (periode {inside}, alle jaren {revenue}).",
    "Controle: {lines} regels zijn gelijk aan een eerdere (periode {inside}, alle jaren {revenue}).",
)
FOREIGN = (
    "{lines} factuurregel in een andere munt zonder koers telt niet mee; zie het blad Controle.",
    "{lines} factuurregels in een andere munt zonder koers tellen niet mee; zie het blad Controle.",
)

BUBBLES_NONE = "Marge en bedienkosten"
BUBBLES_EARNING = "Geen van de {shown} grootste klanten kost meer om te bedienen dan zijn marge"
BUBBLES_LOSING = (
    "{losing} van de {shown} grootste klanten kost meer om te bedienen dan zijn marge",
    "{losing} van de {shown} grootste klanten kosten meer om te bedienen dan hun marge",
)

AFTER_REFRESH = "Verschijnt na Vernieuwen"
NO_BUBBLES = "Geen grafiek: van te weinig klanten zijn marge en bedienkosten bekend."
BUBBLES_UNSAID = "Zonder uren is niet te zeggen wie meer kost dan zijn marge"
BREAK_EVEN = "break-even"
NOT_FILLED = "niet ingevuld"
NONE_KNOWN = "geen bekend"
NOT_SEEN = "niet gebleken"
NOBODY_LOSES = "Geen klant kost geld."
NOBODY_SAVES = "Vertrek scheelt bij niemand."
NO_SAVING = "Geen aannemelijke besparing."
NO_PRICE = "Geen prijs aannemelijk te laag."
NOTHING_AT_STAKE = "Niets staat op het spel."
NOBODY_GONE = "Niemand is al weg."
LOSSES_UNKNOWN = "Nettobijdrage onbekend."
NOBODY_DULL = "Elk is interessant."
NOTHING_ON_MONDAY = "Niets dat moet."
UNSAID = "Niet te zeggen."
UNSAID_WITHOUT_HOURS = "Niet te zeggen zonder uren."
CHANCES_IN_TURNOVER = "In omzet: zie Cross-sell."
"""Shown in the place of a name when there is no one to list; no wider than the column of names."""
NO_CHANCES = "Geen kans op groei."
