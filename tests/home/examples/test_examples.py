"""The invented content: complete, what editors could have made, said to be an example, and gone when asked."""

import re
from pathlib import Path

from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.test import TestCase
from modelcluster.models import get_all_child_relations
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.models import CustomImage, Organisation, OutgoingMail, Person
from cms.models.media import PAGE_WIDTHS
from events.models import EventPage
from home.management.examples.loading import example_models, example_pages
from home.models import HomePage
from news.models import NewsPage
from partners.models import Syndicated
from platforms.models import PlatformPage
from practices.choices import CostBand, Evidence, Scale, Status
from practices.models import PracticePage
from registrations.models import Registration
from registrations.registering import register
from search.indexing import update_search_index
from tests.factories import StandardPageFactory
from tests.practices.factories import PracticePageFactory
from tests.registrations.cases import applicant

from .cases import remains, run, stored_files
from .fields import EXCEPTIONS, is_excepted, places, used_places

# The positions of a word in PostgreSQL: rows without an order of their own come in any, and search ranks without it.
POSITIONS = re.compile(r":[\d,A-D]+")


def search_entries():
    return {
        (kind, key): [POSITIONS.sub("", text) for text in texts]
        for kind, key, *texts in IndexEntry.objects.values_list(
            "content_type_id", "object_id", "title", "autocomplete", "body"
        )
    }


def references():
    return set(
        ReferenceIndex.objects.values_list(
            "content_type", "object_id", "to_content_type", "to_object_id", "content_path"
        )
    )


def put_back(files):
    """What was on disk: the database is rolled back by itself."""
    for path, content in files.items():
        path.write_bytes(content)


