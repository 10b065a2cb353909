"""The words for which fields changed."""

from django.test import SimpleTestCase

from editor.changes import in_a_sentence, words_of_changes


class ChangeTests(SimpleTestCase):
    def test_nothing_changed(self):
        self.assertEqual(words_of_changes([]), "")

    def test_two_fields(self):
        self.assertEqual(words_of_changes(["titel", "samenvatting"]), "titel en samenvatting gewijzigd")

    def test_many_fields_are_counted(self):
        words = words_of_changes(["titel", "samenvatting", "inhoud", "thema's", "datum", "afbeelding"])

        self.assertEqual(words, "titel, samenvatting, inhoud, thema's en nog 2 andere velden gewijzigd")

    def test_an_abbreviation_keeps_its_capitals(self):
        self.assertEqual(in_a_sentence("PDF"), "PDF")
        self.assertEqual(in_a_sentence("Titel"), "titel")
