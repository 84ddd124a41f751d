"""What every amount and term on the result sheets means, in Dutch: the first rows of Toelichting.

Dashboard and Klantkaart link to them, and each label of euros there is a name here (a test holds it)."""

from __future__ import annotations

from klantwaarde_xl.report.words.hours_sentences import HIS_OWN, OF_EVERYBODY
from klantwaarde_xl.report.words.names import LEVERS, STEPS

LINK = "Wat elk bedrag betekent"
"""The words of the link to the definitions."""
COST_KNOWN = "die van de regel, of anders Kostprijs per stuk van Producten x aantal"
"""When the cost of a line is known."""
DEFINITIONS = {
    "Klantwaarde": (
        "Gewogen gemiddelde van zeven dimensies, van 0 tot 100. Een dimensie waarvan van geen klant iets "
        "bekend is telt niet mee; wat alleen van deze klant onbekend is, is geschat (zie Gegevens bekend)."
    ),
    "Omzet": "Som van de factuurregels in de periode, zonder btw; creditregels gaan eraf.",
    "Brutomarge": (f"Omzet min kostprijs, over factuurregels waarvan de kostprijs bekend is: {COST_KNOWN}."),
    "Marge %": "Brutomarge gedeeld door de omzet waarvan de kostprijs bekend is.",
    "Tijdkosten": (
        "Uren maal kostprijs per uur; uren zijn geschreven of berekend uit facturen, regels en creditregels."
    ),
    "Andere kosten": "Wat Inspanning aan kosten noemt, naast de uren.",
    "Financiering": (
        "Omzet, met de btw van de instellingen, x betaaldagen / 365 x vermogenskosten; onbekend zonder "
        "betaaldagen."
    ),
    "Geldkosten": "Andere kosten plus financiering.",
    "Bedienkosten": "Tijdkosten plus geldkosten, voor zover die bekend zijn.",
    "Nettobijdrage": "Brutomarge min tijdkosten min geldkosten.",
    "Bijdrage per uur": "Nettobijdrage gedeeld door de uren.",
    "Nieuw en Verloren": (
        "Nieuw kocht in deze periode en niet in de vorige; verloren kocht in de vorige en niet in deze. Wie "
        "ooit eerder kocht en terugkomt, is dus ook nieuw."
    ),
    "Volume": (
        "Deel van de verandering van de nettobijdrage: de omzet die niet door de prijs veranderde, x het "
        "margepercentage van de vorige periode."
    ),
    "Prijs en Kostprijs": (
        "Delen van die verandering: het verschil per stuk x de stuks van nu, van producten die in beide "
        "perioden zijn verkocht."
    ),
    "Tijd en geld": "Deel van die verandering: tijd- en geldkosten van de vorige periode min die van nu.",
    "Mix": "De rest van die verandering: producten die kwamen en gingen, en regels zonder aantal.",
    "Paretoklasse": (
        "A tot grens A van het positieve totaal, B tot grens B, daarna C; gelijke klanten delen een klasse."
    ),
    "Walviscurve": (
        "Klanten van beste naar slechtste nettobijdrage, opgeteld en gedeeld door het totaal (Kaplan en "
        "Narayanan)."
    ),
    "Interessant": (
        "Een klant is niet interessant bij een nettobijdrage van nul of minder, of als die in procenten van "
        "zijn omzet nog niet de helft is van wat zij bij alle klanten samen is."
    ),
    "Risico": (
        "Langer stil dan zijn gewone tussentijd keer ‘Risico bij stilte’, of meer dan ‘Risico bij daling’ "
        "minder omzet dan in de vorige periode (zie de instellingen hieronder)."
    ),
    "Rang bij andere gewichten": (
        "De rang als de gewichten willekeurig rond de gekozen gewichten hadden gelegen, van 5 % tot 95 %."
    ),
    "Rang bij toeval": (
        "De rang als de klant bij toeval iets anders had gekocht: zijn facturen opnieuw getrokken, "
        "van 5 % tot 95 %. Leeg bij minder dan 4 facturen. Het zegt niets over de rang van volgend jaar."
    ),
    "Kans": (
        "Van zulke combinaties van klant en groep het deel dat binnen een jaar tot een eerste aankoop "
        "leidt, geleerd van eerdere aankopen in deze gegevens; geen oordeel over één klant en geen maat "
        "voor wat een gesprek oplevert."
    ),
    "Verwachte omzet": (
        "Kans x wat klanten van deze omvang, die zo vaak kopen, aan de groep besteden in het jaar waarin zij "
        "ermee beginnen, nooit een groter deel van hun omzet dan negen van de tien beginners. Geen maat voor "
        "vaste kopers."
    ),
    "Verwachte marge": (
        "Verwachte omzet x het margepercentage van de groep; leeg als daarvan geen kostprijs bekend is."
    ),
    "Vergelijkbare klanten": (
        "Zelfde segment en zelfde kwart van de omzet, minstens vijf; anders zelfde kwart; anders alle "
        "klanten."
    ),
    "Per jaar": (
        "Bij de stappen om maandag mee te beginnen: tegen vertrek wat op het spel staat, en anders wat de "
        "stap aannemelijk wint; zie het blad Maandag."
    ),
    "Scheelt per jaar": (
        "Wat het bedrijf meer overhoudt als deze klant weg is: andere kosten en financiering min brutomarge, "
        "per jaar. Zijn uren komen vrij en tellen niet als bespaard; Te winnen is wat alle stappen samen "
        "aannemelijk opleveren als hij blijft."
    ),
    "waarvan bij wie weg mag": (
        "Wat er te winnen is bij klanten die geld kosten en met wie alleen kosten weggaan: dat vervalt als "
        "zij gaan."
    ),
    "Te winnen, Te winnen als het lukt, Samen": (
        "Alleen wat aannemelijk is: een verschil met andere klanten dat met een kans van minstens 80 % echt "
        "is, tot wat er na aftrek van toeval van overblijft boven het laagste kwart van de echte "
        "verschillen. Of het lukt het te winnen, is daarmee niet zeker. Een klant met minder dan 8 facturen "
        "heeft er geen. Cross-sell telt niet mee."
    ),
    "Aannemelijk en Verwacht nieuw": (
        "Bij kansen op groei: aannemelijk is up-sell, verwacht nieuw is cross-sell; marge per jaar."
    ),
    LEVERS["up_sell"]: (
        "Het deel van zijn omzet dat een klant aan een groep besteedt naast dat van vergelijkbare kopers, "
        "keer het realiseerbare deel en de marge van de groep; nooit een groep die verlies geeft."
    ),
    LEVERS["margin"]: (
        "De marge van de klant naast die van anderen op hetzelfde product in hetzelfde kwartaal, over de "
        "omzet die zo te vergelijken is; eenmalige regels tellen niet mee."
    ),
    LEVERS["serve"]: (
        "Geschreven uren en onkosten boven wat gewoon is voor zo veel facturen, regels en marge (de marge "
        "tegen de prijzen van anderen, zodat een lage prijs niet dubbel telt). Uren tellen tegen hun "
        "kostprijs; geld zijn ze pas als ze elders iets opleveren."
    ),
    STEPS["cross_sell"]: (
        "Verwacht uit zichzelf: wat een klant naar verwachting zonder meer aan iets nieuws koopt; staat "
        "naast wat er te winnen is en zit in geen som."
    ),
    "Heroverwegen": "Kost geld, en alles wat er te winnen is weegt daar niet tegen op.",
    "Efficiënter bedienen": "Aan goedkoper bedienen is het meeste te winnen, of de klant kost nu geld.",
    "Prijs herzien": "Aan een betere marge is het meeste te winnen.",
    "Uitbouwen en Koesteren": (
        "Score op of boven het midden: Uitbouwen als up-sell of cross-sell in de bovenste helft van zijn "
        "soort ligt, anders Koesteren."
    ),
    "Ontwikkelen en Basisbediening": (
        "Score onder het midden: Ontwikkelen als up-sell of cross-sell in de bovenste helft van zijn soort "
        "ligt, anders Basisbediening."
    ),
    "Vaste omzet": "Omzet van het afgelopen jaar zonder regels die Eenmalig zijn.",
    "Waarde, komend jaar": (
        "Verwachte omzet in het jaar na de periode x het eigen margepercentage (naar dat van alle klanten "
        "getrokken waar het onzeker is) min de bedienkosten van nu, die meegaan met de omzet van alle "
        "klanten."
    ),
    "Laag en Hoog": (
        "Op eerdere dagen in deze gegevens kwamen vier van de vijf klanten tussen zulke grenzen uit; leeg "
        "bij te weinig eerdere dagen."
    ),
    "Drie jaar samen": (
        "Waarde komend jaar x één veelvoud voor alle klanten: wat klanten van een jaar in drie jaar "
        "brachten, gedeeld door het eerste. Leeg als dat op eerdere dagen te veel verschilde."
    ),
    "Kans weg": (
        "Kans dat een klant in een volgende periode van gelijke lengte niets koopt, geleerd van eerdere "
        "dagen in deze gegevens: hoe lang stil, hoe vaak, hoe lang al klant en hoe groot."
    ),
    "Als hij gaat": (
        "Wat met de klant weggaat: brutomarge min andere kosten en financiering, per jaar. Uren komen vrij, "
        "maar kosten hetzelfde; daarom tellen zij niet als bespaard."
    ),
    "Op het spel": "Kans weg x wat met de klant weggaat, waar dat meer dan nul is.",
    "Opvolging": (
        "Vergelijkt met de momentopnamen op Geschiedenis. Kansen: de marge die in het jaar daarna van "
        "dezelfde groepen of producten kwam, naast wat ervan werd verwacht. Acties: de gemiddelde marge per "
        "jaar ervoor en erna; geen bewijs."
    ),
    "Eerlijke proef": (
        "Een loting op klantnummer bepaalt wie te benaderen en wie met rust te laten is; zo telt elk mee, "
        "ook als het anders liep. Het effect is het verschil in verandering van de marge per jaar tussen "
        "beide groepen, als deel van hun gemiddelde marge, met een interval van 90 % (Welch)."
    ),
    "Vasthouden": (
        "Komt bij het label van een klant die minstens twee keer zo licht weggaat (in wedverhouding) als "
        "alle klanten en als klanten die even vaak kopen, met een kans vanaf 20 %, in de bovenste helft van "
        "wat op het spel staat en bij hoogstens een tiende van de klanten. Zelden kopen is dus geen reden."
    ),
    "Met dezelfde mensen": (
        "Acties per accountmanager op euro's per uur, tot de vrije uren (capaciteit min uren) op zijn; wat "
        "bezig is gaat voor, en wat voorgestelde overdrachten vragen is er eerst af. Tegen "
        f"zijn capaciteit tellen {HIS_OWN}. Staat bij minder dan 90 % van de uren een naam, of geen naam van "
        f"het team, dan telt {OF_EVERYBODY}."
    ),
    "Advies": "De uitkomsten ondersteunen uw oordeel; zij nemen geen besluit over mensen.",
}
"""Name, or names, and explanation."""
