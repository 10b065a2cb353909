"""`manage.py load_scale`: what it makes is as good as what editors make."""

import re
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page

from caching.models import ListingChange
from cms.models import Method, TargetGroup, Theme
from cms.publishing import NotReadyToPublish
from events.models import EventPage
from home.management.scale.words import COMMON_WORD, RARE_WORD
from news.models import NewsPage
from platforms.models import PlatformPage
from practices.models import PracticeMethod, PracticePage
from tests.factories import NewsPageFactory, UserFactory

MADE = {PracticePage: 40, NewsPage: 8, EventPage: 2}


def load(practices=40, **options):
    out = StringIO()
    call_command("load_scale", practices=practices, stdout=out, **options)
    return out.getvalue()


def contents():
    """All that is stored of the practices and their rows, but for the keys."""
    pages = PracticePage.objects.order_by("slug")
    return [
        (
            page.path,
            page.slug,
            page.translation_key,
            list(page.approach.raw_data),
            page.problem,
            page.owner_text,
        )
        for page in pages.prefetch_related("owners__organisation")
    ]


def words_of(page):
    texts = " ".join([page.title, page.search_description, *[text for _name, text in page.texts()]])
    return re.findall(r"\w+", texts.lower())


class LoadScaleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.output = load()

    def test_there_are_as_many_as_asked_for(self):
        for model, count in MADE.items():
            self.assertEqual(model.objects.listed().count(), count, model)
        self.assertIn("practice: 40 of 40", self.output)

    def test_every_page_meets_the_rules_for_publishing(self):
        refused = []
        for page in [page for model in MADE for page in model.objects.all()]:
            try:
                page.raise_if_not_ready()
            except NotReadyToPublish as refusal:
                refused.append((page.title, refusal.summary))

        self.assertEqual(refused, [])

    def test_the_tree_has_no_problems(self):
        self.assertEqual(Page.find_problems(), ([], [], [], [], []))
        for page in Page.objects.filter(depth__gt=2):
            self.assertEqual(page.url_path, f"{page.get_parent().url_path}{page.slug}/")

    def test_slugs_and_permanent_ids_differ(self):
        for parent, slug in Page.objects.values_list("path", "slug"):
            siblings = Page.objects.filter(
                path__startswith=parent[: -Page.steplen], depth=len(parent) // Page.steplen
            )
            self.assertEqual(siblings.filter(slug=slug).count(), 1)
        self.assertEqual(Page.objects.values("translation_key").distinct().count(), Page.objects.count())

    def test_what_events_derive_from_their_sessions_is_right(self):
        self.assertTrue(EventPage.objects.exists())
        for event in EventPage.objects.all():
            self.assertEqual((event.first_day, event.last_day), event.days())

    def test_the_measured_words_stand_in_the_promised_share(self):
        texts = [words_of(page) for page in PracticePage.objects.all()]

        self.assertEqual(sum(RARE_WORD in text for text in texts), 2)
        self.assertEqual(sum(COMMON_WORD in text for text in texts), 39)

    def test_the_measured_words_are_found(self):
        pages = PracticePage.objects.search(RARE_WORD)

        self.assertEqual(pages.count(), 2)

    def test_all_regions_and_vocabularies_are_used(self):
        self.assertEqual(PlatformPage.objects.listed().values("region").distinct().count(), 15)
        self.assertGreaterEqual(Theme.objects.count(), 25)
        self.assertGreaterEqual(
            Method.objects.filter(pk__in=PracticeMethod.objects.values("method")).count(), 5
        )
        self.assertGreaterEqual(TargetGroup.objects.count(), 15)
        self.assertEqual(PracticePage.objects.filter(is_stub=True).count(), 2)

    def test_the_lists_show_them(self):
        everywhere = self.client.get("/praktijken/")
        platform = PlatformPage.objects.get(region__slug="kempen")
        there = self.client.get(f"/platformen/{platform.slug}/praktijken/")

        self.assertEqual(everywhere.context["total"], 40)
        self.assertEqual(there.context["total"], PracticePage.objects.descendant_of(platform).count())

    def test_every_practice_can_be_read_and_edited(self):
        self.client.force_login(UserFactory(is_superuser=True, is_staff=True))
        for page in [*PracticePage.objects.all()[:4], NewsPage.objects.first(), EventPage.objects.first()]:
            self.assertEqual(self.client.get(page.url).status_code, 200)
            edit = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
            self.assertContains(edit, page.slug)

    def test_a_second_time_adds_only_what_lacks(self):
        before = contents()

        self.assertIn("0 pages made", load())
        self.assertEqual(contents(), before)

        PracticePage.objects.first().delete()
        load(practices=45)
        self.assertEqual(PracticePage.objects.count(), 45)
        self.assertEqual(NewsPage.objects.count(), 9)
        self.assertEqual(Page.find_problems(), ([], [], [], [], []))

    def test_lists_in_memory_hear_of_it(self):
        before = ListingChange.objects.count()

        load(practices=41)

        self.assertGreater(ListingChange.objects.count(), before)
        self.assertEqual(self.client.get("/praktijken/").context["total"], 41)

    def test_the_same_seed_gives_the_same_content(self):
        before = [(slug, key, text) for _path, slug, key, _raw, text, _owner in contents()]
        for model in MADE:
            model.objects.all().delete()

        load()

        self.assertEqual([(slug, key, text) for _path, slug, key, _raw, text, _owner in contents()], before)

    def test_another_seed_gives_other_content_beside_it(self):
        load(practices=3, seed=2)

        self.assertEqual(PracticePage.objects.count(), 43)

    def test_it_leaves_a_site_alone_on_which_people_worked(self):
        page = NewsPageFactory(parent=NewsPage.objects.first().get_parent())
        page.save_revision(user=UserFactory())

        with self.assertRaisesMessage(CommandError, "--yes"):
            load(practices=41)
        load(practices=41, yes=True)

        self.assertEqual(PracticePage.objects.count(), 41)
