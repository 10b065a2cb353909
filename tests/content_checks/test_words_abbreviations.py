"""Abbreviations are written out where a page first uses them."""

from content_checks.checks.words.abbreviations import Abbreviation
from tests.content_checks.words_cases import WordsCase


class AbbreviationTests(WordsCase):
    def assert_clean(self, *texts):
        for text in texts:
            with self.subTest(text):
                self.assertEqual(self.excerpts(Abbreviation(), f"<p>{text}</p>"), [])

    def test_one_that_is_not_explained_is_named_once_in_its_first_sentence(self):
        (finding,) = self.findings(Abbreviation(), "<p>Bel ons. Het CLB komt langs.</p><p>Het CLB helpt.</p>")

        self.assertEqual(finding.excerpt, "Het CLB komt langs.")
        self.assertIn("“CLB”", finding.advice)

    def test_one_that_is_written_out_is_left_alone(self):
        self.assert_clean(
            "Het centrum voor leerlingenbegeleiding (CLB) komt.",
            "Het CLB (centrum voor leerlingenbegeleiding) komt.",
            "Het Vlaams Agentschap voor Personen met een Handicap, kortweg VAPH, betaalt.",
            "VAPH staat voor Vlaams Agentschap voor Personen met een Handicap.",
            "Onthaalonderwijs voor anderstalige nieuwkomers (OKAN) begint. OKAN is gratis.",
        )

    def test_an_explanation_that_comes_later_or_does_not_fit_is_none(self):
        later = "<p>We starten met BAR. Een brugfiguur aan de rand (BAR) helpt.</p>"
        other = "<p>Het inloophuis van de stad (CLB) is open.</p>"

        self.assertEqual(self.excerpts(Abbreviation(), later), ["We starten met BAR."])
        self.assertEqual(self.excerpts(Abbreviation(), other), ["Het inloophuis van de stad (CLB) is open."])

    def test_a_title_need_not_explain_what_the_text_explains(self):
        text = "<p>Het centrum voor leerlingenbegeleiding (CLB) komt.</p>"

        self.assertEqual(self.excerpts(Abbreviation(), text, title="Het CLB komt"), [])
        self.assertEqual(self.excerpts(Abbreviation(), title="Het CLB komt"), ["Het CLB komt"])

    def test_what_everybody_knows_is_left_alone(self):
        self.assert_clean(
            "Het OCMW, de VRT en een vzw met btw.", "Download de PDF.", "Twee OCMW's en een OCMW-raad."
        )

    def test_plurals_and_compounds_are_the_same_abbreviation(self):
        texts = self.excerpts(Abbreviation(), "<p>Alle CLB’s komen. Een CLB-arts ook.</p>")

        self.assertEqual(texts, ["Alle CLB’s komen."])

    def test_names_numbers_addresses_and_shouting_are_no_abbreviations(self):
        self.assert_clean(
            "Koning Albert II en hoofdstuk XIV.",
            "Meneer JP Claes van vzw SPOOR en SAAMO.",
            "Mail naar CLB@voorbeeld.be of kijk op www.CLB.be.",
            "LET OP: DE ZAAL IS DICHT.",
            "Dat is NIET waar.",
            "Vitamine B12 en maat A4.",
        )

    def test_what_somebody_said_is_left_alone(self):
        self.assertEqual(
            self.excerpts(Abbreviation(), ("quote", {"text": "Het CLB kwam.", "name": "An"})), []
        )
