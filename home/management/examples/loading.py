"""Puts the example content in the site: whole or not at all."""

from itertools import chain

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, get_page_models

from caching.models import ListingChange
from cms.deleting import for_good
from cms.models import BasePage
from home.models import HomePage
from search.indexing import deferred_indexing

from .documents import make_documents
from .pages import draft_of, fill
from .pictures import make_pictures
from .problems import Problems
from .reading import EXAMPLES, PageFile, page_paths, read_toml, read_words
from .registrations import register_people
from .targets import Targets
from .values import Values
from .words import make_words


class BrokenExamples(Exception):  # noqa: N818 - the files are wrong, not the program
    """The files are not right; `problems` says where."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


def example_models():
    """The types of page that can be an example."""
    return [model for model in get_page_models() if issubclass(model, BasePage)]


def example_pages():
    """All example pages of the site, as plain pages."""
    keys = [
        key
        for model in example_models()
        for key in model.objects.filter(is_example=True).values_list("pk", flat=True)
    ]
    return Page.objects.filter(pk__in=keys)


class Loading:
    """One loading of the examples, on one day."""

    def __init__(self, today=None, folder=EXAMPLES):
        self.problems, self.targets, self.files = Problems(), Targets(), []
        self.folder = folder
        self.values = Values(self.targets, today or timezone.localdate())
        self.home = HomePage.objects.get()

    def load(self, *, skip_broken=False, is_rehearsal=False):
        """Returns the keys of the pages. Raises BrokenExamples if a file is wrong, and then nothing has changed."""
        try:
            with transaction.atomic(), deferred_indexing():
                keys = self.make_all()
                if is_rehearsal or (self.problems and not skip_broken):
                    raise BrokenExamples(self.problems)
                ListingChange.record()
        except BaseException:
            self.take_files_back()
            raise
        return keys

    def make_all(self):
        make_pictures(self.tables("pictures"), self.values, self.problems, self.files)
        make_documents(self.tables("documents"), self.values, self.problems, self.files)
        make_words(self.tables("organisations"), self.tables("people"), self.values, self.problems)
        drafts = self.make_drafts()
        keys = [page.pk for file, page in drafts if self.publish(file, page)]
        register_people(self.tables("registrations"), self.targets, self.problems)
        return keys

    def tables(self, name):
        return read_words(name, self.folder, self.problems)

    def make_drafts(self):
        """Every page at its place, so that each can refer to any other."""
        drafts = []
        for kind, path in page_paths(self.folder):
            with self.problems.at(str(path.relative_to(self.folder))):
                file = PageFile(kind, path.stem, read_toml(path))
                page = draft_of(file, self.home, self.problems)
                mark_section(page)
                self.targets.add(Page, file.key, page)
                drafts.append((file, page))
        return drafts

    def publish(self, file, page):
        """Fills the page and publishes it as an editor does; takes it away again when that can't be."""
        with self.problems.at(file.path):
            page = type(page).objects.get(pk=page.pk)  # what was made below it, it does not know
            count = len(self.problems)
            fill(page, file, self.values, self.problems)
            if len(self.problems) == count:
                page.save_revision().publish()
                return True
        with for_good():
            type(page).objects.get(pk=page.pk).delete()
        return False

    def note_references(self):
        """What refers to what, where nothing kept it up to date during the loading: people and files have some too."""
        words = [
            model.objects.filter(pk__in=[thing.pk for thing in things.values()])
            for model, things in self.targets.examples.items()
            if model is not Page
        ]
        for thing in chain(example_pages().specific(), *words):
            ReferenceIndex.create_or_update_for_object(thing)

    def take_files_back(self):
        """What the database forgot stands on the disk still."""
        for file in self.files:
            if file._committed:
                file.storage.delete(file.name)


def mark_section(page):
    """The lists that a platform makes for itself are examples as it is."""
    for child in page.get_children().specific():
        type(child).objects.filter(pk=child.pk).update(is_example=True)
