"""What people type into the finder, and what they get: a table of names, over all of Flanders."""

from io import StringIO
from urllib.parse import quote

from django.core.management import call_command
from django.utils.html import escape

from cms.models import Region
from cms.places import atlas
from tests.platforms.cases import PlatformTestCase

FINDER = "/vind-je-platform/"
# The municipality that each text means.
ONE = {
    "Ieper": [
        "Elverdinge",
        "8906 Elverdinge",
        "Ypres",
        "YPRES",
        "Ieper (deelgemeente)",
        "B-8900",
    ],
    "Antwerpen": [
        "Borgerhout",
        "Anvers",
        "Antwerp",
        "2100 Deurne",
        "Deurne (Antwerpen)",
        "Deurne, Antwerpen",
    ],
    "Diest": ["3290 Deurne", "Deurne Diest"],
    "Poperinge": ["Watou", "8978", "watou"],
    "Leuven": ["Heverlee", "3001 Heverlee", "3001", "Louvain", "Leuven-Heverlee", "Kessel-Lo", "kessel lo"],
    "Kortrijk": ["Courtrai"],
    "Brugge": ["Bruges", "Zeebrugge"],
    "Voeren": ["Fourons", "Fouron-le-Comte", "'s-Gravenvoeren", "s gravenvoeren", "’s Gravenvoeren"],
    "Gent": ["Stad Gent", "stad gent", "Gand", "Ghent", "OCMW Gent", "9000 Gent", "Gent centrum"],
    "Mechelen": [
        "2800 Mechelen",
        "Mechelen 2800",
        "B-2800",
        "B 2800",
        "B-2800 Mechelen",
        "Malines",
        "Mechelen (2800)",
    ],
    "Aalst": ["Alost"],
    "Ronse": ["Renaix", "9600"],
    "Lede": ["gemeente Lede", "Gemeente van Lede"],
    "Sint-Gillis-Waas": ["Sint-Gillis-Waas", "St.-Gillis-Waas", "sint gillis waas", "9170 Sint-Gillis"],
    "Sint-Niklaas": [
        "Sint–Niklaas",
        "Sint\u00ad-Nik\u00adlaas",
        "sintniklaas",
        "St. Niklaas",
        "Saint-Nicolas",
    ],
    "Heist-op-den-Berg": ["Heist o/d Berg", "Heist o.d. Berg", "heist op den berg"],
    "Sint-Katelijne-Waver": ["O.L.V.-Waver", "Onze Lieve Vrouw Waver", "SKW"],
    "Dendermonde": ["9200 Sint-Gillis", "Sint-Gillis-bij-Dendermonde", "Termonde"],
    "Sint-Genesius-Rode": ["Rhode-Saint-Genèse", "rhode saint genese", "1640"],
    "Kraainem": ["Crainhem", "Kraainem"],
    "Bever": ["Biévène"],
    "Mesen": ["Messines"],
    "Pajottegem": ["Vollezele", "Galmaarden", "1570 Galmaarden"],
    "Tienen": ["3470 Sint-Margriete-Houtem", "Tirlemont"],
    "Zonnebeke": ["Passchendaele", "Passendale"],
    "De Haan": ["de haan", "Le Coq", "Den Haan"],
}
# A municipality stands by its name; a part has its municipality after it.
SEVERAL = {
    "Deurne": ["Deurne, Antwerpen", "Deurne, Diest"],
    "Hofstade": ["Hofstade, Aalst", "Hofstade, Zemst"],
    "1804": ["Vilvoorde", "Zemst"],
    "Gent Brasschaat": ["Brasschaat", "Gent"],
    "Vuerne": ["Veurne"],
}
OTHERS = {
    "Halle": ("Halle", ["Halle, Zoersel"]),
    "Machelen": ("Machelen", ["Machelen, Zulte"]),
    "8900 Oostende": ("Ieper", ["Oostende"]),
    "3001 Oud-Heverlee": ("Leuven", ["Oud-Heverlee"]),
}
ELSEWHERE = {
    "Sint-Gillis": "Sint-Gillis ligt in Brussel: de welzijnsplatforms op deze site werken alleen in Vlaanderen.",
    "1060 Sint-Gillis": "ligt in Brussel",
    "Saint-Gilles": "ligt in Brussel",
    "Sint-Gillis (Brussel)": "werken alleen in Vlaanderen, niet in Brussel.",
    "Brussel": "werken alleen in Vlaanderen, niet in Brussel.",
    "Bruxelles": "werken alleen in Vlaanderen, niet in Brussel.",
    "1000": "ligt in Brussel",
    "Schaarbeek": "ligt in Brussel",
    "Luik": "ligt in Wallonië",
    "Liège": "ligt in Wallonië",
    "4000": "ligt in Wallonië",
    "Namen": "ligt in Wallonië",
    "Moeskroen": "ligt in Wallonië",
    "Komen": "ligt in Wallonië",
}
WORDS = [
    "armoede",
    "wonen",
    "buurt",
    "jongeren",
    "gezondheid",
    "daklozen",
    "welzijn",
    "school",
    "kind",
    "zorg",
    "energie",
    "mantelzorg",
    "opvang",
    "huisvesting",
    "eenzaamheid",
    "vrijwilliger",
    "voedselbank",
    "geweld",
    "psycholoog",
    "vluchtelingen",
    "senioren",
    "onderwijs",
    "buurtwerk",
    "gezin",
    "coördinator",
    "praktijken",
    "platform",
    "xyzzy",
]