class ExampleTests(TestCase):
    """Loading takes a while, so one loading serves all of these."""

    @classmethod
    def setUpTestData(cls):
        run("load_demo", seeds_only=True)
        cls.before, files = remains(), stored_files()
        cls.told_before = Syndicated.objects.syndicated().count()
        cls.output = run("load_examples")
        cls.files = stored_files() - files

    def lists(self):
        """The lists of the whole site that can be filtered."""
        lists = HomePage.objects.get().get_children().specific()
        return [page for page in lists if getattr(page, "filter_form", None)]

    def test_all_files_are_right(self):
        self.assertIn(
            f"{len(example_pages().exclude(slug__in=['nieuws', 'praktijken', 'agenda']))} example",
            self.output,
        )

    def test_there_are_24_complete_practices(self):
        practices = PracticePage.objects.filter(is_example=True, is_stub=False)

        self.assertEqual(practices.live().count(), 24)

    def test_every_state_degree_of_evidence_scale_and_cost_has_a_practice(self):
        for name, choices in [
            ("status", Status.values),
            ("evidence_level", Evidence.values),
            ("scale", Scale.values),
            ("cost_band", CostBand.values),
        ]:
            with self.subTest(name=name):
                used = set(PracticePage.objects.filter(is_example=True).values_list(name, flat=True))
                self.assertEqual(set(choices) - used, set())

    def test_every_example_page_says_that_it_is_one(self):
        for page in example_pages().specific():
            with self.subTest(page=page.url):
                self.assertContains(self.client.get(page.url), "Voorbeeld:")

    def test_the_seeds_do_not_say_so(self):
        self.assertNotContains(self.client.get("/platformen/westhoek/"), "Voorbeeld:")

    def test_the_links_of_examples_lead_somewhere(self):
        addresses = {}
        for page in example_pages().specific():
            html = self.client.get(page.url).content.decode()
            for address in re.findall(r'<a [^>]*href="(/(?!admin)[^"#?]*)["#?]', html):
                addresses.setdefault(address, page.url)

        for address, page in addresses.items():
            with self.subTest(page=page, address=address):
                self.assertLess(self.client.head(address).status_code, 400)

    def test_an_editor_finds_every_field_row_and_block_in_use_somewhere(self):
        models = [*example_models(), Organisation, Person, CustomImage]
        used = set().union(*map(used_places, models))

        for model in models:
            with self.subTest(model=model.__name__):
                unused = places(model) - used
                missing = sorted(place for place in unused if not is_excepted(place))
                self.assertEqual(missing, [], "\n".join(["Used by no example and no seed:", *missing]))

    def test_no_exception_is_in_use(self):
        used = set().union(*map(used_places, [*example_models(), CustomImage]))

        self.assertEqual({place for place in used if place in EXCEPTIONS}, set())

    def test_every_filter_of_every_list_has_two_choices_with_results(self):
        for listing in self.lists():
            for group in listing.filtered(None).results.groups:
                with self.subTest(listing=listing.url, filter=group.key):
                    choices = [choice for top, parts in group.choices for choice in [top, *parts]]
                    filled = [choice for choice in choices if choice.count]
                    self.assertGreaterEqual(len(filled), 2, [choice.value for choice in filled])
                    for choice in filled[:2]:
                        params = QueryDict(f"{choice.key}={choice.value}")
                        self.assertEqual(len(listing.filtered(params).results), choice.count)

    def test_every_tile_with_a_platform_leads_somewhere(self):
        html = self.client.get("/").content.decode()
        targets = re.findall(r'<a class="tile on[^"]*"\s+href="([^"]+)"', html)
        below = re.findall(r"<div class=\"map-shared\">(.*?)</div>", html, re.DOTALL)[0]

        self.assertEqual(len(targets), len(set(PlatformPage.objects.values_list("region", flat=True))))
        for target in [*targets, *re.findall(r'href="([^"]+)"', below)]:
            with self.subTest(target=target):
                if target.startswith("#"):
                    self.assertIn(f'id="{target[1:]}"', below)
                else:
                    self.assertEqual(self.client.get(target).status_code, 200)

    def test_every_page_lives_with_the_version_that_it_shows(self):
        for page in example_pages().exclude(latest_revision=None).specific():
            with self.subTest(page=page.url):
                self.assertTrue(page.live and not page.has_unpublished_changes)
                self.assertEqual(page.revisions.count(), 1)
                self.assertEqual(page.live_revision_id, page.latest_revision_id)
                version = page.live_revision.as_object()
                self.assertEqual([version.title, *version.texts()], [page.title, *page.texts()])
                for relation in get_all_child_relations(page):
                    name = relation.get_accessor_name()
                    self.assertEqual(len(version.stored_rows(name)), len(page.stored_rows(name)), name)

    def test_search_knows_each_page_as_if_it_had_just_been_saved(self):
        before = search_entries()

        for page in example_pages().specific():
            update_search_index(page)

        self.assertEqual(search_entries(), before)
        title = NewsPage.objects.filter(is_example=True).first().title
        self.assertContains(self.client.get("/zoeken/", {"q": title}), "/nieuws/")

    def test_what_refers_to_what_is_known_of_everything(self):
        before = references()

        call_command("rebuild_references_index", verbosity=0)

        self.assertEqual(references(), before)

    def test_pictures_have_a_description_and_a_credit(self):
        pictures = CustomImage.objects.filter(collection__name="Voorbeelden")

        self.assertTrue(pictures.exists())
        self.assertFalse(pictures.filter(description="").exists())
        self.assertFalse(pictures.filter(credit="").exists())

    def test_loading_again_changes_nothing(self):
        before = remains()

        self.assertIn("already", run("load_examples"))

        self.assertEqual(remains(), before)

    def test_the_api_says_so(self):
        rows = self.client.get("/api/v1/practices", {"page_size": 50}).json()["items"]

        self.assertEqual(sum(row["is_example"] for row in rows), 24)

    def test_removing_leaves_nothing_behind(self):
        picture = CustomImage.objects.filter(collection__name="Voorbeelden").first()
        sizes = {picture.get_rendition(size).file.path for size in PAGE_WIDTHS}
        self.addCleanup(put_back, {path: path.read_bytes() for path in map(Path, self.files)})

        with self.captureOnCommitCallbacks(execute=True):
            run("remove_examples")

        self.assertEqual(remains(), self.before)
        self.assertEqual(stored_files() & (self.files | sizes), set())
        self.assertEqual(Syndicated.objects.syndicated().count(), self.told_before)

    def test_an_editors_page_below_an_example_stops_the_removal(self):
        platform = PlatformPage.objects.get(slug="waasland")
        StandardPageFactory(parent=platform, title="Van een redacteur")

        with self.assertRaisesMessage(CommandError, "Van een redacteur"):
            run("remove_examples")

        self.assertTrue(example_pages().exists())

    def test_what_an_editor_uses_stays(self):
        organisation = Organisation.objects.filter(is_example=True).first()
        picture = CustomImage.objects.filter(collection__name="Voorbeelden").first()
        index = PracticePage.objects.filter(is_example=False).first().get_parent()
        PracticePageFactory(parent=index, owner=organisation, listing_image=picture)

        run("remove_examples")

        self.assertTrue(Organisation.objects.filter(pk=organisation.pk).exists())
        self.assertTrue(CustomImage.objects.filter(pk=picture.pk).exists())

    def test_an_event_is_open_with_people_and_nobody_is_mailed(self):
        event = EventPage.objects.get(slug="onderweg")

        self.assertEqual(event.registrations.with_seat().count(), 6)
        self.assertGreater(event.seats_left, 0)
        self.assertFalse(OutgoingMail.objects.exists())
        self.assertTrue(Registration.objects.waiting().exists())

    def test_people_who_registered_and_are_not_invented_stop_the_removal(self):
        event = EventPage.objects.get(slug="onderweg")
        parts = (event.registration_terms().parts[0].key,)
        register(event.pk, [applicant("An Aerts", parts=parts)])

        with self.assertRaisesMessage(CommandError, "onderweg"):
            run("remove_examples")

        self.assertTrue(EventPage.objects.filter(pk=event.pk).exists())

    def test_a_copy_is_no_example(self):
        practice = PracticePage.objects.filter(is_example=True).first()

        copied = practice.copy(update_attrs={"slug": "kopie", "title": "Kopie"})

        self.assertFalse(copied.is_example)
