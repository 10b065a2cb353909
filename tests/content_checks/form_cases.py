"""Bodies with and without faults of form, written before the checks were: 20 of each, per check.

A body is a list of (block, value); “text” is a rich text. Those of tables are (headings, rows).
"""

TEXT = "<p>De ploeg komt elke dinsdag samen in het buurthuis.</p>"
LONG = (
    "Hoe we samen met twaalf gemeenten, drie ziekenhuizen en een groot aantal vrijwilligers op zoek gingen naar mensen"
    " die niemand nog zag"
)

HEADINGS_WITH_FAULT = [
    [("heading", ""), ("text", TEXT)],
    [("heading", "   "), ("text", TEXT)],
    [("text", TEXT), ("heading", "")],
    [("heading", LONG), ("text", TEXT)],
    [("text", TEXT), ("heading", LONG + "."), ("text", TEXT)],
    [("heading", "Aanleiding"), ("heading", "Wat we deden"), ("text", TEXT)],
    [("text", TEXT), ("heading", "Meer weten")],
    [("heading", "Aanpak")],
    [("text", TEXT), ("heading", "Aanleiding"), ("heading", "Doel"), ("heading", "Aanpak"), ("text", TEXT)],
    [("heading", "Resultaten"), ("text", "<p></p>")],
    [("heading", "Resultaten"), ("text", "<p> </p>"), ("heading", "Lessen"), ("text", TEXT)],
    [("text", f"<p><b>Aanleiding</b></p>{TEXT}")],
    [("text", f"{TEXT}<p><b>Wat leerden we?</b></p>{TEXT}")],
    [("text", f"{TEXT}<p><b>Praktisch</b></p><ul><li>Waar: Gent</li><li>Wanneer: in mei</li></ul>")],
    [("text", "<p><b>Onze aanpak</b></p>"), ("text", TEXT)],
    [("text", "<p><strong>Hoe het begon</strong></p>" + TEXT)],
    [("text", f"<p><b>1. Mensen samenbrengen</b></p>{TEXT}<p><b>2. Luisteren</b></p>{TEXT}")],
    [("text", f"<p><b><i>Voor wie</i></b></p>{TEXT}")],
    [("text", f"<h3>Voor wie</h3>{TEXT}")],
    [("text", f"{TEXT}<p><b>Wie doet mee:</b></p><ul><li>het OCMW</li></ul>")],
]

HEADINGS_WITHOUT_FAULT = [
    [("text", TEXT)],
    [("heading", "Aanpak"), ("text", TEXT)],
    [("heading", "Aanpak"), ("text", TEXT), ("heading", "Resultaat"), ("text", TEXT)],
    [
        ("heading", "Wat doen we als iemand niet meer buiten komt en wie spreken we daar dan over aan?"),
        ("text", TEXT),
    ],
    [("heading", "Zo zag het eruit"), ("image", "De zaal tijdens de maaltijd")],
    [("heading", "Cijfers"), ("table", ([("Jaar"), ("Bezoekers")], [["2024", "310"]]))],
    [("heading", "Downloads"), ("callout", ("Let op", TEXT))],
    [("heading", "Wat mensen zeggen"), ("quote", "Ik kwam voor de soep en bleef voor de mensen.")],
    [("text", "<p><b>De inschrijvingen zijn afgesloten.</b></p>" + TEXT)],
    [("text", TEXT + "<p><b>Bel gratis 1712</b></p>")],
    [("text", "<p><b>Waar:</b> buurthuis De Meander</p><p><b>Wanneer:</b> 12 mei</p>")],
    [("text", "<p><b>Let op!</b></p>" + TEXT)],
    [("text", TEXT + "<ul><li><b>Luisteren</b></li><li><b>Samen koken</b></li></ul>" + TEXT)],
    [("text", "<p>Dit is <b>heel</b> belangrijk.</p>" + TEXT)],
    [
        (
            "text",
            "<p><b>In drie jaar tijd bereikten we met een kleine ploeg en weinig geld 340 gezinnen, en de helft daarvan"
            " kende niemand in de buurt.</b></p>" + TEXT,
        )
    ],
    [("text", TEXT + "<p><b>An Peeters</b>, coördinator</p>" + TEXT)],
    [("text", "<p><b></b></p>" + TEXT)],
    [("text", TEXT), ("text", "<p><b>Met dank aan de vrijwilligers</b></p>")],
    [("text", "<p><i>Dit bericht verscheen eerder in de nieuwsbrief</i></p>" + TEXT)],
    [
        ("text", "<p><b>Kom gerust eens langs, de koffie staat klaar.</b></p>" + TEXT),
        ("heading", "Meer"),
        ("text", TEXT),
    ],
]