class NamedPlaceTests(PlatformTestCase):
    """All of Flanders, as `load_places` loads it: what people type, and what they get."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.region.code = "REFREG07"
        cls.region.save()
        call_command("load_places", stdout=StringIO())

    def find(self, text):
        self.response = self.client.get(FINDER, {"q": text})
        self.assertEqual(self.response.status_code, 200, text)
        return self.response.context["finder"]

    def test_one_municipality_is_meant(self):
        for name, texts in ONE.items():
            for text in texts:
                with self.subTest(text):
                    self.assertEqual(str(self.find(text).place), name)
                    self.assertContains(self.response, f'<h2 id="gevonden">{escape(name)}</h2>', html=True)

    def test_several_municipalities_are_offered(self):
        for text, names in SEVERAL.items():
            with self.subTest(text):
                finder = self.find(text)
                self.assertIsNone(finder.place)
                self.assertEqual(names_of(finder.guess.candidates), names)
                for candidate in finder.guess.candidates:
                    self.assertContains(self.response, f">{candidate}</a>")

    def test_what_else_it_could_be_is_offered_beside_the_answer(self):
        for text, (name, others) in OTHERS.items():
            with self.subTest(text):
                finder = self.find(text)
                self.assertEqual((str(finder.place), names_of(finder.guess.also)), (name, others))
                for candidate in finder.guess.also:
                    self.assertContains(self.response, f"?q={quote(candidate.query)}")

    def test_every_offer_leads_to_what_it_says(self):
        for text in ["Deurne", "Hofstade", "sint", "Machelen", "8900 Oostende", "1804"]:
            guess = atlas().guess(text)
            for candidate in [*guess.candidates, *guess.also]:
                with self.subTest(candidate.query):
                    self.assertEqual(
                        atlas().guess(candidate.query).certain.municipality, candidate.municipality
                    )

    def test_a_part_is_said_to_be_one(self):
        self.find("Elverdinge")
        self.assertContains(self.response, "Elverdinge is een deel van Ieper.")

    def test_a_code_says_of_which_part_only_the_beginning_is_typed(self):
        self.find("9200 Sint-Gillis")
        self.assertContains(self.response, "Sint-Gillis-bij-Dendermonde is een deel van Dendermonde.")

    def test_a_region_leads_to_its_platforms(self):
        self.platform.region = Region.objects.get(slug="westhoek")
        self.platform.save()

        for text in ["Westhoek", "de westhoek", "regio Westhoek", "Westkust"]:
            with self.subTest(text):
                self.assertEqual(str(self.find(text).region), "Westhoek")
                self.assertEqual(self.response.context["platforms"], [self.platform])
        for text, region in [
            ("Kempen", "Kempen"),
            ("de Kempen", "Kempen"),
            ("Campine", "Kempen"),
            ("Limburg", "Limburg"),
            ("Meetjesland", "Regio Gent"),
            ("Regio Gent", "Regio Gent"),
        ]:
            self.assertEqual(str(self.find(text).region), region, text)

    def test_a_province_leads_to_its_regions(self):
        finder = self.find("Vlaams-Brabant")

        self.assertEqual(
            [str(region) for region in finder.guess.regions], ["Halle-Vilvoorde", "Oost-Brabant"]
        )
        self.assertContains(self.response, f'href="{FINDER}?region=oost-brabant"')

    def test_brussels_and_wallonia_are_said_to_be_so(self):
        for text, sentence in ELSEWHERE.items():
            with self.subTest(text):
                finder = self.find(text)
                self.assertEqual((finder.place, finder.guess.candidates), (None, ()))
                self.assertContains(self.response, sentence)
                self.assertNotContains(self.response, "We kennen")

    def test_a_name_in_brussels_too_says_so_beside_the_answer(self):
        finder = self.find("Haren")

        self.assertEqual(str(finder.place), "Tongeren-Borgloon")
        self.assertContains(self.response, "Er is ook een “Haren” in Brussel.")

    def test_words_that_are_no_places_get_no_guess(self):
        for word in WORDS:
            self.assertEqual(atlas().guess(word).way, "nothing", word)

    def test_an_old_name_that_lives_on_is_no_news(self):
        for text in ["Deinze", "deinze-2018", "Lokeren", "Aalter"]:
            self.find(text)
            self.assertNotContains(self.response, "was een gemeente", msg_prefix=text)
        self.find("Nevele")
        self.assertContains(self.response, "Nevele was een gemeente tot 2018 en hoort nu bij Deinze.")


def names_of(candidates):
    return [f"{candidate.part}, {candidate.municipality}".lstrip(", ") for candidate in candidates]
