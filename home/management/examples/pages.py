"""Example pages: first all of them as empty drafts, so that they can refer to each other, then each filled in."""

from django.core.exceptions import FieldDoesNotExist
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.models import get_all_child_relations

from events.models import EventIndexPage, EventPage, TrajectoryPage
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from platforms.models import ActionProgrammePage, CoordinatorPage, PlatformIndexPage, PlatformPage
from practices.models import PracticeIndexPage, PracticePage

from .reading import WrongFixture

# The kind of page, and the list it stands in; None for what stands right below its platform.
MODELS = {
    "platforms": (PlatformPage, PlatformIndexPage),
    "coordinators": (CoordinatorPage, None),
    "pages": (StandardPage, None),
    "programmes": (ActionProgrammePage, None),
    "practices": (PracticePage, PracticeIndexPage),
    "trajectories": (TrajectoryPage, EventIndexPage),
    "events": (EventPage, EventIndexPage),
    "news": (NewsPage, NewsIndexPage),
}
# Read here, or where the page is made; the rest are names of fields and rows.
OWN_KEYS = {"platform", "themes", "title", "slug"}


def parent_of(file, home, problems):
    """Where the page comes to stand: in the section of its platform, or in the list of the whole site."""
    _model, index = MODELS[file.kind]
    section, slug = home, file.table.get("platform")
    if slug:
        section = PlatformPage.objects.filter(slug=slug).first()
    elif index is None:
        raise WrongFixture("platform", "missing: this page stands below a platform")
    if section is None and index:
        # What else is wrong with the file is told as well.
        problems.append(f"{file.path}: platform: there is no platform “{slug}”")
        section = home
    elif section is None:
        raise WrongFixture("platform", f"there is no platform “{slug}”")
    return index.objects.child_of(section).get() if index else section


def draft_of(file, home, problems):
    """The page at its place, with nothing but its title."""
    if not file.table.get("title"):
        raise WrongFixture("title", "missing")
    parent = parent_of(file, home, problems)
    if parent.get_children().filter(slug=file.slug).exists():
        raise WrongFixture("", "there is a page at this address already")
    model, _index = MODELS[file.kind]
    page = model(title=file.table["title"], slug=file.slug, live=False, is_example=True)
    return parent.add_child(instance=page)


def fill(page, file, values, problems):
    """Gives the page everything that its file says; what is wrong with one field hides nothing of the others."""
    page.title = values.text(file.table["title"])
    relations = {relation.get_accessor_name(): relation for relation in get_all_child_relations(page)}
    table = {**file.table, "page_themes": file.table.get("themes", [])}
    for name, value in table.items():
        with problems.noted(file.path):
            if name in relations:
                setattr(page, name, rows(relations[name], value, name, values))
            elif name not in OWN_KEYS:
                set_field(page, name, value, name, values)


def rows(relation, items, key, values):
    """The rows of a relation; a row with one foreign key may be given as a slug."""
    if not isinstance(items, list):
        raise WrongFixture(key, "an array is needed")
    model, instances = relation.related_model, []
    for place, item in enumerate(items, 1):
        row = model()
        # Without it PostgreSQL gives the rows in whatever order.
        row.sort_order = place - 1
        table = item if isinstance(item, dict) else {choice_of(model, relation): item}
        for name, value in table.items():
            set_field(row, name, value, f"{key}[{place}].{name}", values)
        instances.append(row)
    return instances


def choice_of(model, relation):
    """The name of a row's only foreign key beside that to its page."""
    keys = [field.name for field in model._meta.fields if field.is_relation and field != relation.field]
    return keys[0] if len(keys) == 1 else getattr(model, "filled_by", "")


def set_field(instance, name, value, key, values):
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise WrongFixture(key, "there is no such field") from error
    if isinstance(field, ClusterTaggableManager):
        getattr(instance, name).set(value)
        return
    setattr(instance, name, values.of_field(field, value, key))
    note_precision(instance, field, value, values)


def note_precision(instance, field, value, values):
    """Of year-1 only the year is known: a date that keeps how much of it is known says so."""
    column = getattr(field, "precision", None)
    if column and isinstance(value, str):
        setattr(instance, column, values.precision(value))
