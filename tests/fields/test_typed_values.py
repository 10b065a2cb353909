"""All dates, times, numbers and URLs in forms of the admin are parsed, rejected and limited in the same way."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.test import SimpleTestCase, TestCase
from wagtail import blocks
from wagtail.admin.forms.choosers import ExternalLinkChooserForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from cms.models import LegalReference, Organisation
from events.models import EventPage, TrajectoryPage
from fields import field_blocks, form_fields
from fields.contact import LONGEST_ADDRESS
from fields.dates import DateField, DateTimeField
from news.models import Decision
from practices.models import PracticePage
from tests.factories import OrganisationFactory

OURS = (
    form_fields.DateField,
    form_fields.TimeField,
    form_fields.DateTimeField,
    form_fields.NumberField,
    form_fields.WholeNumberField,
)
WIDER = (forms.DateField, forms.TimeField, forms.DateTimeField, forms.IntegerField, forms.DecimalField)
# Keys, and places of rows in a form: nobody types them.
HIDDEN = (forms.HiddenInput,)
OUR_APPS = {"cms", "home", "platforms", "practices", "news", "events"}


def admin_forms():
    """Yields the form of every page type and snippet, and of their rows."""
    for model in [*get_page_models(), *get_snippet_models()]:
        if model._meta.app_label in OUR_APPS:
            panels = getattr(model, "edit_handler", None) or getattr(model, "panels", None)
            form = model.get_edit_handler().get_form_class() if hasattr(model, "get_edit_handler") else None
            if form is None and panels:
                form = forms.modelform_factory(model, form=WagtailAdminModelForm, exclude=[])
            yield from with_rows(form) if form else ()


def with_rows(form_class):
    yield form_class
    for name, formset in form_class.formsets.items():
        if name != "comments":
            yield from with_rows(formset.form)


def our_models():
    seen = dict.fromkeys(form._meta.model for form in admin_forms())
    return list(seen)


def blocks_of(block, seen=None):
    seen = {} if seen is None else seen
    if id(block) not in seen:
        seen[id(block)] = block
        inside = list(getattr(block, "child_blocks", {}).values())
        inside += [block.child_block] if hasattr(block, "child_block") else []
        for child in inside:
            blocks_of(child, seen)
    return list(seen.values())


def all_blocks():
    seen = {}
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                blocks_of(field.stream_block, seen)
    return list(seen.values())


class EveryFormTests(SimpleTestCase):
    def test_dates_hours_and_numbers_are_read_by_fields_of_ours(self):
        others = [
            f"{form._meta.model.__name__}.{name}"
            for form in admin_forms()
            for name, field in form.base_fields.items()
            if isinstance(field, WIDER)
            and not isinstance(field, OURS)
            and not isinstance(field.widget, HIDDEN)
        ]

        self.assertEqual(others, [])

    def test_no_browser_reads_a_number_for_us(self):
        by_browser = [
            f"{form._meta.model.__name__}.{name}"
            for form in admin_forms()
            for name, field in form.base_fields.items()
            if isinstance(field.widget, forms.NumberInput)
        ]

        self.assertEqual(by_browser, [])

    def test_blocks_of_one_value_are_ours(self):
        plain = (
            blocks.DateBlock,
            blocks.TimeBlock,
            blocks.DateTimeBlock,
            blocks.IntegerBlock,
            blocks.DecimalBlock,
            blocks.FloatBlock,
            blocks.URLBlock,
        )

        others = [
            block.name
            for block in all_blocks()
            if isinstance(block, plain) and not isinstance(block, field_blocks.DeconstructsAsWagtail)
        ]

        self.assertEqual(others, [])

    def test_every_address_may_be_long(self):
        short = [
            str(field)
            for model in our_models()
            for field in model._meta.get_fields()
            if isinstance(field, models.URLField) and field.max_length < LONGEST_ADDRESS
        ]
        short += [
            block.name
            for block in all_blocks()
            if isinstance(block, blocks.URLBlock) and block.field.max_length != LONGEST_ADDRESS
        ]

        self.assertEqual(short, [])

    def test_no_address_is_a_script(self):
        """OWASP ASVS 5.0, 1.2.2. In rich text: tests/rich_text."""
        fields = [
            field
            for model in our_models()
            for field in model._meta.get_fields()
            if isinstance(field, models.URLField)
        ]
        addresses = [*fields, *(field.formfield() for field in fields)]
        addresses += [block for block in all_blocks() if isinstance(block, blocks.URLBlock)]
        self.assertGreater(len(addresses), 20)

        for value in (
            "javascript:alert(1)",
            "JavaScript://a.be/%0aalert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///x",
        ):
            for address in addresses:
                with self.subTest(value, address=address), self.assertRaises(ValidationError):
                    address.clean(value, None) if isinstance(address, models.Field) else address.clean(value)

    def test_every_date_has_a_plausible_span(self):
        dates = [
            field
            for model in our_models()
            for field in model._meta.get_fields()
            if isinstance(field, models.DateField)
            and field.editable
            and field.model._meta.app_label in OUR_APPS
        ]

        for field in dates:
            with self.subTest(str(field)):
                self.assertIsInstance(field, DateField | DateTimeField)
                for year in (219, 1899, 2101, 9999):
                    with self.assertRaises(ValidationError):
                        field.run_validators(datetime.datetime(year, 6, 1))

    def test_the_schedule_of_a_page_has_it_too(self):
        form = EventPage.get_edit_handler().get_form_class()

        for name in ("go_live_at", "expire_at"):
            with self.assertRaises(ValidationError):
                form.base_fields[name].clean("1-1-9999 9u30")


class ChooserFormTests(TestCase):
    def test_what_is_made_in_a_chooser_is_read_in_the_same_way(self):
        form = forms.modelform_factory(LegalReference, fields=["citation", "date"])(
            {"citation": "Decreet", "date": "5 sept 2017"}
        )

        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.instance.date, datetime.date(2017, 9, 5))


class PrecisionTests(TestCase):
    """Dates with a precision."""

    def read(self, model, data):
        form = forms.modelform_factory(model, form=WagtailAdminModelForm, fields=list(data))(data)
        self.assertTrue(form.is_valid(), form.errors)
        return form.instance, type(form)

    def practice(self, since, **values):
        return self.read(PracticePage, {"started_on": since, **values})

    def test_what_is_typed_says_how_much_is_known(self):
        for text, date, expected in [
            ("2017", (2017, 1, 1), "year"),
            ("september 2017", (2017, 9, 1), "month"),
            ("09/2017", (2017, 9, 1), "month"),
            ("5 sept 2017", (2017, 9, 5), "day"),
            ("5-9-2017", (2017, 9, 5), "day"),
        ]:
            with self.subTest(text):
                practice, _form = self.practice(text)

                self.assertEqual(practice.started_on, datetime.date(*date))
                self.assertIs(type(practice.started_on), datetime.date)
                self.assertEqual(practice.started_on_precision, expected)

    def test_a_program_that_sends_the_precision_is_believed(self):
        for text, precision, expected in [
            ("2017", "month", "year"),
            ("09/2017", "day", "month"),
            ("2017-09-01", "month", "month"),
            ("2017-01-01", "year", "year"),
            ("2017-09-05", "", "day"),
        ]:
            with self.subTest(f"{text} {precision}"):
                practice, _form = self.practice(text, started_on_precision=precision)

                self.assertEqual(practice.started_on_precision, expected)

    def test_the_form_shows_it_as_people_write_it(self):
        for text, value in [
            ("2017", "2017"),
            ("09/2017", "september 2017"),
            ("5 sept 2017", "5-9-2017"),
        ]:
            practice, form = self.practice(text)

            self.assertIn(f'value="{value}"', str(form(instance=practice)["started_on"]))

    def test_no_form_of_the_admin_shows_the_precision(self):
        fields = [
            form.base_fields[name]
            for form in admin_forms()
            for name in form.base_fields
            if "precision" in name
        ]

        self.assertTrue(fields)
        self.assertEqual({field.widget.render("x", "day") for field in fields}, {""})

    def test_saving_it_again_changes_nothing(self):
        for text in ("2017", "september 2017", "5-9-2017"):
            practice, form = self.practice(text)
            before = practice.started_on, practice.started_on_precision

            again = form({"started_on": text}, instance=practice)

            self.assertEqual(again.changed_data, [])
            self.assertTrue(again.is_valid())
            self.assertEqual((practice.started_on, practice.started_on_precision), before)

    def test_less_or_more_is_known_than_before(self):
        for before, text, expected in [
            ("januari 2017", "2017", "year"),
            ("2017", "januari 2017", "month"),
            ("2017", "1-1-2017", "day"),
            ("1-1-2017", "1/2017", "month"),
        ]:
            with self.subTest(f"{before} > {text}"):
                practice, form = self.practice(before)

                other = form({"started_on": text}, instance=practice)

                self.assertEqual(other.changed_data, ["started_on"])
                self.assertTrue(other.is_valid())
                self.assertEqual(practice.started_on_precision, expected)

    def test_a_date_that_is_emptied_leaves_its_precision(self):
        practice, form = self.practice("2017")

        self.assertTrue(form({"started_on": ""}, instance=practice).is_valid())

        self.assertEqual((practice.started_on, practice.started_on_precision), (None, "year"))

    def test_rows_and_periods_do_so_too(self):
        decision, _form = self.read(Decision, {"date": "oktober 2021"})
        for start, end, expected in [
            ("2018", "5-9-2019", ("year", "day")),
            ("1/2018", "2019", ("month", "year")),
        ]:
            trajectory, form = self.read(TrajectoryPage, {"period_start": start, "period_end": end})

            self.assertEqual((trajectory.period_start_precision, trajectory.period_end_precision), expected)

            later = form({"period_start": "3-1-2018", "period_end": end}, instance=trajectory)
            self.assertTrue(later.is_valid())
            self.assertEqual(
                (trajectory.period_start_precision, trajectory.period_end_precision), ("day", expected[1])
            )

        self.assertEqual((str(decision.date), decision.date_precision), ("2021-10-01", "month"))

    def test_what_cannot_be_a_date_is_refused_in_plain_words_and_kept(self):
        unreadable = "Deze datum kunnen we niet lezen. Schrijf hem zoals 5-9-2017, september 2017 of 2017."
        nowhere = "Deze datum bestaat niet. Schrijf een datum zoals 5-9-2017, september 2017 of 2017."
        form_class = forms.modelform_factory(PracticePage, form=WagtailAdminModelForm, fields=["started_on"])
        for text, message in [
            ("32/13/2020", nowhere),
            ("2017-13", nowhere),
            ("31 februari 2020", nowhere),
            ("gisteren", unreadable),
            ("0017", "Vul een datum in van 1900 tot en met 2100."),
            ("5 mei", "Schrijf ook het jaar, zoals in 5-9-2017."),
        ]:
            with self.subTest(text):
                form = form_class({"started_on": text})

                self.assertEqual(form.errors["started_on"], [message])
                self.assertIn(f'value="{text}"', str(form["started_on"]))

    def test_a_date_that_is_refused_stays_on_the_screen(self):
        form = forms.modelform_factory(
            PracticePage, form=WagtailAdminModelForm, fields=["started_on", "cost_total"]
        )({"started_on": "31-11-2017", "cost_total": "12,5 %"})

        self.assertEqual(set(form.errors), {"started_on", "cost_total"})
        self.assertIn("31-11-2017", str(form["started_on"]))
        self.assertIn("12,5 %", str(form["cost_total"]))

    def test_an_amount_is_read_and_shown_the_belgian_way(self):
        practice, form = self.read(PracticePage, {"cost_total": "€ 1.250,50"})

        self.assertEqual(str(practice.cost_total), "1250.50")
        self.assertIn('value="1250,50"', str(form(instance=practice)["cost_total"]))


class BlockTests(SimpleTestCase):
    def test_a_block_reads_what_people_write(self):
        programme = EventPage._meta.get_field("notices").stream_block
        hour = field_blocks.TimeBlock()

        self.assertEqual(hour.clean("9u30"), datetime.time(9, 30))
        self.assertEqual(
            programme.child_blocks["notice"].child_blocks["published_at"].clean("5 sept 2017").isoformat(),
            "2017-09-05",
        )

    def test_what_a_program_wrote_and_is_none_is_refused_and_not_dropped(self):
        for block, text in [
            (field_blocks.DateBlock(required=False), "31-11-2017"),
            (field_blocks.DateBlock(), "2017-11-31"),
            (field_blocks.TimeBlock(required=False), "25:00"),
        ]:
            with self.assertRaises(ValidationError):
                block.clean(block.to_python(text))

    def test_what_is_stored_is_read_as_before(self):
        self.assertEqual(field_blocks.DateBlock().to_python("2017-09-05"), datetime.date(2017, 9, 5))
        self.assertEqual(field_blocks.TimeBlock().to_python("09:30:00"), datetime.time(9, 30))
        self.assertIsNone(field_blocks.DateBlock().to_python(None))

    def test_migrations_know_the_blocks_by_wagtails_names(self):
        self.assertEqual(field_blocks.AmountBlock(label="x").deconstruct()[0], "wagtail.blocks.DecimalBlock")


class LongAddressTests(TestCase):
    # As Teams writes an invitation, and SharePoint a shared file.
    TEAMS = f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{'Mz' * 90}%40thread.v2/0?context=%7b%7d"

    def test_an_invitation_is_saved_whole(self):
        organisation = OrganisationFactory(website=self.TEAMS)
        longest = f"https://voorbeeld.be/{'a' * (LONGEST_ADDRESS - 21)}"
        form_class = forms.modelform_factory(
            Organisation, form=WagtailAdminModelForm, fields=["name", "website"]
        )

        form = form_class({"name": "Lang", "website": longest}, instance=organisation)
        form.save()

        organisation.refresh_from_db()
        self.assertEqual(organisation.website, longest)
        self.assertFalse(form_class({"name": "Lang", "website": f"{longest}a"}).is_valid())

    def test_a_link_in_running_text_too(self):
        form = ExternalLinkChooserForm({"url": self.TEAMS})

        self.assertTrue(form.is_valid(), form.errors)