WHO = ["Gemeente", "Gezinnen", "Jaar"]
ROWS = [["Gent", "120", "2023"], ["Deinze", "45", "2024"]]

TABLES_WITH_FAULT = [
    (["", "", ""], ROWS),
    (["Gemeente", "", "Jaar"], ROWS),
    (["Gemeente", "Gezinnen", ""], ROWS),
    (["", "", "Jaar"], ROWS),
    (["Gemeente", "  ", "Jaar"], ROWS),
    (WHO, []),
    (WHO, [["", "", ""]]),
    (WHO, [["", " ", ""], ["", "", ""]]),
    (["", ""], [["", ""]]),
    ([], []),
    (WHO, [WHO, *ROWS]),
    (WHO, [["gemeente", "gezinnen", "jaar"], *ROWS]),
    (["", "", ""], [WHO, *ROWS]),
    (["Kolom"], [[""]]),
    (["", "2023", ""], [["Gent", "120", "130"]]),
    (["Wie", ""], [["OCMW", "begeleidt de gezinnen"]]),
    (["", ""], [["OCMW", "begeleidt"], ["CAW", "luistert"]]),
    (["Dag", "Uur", ""], [["maandag", "9.00", "Deinze"], ["dinsdag", "10.00", "Zulte"]]),
    (["Naam"], []),
    ([" Gemeente ", "Gezinnen"], [["Gemeente", "Gezinnen "], ["Gent", "3"]]),
]

TABLES_WITHOUT_FAULT = [
    (WHO, ROWS),
    (WHO, [ROWS[0]]),
    (["", "2023", "2024"], [["Gent", "120", "130"], ["Deinze", "45", "50"]]),
    (["Gemeente", "Gezinnen"], [["Gent", ""], ["Deinze", "45"]]),
    (["Dag", "Uur", "Plaats"], [["maandag", "9.00", "Deinze"]]),
    (["Naam"], [["An"], ["Bert"]]),
    (["Wie", "Rol"], [["OCMW", "trekker"], ["", ""], ["CAW", "partner"]]),
    (["", "Voor", "Na"], [["Mensen die niemand kenden", "62%", "31%"]]),
    (["Jaar", "Bezoekers"], [["2021", "–"], ["2022", "410"]]),
    (["Gemeente", "Gemeente in 2018"], [["Deinze", "Nevele"]]),
    (["Ja", "Nee"], [["12", "3"]]),
    (["Stap", "Wat", "Wie"], [["1", "Luisteren", "Iedereen"], ["2", "Kiezen", "De stuurgroep"]]),
    (["Kost", "Per jaar"], [["Personeel", "€ 42.000"], ["Huur", "€ 6.000"]]),
    (["", "Maandag"], [["9.00", "Onthaal"]]),
    (["Titel", "Schrijver"], [["Titel", "A. Peeters"]]),
    (["Wie", "Telefoon"], [["Onthaal", "09 000 00 00"]]),
    (["Vraag", "Antwoord"], [["Is het gratis?", "Ja"]]),
    (["Links", "Rechts"], [["een", "twee"], ["links", "rechts"]]),
    (["Thema", "Aantal"], [["Wonen", "0"]]),
    (["Gemeente", "Gezinnen", "Jaar"], [["Gent", "120", ""], ["Deinze", "", ""]]),
]

# Where a picture stands, and how wide it is.
PLACES = ["lead", "body", "second", "gallery"]
SMALL_PICTURES = [(place, width) for place in PLACES for width in (1, 240, 400, 640, 799)]
LARGE_ENOUGH = [
    *((place, width) for place in PLACES for width in (800, 1024, 1600, 4000)),
    *((place, width) for place in ("person", "logo") for width in (120, 240)),
]
