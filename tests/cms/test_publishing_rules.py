"""Publishing rules on single values, footnotes and empty content."""

from datetime import date

from django.test import SimpleTestCase
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import inline_formset, streamfield

from cms.models import PageFootnote
from cms.publishing import NotReadyToPublish, is_empty
from news.models import Decision
from tests.cms.cases import PublishingTestCase, paragraph
from tests.events.factories import EventIndexPageFactory, EventPageFactory, session, slot
from tests.factories import NewsPageFactory


class WrongValueTests(PublishingTestCase):
    """A revision may hold values that no form has seen, so publishing validates every value."""

    def test_a_child_row(self):
        page = NewsPageFactory(parent=self.news)
        page.decisions = [
            Decision(text="Een", date=date(2020, 1, 1)),
            Decision(text="Twee", date=date(2020, 1, 1), place="x" * 200),
        ]

        with self.assertRaises(NotReadyToPublish) as refusal:
            page.save_revision(clean=False).publish()

        [(path, _messages)] = refusal.exception.loc_errors
        self.assertEqual(path, ("decisions", 1, "place"))
        self.assertIn(f"{_('decisions').capitalize()}, 2, {_('place')}", refusal.exception.summary[0])

    def test_a_block_says_what_it_lacks(self):
        page = NewsPageFactory(parent=self.news)
        page.body = [("quote", {"text": "Mooi!", "name": "", "person": None, "function": "", "lead_in": ""})]

        with self.assertRaises(NotReadyToPublish) as refusal:
            page.save_revision(clean=False).publish()

        self.assertEqual(refusal.exception.message_dict["body"], [_("Say who said this.")])

    def test_a_block_inside_a_child_row(self):
        agenda = EventIndexPageFactory(parent=self.home)
        page = EventPageFactory(parent=agenda)
        page.sessions = [session(slots=[slot("08:45"), slot("09:00", title="")])]

        with self.assertRaises(NotReadyToPublish) as refusal:
            page.save_revision(clean=False).publish()

        self.assertEqual(
            [path for path, _messages in refusal.exception.loc_errors], [("sessions", 0, "programme")]
        )

    def test_a_field_of_the_page(self):
        page = NewsPageFactory(parent=self.news)
        page.author = "x" * 200

        with self.assertRaises(NotReadyToPublish) as refusal:
            page.save_revision(clean=False).publish()

        self.assertEqual(list(refusal.exception.message_dict), ["author"])


class FootnoteTests(PublishingTestCase):
    def refusal(self, text, *numbers):
        notes = [PageFootnote(number=number, text="Bron") for number in numbers]
        body = [("paragraph", f"<p>{text}</p>")]
        with self.assertRaises(NotReadyToPublish) as refusal:
            NewsPageFactory(parent=self.news, body=body, rows={"footnotes": notes})
        return refusal.exception

    def test_every_marker_has_its_note(self):
        refusal = self.refusal("Een recht [1] en een plicht [2] en [3].", 1)

        self.assertEqual(len(refusal.message_dict["body"]), 2)

    def test_every_note_has_its_marker(self):
        refusal = self.refusal("Een recht [1].", 1, 2)

        self.assertEqual([path for path, _messages in refusal.loc_errors], [("footnotes", 1, "number")])

    def test_a_number_is_used_once(self):
        refusal = self.refusal("Een recht [1].", 1, 1)

        self.assertEqual(len(refusal.loc_errors), 2)

    def test_notes_that_match_are_published(self):
        notes = [PageFootnote(number=1, text="Bron"), PageFootnote(number=2, text="Bron")]

        page = NewsPageFactory(
            parent=self.news,
            body=[("paragraph", "<p>Recht [2], plicht [1], recht [2].</p>")],
            rows={"footnotes": notes},
        )

        self.assertTrue(page.live)

    def test_the_form_says_it_beside_the_note_and_the_text(self):
        notes = inline_formset([{"number": "7", "text": "Bron", "legal_reference": ""}])
        body = streamfield([paragraph("<p>Een recht [1] en [2].</p>")])

        response = self.create(self.complete(footnotes=notes, body=body) | {"action-publish": "1"})

        form = response.context["form"]
        self.assertEqual(len(form.errors["body"]), 2)
        self.assertEqual(list(form.formsets["footnotes"].forms[0].errors), ["number"])


class EmptinessTests(SimpleTestCase):
    @given(
        st.lists(
            st.sampled_from(
                ["<p>", "</p>", "<br/>", " ", "\n", "\xa0", "&nbsp;", "<b></b>", '<p data-x="1">']
            )
        )
    )
    def test_tags_and_blanks_say_nothing(self, parts):
        self.assertTrue(is_empty("".join(parts)))

    @given(st.text(st.characters(whitelist_categories=["L", "N"]), min_size=1))
    def test_a_word_says_something(self, word):
        self.assertFalse(is_empty(f"<p>{word}</p>"))

    @given(st.one_of(st.integers(), st.dates(), st.floats(), st.booleans()))
    def test_a_number_or_date_says_something(self, value):
        self.assertFalse(is_empty(value))

    def test_an_embedded_picture_says_something(self):
        self.assertFalse(is_empty('<embed embedtype="image" id="1"/>'))

    def test_nothing_says_nothing(self):
        for nothing in (None, "", [], ()):
            self.assertTrue(is_empty(nothing))
