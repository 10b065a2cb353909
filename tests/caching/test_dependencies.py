"""A function whose result is kept names every model that it reads, and a change of each of these is recorded."""

import re
from unittest.mock import patch

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import TestCase
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from caching.changes import known_changes, labels_of
from caching.functions import CachedFunction
from caching.models import ListingChange
from cms.models import BasePage
from cms.models.page_reviews import chosen_terms
from cms.models.starting_texts import digests_by_place
from cms.signals.lists import LISTENERS
from events.models import EventPage
from home.models import HomePage
from listing.facet_index import FacetIndex
from listing.forms import FilterForm
from partners.models import Syndicated
from platforms.models import PlatformPage
from practices.models import PracticeOwner, PracticePage
from search.synonyms import best_bets, synonyms
from tests.home.examples.cases import run

TABLE = re.compile(r'(?:FROM|JOIN) "?(\w+)"?')
MODELS = {model._meta.db_table: model for model in apps.get_models()}
# They change with a new release only, or say themselves what is new.
NEVER_CHANGE = {"django_content_type", "caching_listingchange"}
# What a reader can ask for, by every room: `{practice}` is the URL of one, and so on.
ADDRESSES = [
    "/",
    "/nieuws/",
    "/praktijken/",
    "{practice}",
    "/agenda/",
    "/coordinatoren/",
    "/platformen/",
    "{platform}",
    "{event}inschrijven/",
    "/vind-je-platform/?q=eeklo",
    "/cijfers/",
    "/zoeken/?q=wonen",
    "{organisation}",
    "/themas/",
    "/themas/wonen/",
    "/praktijken/feed.atom",
    "/praktijken/embed/",
    "/praktijken/insluiten/",
    "/api/v1/practices",
    "/api/v1/events",
    "/++api++/@navigation",
    "/++api++{practice}",
    "/++api++/@search?portal_type=Practice",
    "/++api++/praktijken/",
]


def owner_of(model):
    """The model that this one is a row of, if any: rows change with their page or word."""
    keys = [field for field in model._meta.get_fields() if isinstance(field, ParentalKey)]
    return keys[0].related_model if keys else None


def is_named(model, labels):
    owner = owner_of(model)
    return model._meta.label_lower in labels or (owner is not None and is_named(owner, labels))


def models_in(value, depth=4):
    """The models of all objects inside a result, and of what these have loaded."""
    if isinstance(value, Model):
        loaded = [related for related in value._state.fields_cache.values() if related is not None]
        return {type(value)}.union(*[models_in(related, depth - 1) for related in loaded] if depth else [])
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset) and depth:
        return set().union(*[models_in(item, depth - 1) for item in value])
    return set()


class Readings:
    """Which tables each kept function, and each index of a list, has read."""

    def __init__(self):
        self.tables = {}

    def recording(self, name, make):
        def recorded(*arguments):
            tables = self.tables.setdefault(name, set())

            def note(execute, sql, params, many, context):
                tables.update(TABLE.findall(sql))
                return execute(sql, params, many, context)

            with connection.execute_wrapper(note):
                return make(*arguments)

        return recorded

    def models(self, name):
        tables = self.tables[name] - NEVER_CHANGE
        return {MODELS[table] for table in tables if table in MODELS}


def named_functions():
    """The functions that name models; all others are made anew after every change."""
    return [function for function in CachedFunction.instances if function.models]


def filter_forms(form=FilterForm):
    return [form, *[each for sub in form.__subclasses__() for each in filter_forms(sub)]]


class DependencyTests(TestCase):
    """On a site with the examples, after a visit to each of the addresses."""

    @classmethod
    def setUpTestData(cls):
        run("make_site")
        run("load_examples")

    def setUp(self):
        self.readings = Readings()
        for function in CachedFunction.instances:
            recording = self.readings.recording(function, function.make)
            self.enterContext(patch.object(function, "make", recording))
            function.memory.clear()

    def visit(self):
        places = {
            "practice": PracticePage.objects.listed().first().url,
            "platform": PlatformPage.objects.listed().first().url,
            "organisation": PracticeOwner.objects.filter(page__live=True)[0].organisation.get_absolute_url(),
            "event": EventPage.objects.get(slug="onderweg").url,
        }
        for address in ADDRESSES:
            response = self.client.get(address.format(**places))
            self.assertEqual(response.status_code, 200, address)
        synonyms(), best_bets("wonen")
        # What no reader asks for: what publishing and saving read.
        digests_by_place(), chosen_terms()

    def check(self, models, labels, name):
        with self.subTest(name):
            missing = {model._meta.label for model in models if not is_named(model, labels)}
            self.assertEqual(missing, set())

    def test_every_kept_function_names_the_models_that_it_reads(self):
        self.visit()
        for function in named_functions():
            self.assertIn(function, self.readings.tables, f"No address reads {function.__name__}.")
            self.check(self.readings.models(function), function.labels, function.__name__)

    def test_no_kept_object_has_loaded_what_its_function_does_not_name(self):
        self.visit()
        for function in named_functions():
            held = models_in([value for _state, value in function.memory.kept.values()])
            self.check(held, function.labels, function.__name__)

    def test_the_index_of_every_list_names_the_models_that_it_reads(self):
        root = HomePage.objects.get().path
        for form in filter_forms():
            if form.facets:
                self.readings.recording(form, FacetIndex.build)(form, root)
                self.check(self.readings.models(form), labels_of(*form.models()), form.__name__)

    def test_a_saved_word_or_setting_is_a_change_of_its_model(self):
        for model in LISTENERS:
            if thing := model.objects.first():
                before = known_changes().newest_of(labels_of(model))
                thing.save()
                self.assertNotEqual(known_changes().newest_of(labels_of(model)), before, model)
                self.assertEqual(ListingChange.objects.latest("pk").model, model._meta.label_lower)

    def test_a_published_page_is_a_change_of_its_type(self):
        for model in {type(page) for page in Page.objects.live().specific() if isinstance(page, BasePage)}:
            before = known_changes().newest_of(labels_of(model))
            model.objects.live().first().save_revision().publish()
            self.assertNotEqual(known_changes().newest_of(labels_of(model)), before, model)


def test_a_change_of_every_named_model_is_recorded():
    named = {apps.get_model(label) for function in named_functions() for label in function.labels}
    silent = {model for model in named if not issubclass(model, Page) and model not in LISTENERS}

    # Recorded by the code that writes them (`partners.syndication`).
    assert silent == {Syndicated}
