"""What invented content hangs on: themes, target groups, organisations, and a platform in every region."""

import random
from collections import defaultdict

from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from cms.models import Method, Municipality, Organisation, PageTheme, Person, Region, TargetGroup, Theme
from events.models import EventIndexPage
from home.models import HomePage
from news.models import NewsIndexPage
from platforms.models import CoordinatorPage, PlatformIndexPage, PlatformPage
from platforms.models.rows import PlatformMunicipality
from practices.models import PracticeIndexPage

from .words import words

MANY_ORGANISATIONS = 240
HOST = "voorbeeld.example"
SITE_WIDE = 40  # percent of what we make that stands in the lists of the whole site


class Place:
    """A section to put content in: its lists, its region, the municipalities there, and who coordinates it."""

    def __init__(self, section, region, towns, coordinator=None):
        self.region, self.towns, self.coordinator = region, towns, coordinator
        self.practices = PracticeIndexPage.objects.child_of(section).get()
        self.news = NewsIndexPage.objects.child_of(section).get()
        self.events = EventIndexPage.objects.child_of(section).get()


class World:
    """Everything that is there, made where it lacks; safe to make again."""

    def __init__(self):
        self.home = HomePage.objects.first()
        self.themes = self.make_themes()
        self.groups = [find_or_make(TargetGroup, name) for name in words.target_groups]
        self.methods = [find_or_make(Method, name) for name in words.methods]
        self.organisations = self.make_organisations()
        self.regions = list(Region.objects.all())
        self.towns = defaultdict(list)
        for town in Municipality.objects.filter(valid_until=None).exclude(region=None):
            self.towns[town.region_id].append(town)
        self.platforms = [self.make_platform(number) for number in range(len(self.regions))]
        self.whole_site = Place(self.home, None, [])

    def place(self, dice):
        """A platform, or the whole site; then with one region to write about."""
        platform = dice.choice(self.platforms)
        if not dice.chance(SITE_WIDE):
            return platform
        place = object.__new__(Place)
        place.__dict__ |= self.whole_site.__dict__ | {"region": platform.region, "towns": platform.towns}
        return place

    def fill_words(self, dice, place):
        """Chooses what the texts of one page are about; gives the themes, target groups and main organisation."""
        themes, groups = dice.some(self.themes, 1, 3), dice.some(self.groups, 1, 3)
        house = dice.choice(self.organisations)
        group = groups[0].name[:1].lower() + groups[0].name[1:]
        dice.words = {
            "topic": themes[0].name.lower(),
            "group": group,
            "group_capital": groups[0].name,
            "house": house.name,
            "town": dice.choice(place.towns).name,
            "region": place.region.name,
            "name": person_name(dice),
        }
        return themes, groups, house

    def make_themes(self):
        themes = []
        for name, parts in words.themes.items():
            top = find_or_make(Theme, name)
            themes += [top, *[find_or_make(Theme, part, parent=top.parent or top) for part in parts]]
        return themes

    def make_organisations(self):
        names = [f"{house} {name}" for house in words.houses for name in words.house_names]
        names = random.Random(1).sample(names, MANY_ORGANISATIONS)  # noqa: S311 - names, not secrets
        existing = set(Organisation.objects.filter(name__in=names).values_list("name", flat=True))
        for name in names:
            if name not in existing:
                Organisation.objects.create(name=name, kind="vereniging")
        return list(Organisation.objects.filter(name__in=names).order_by("pk"))

    def make_platform(self, number):
        region = self.regions[number]
        towns = self.towns[region.pk] or [town for some in self.towns.values() for town in some]
        name = words.platform_names[number % len(words.platform_names)].format(region=region.name)
        slug = slugify(name)
        page = PlatformPage.objects.filter(slug=slug).first() or self.add_platform(name, slug, region, towns)
        return Place(page, region, towns, CoordinatorPage.objects.child_of(page).first())

    def add_platform(self, name, slug, region, towns):
        """Saved as any platform is, so that it gets its section and its team."""
        page = PlatformPage(
            title=name,
            slug=slug,
            search_description=f"Lokale besturen en zorgpartners in {region.name} werken samen.",
            kind=PlatformPage.Kind.WELFARE_PLATFORM,
            region=region,
            region_name=region.name,
            first_published_at=timezone.now(),
        )
        page.page_themes = [PageTheme(theme=theme) for theme in self.themes[:3]]
        page.municipalities = [PlatformMunicipality(municipality=town) for town in towns]
        PlatformIndexPage.objects.child_of(self.home).get().add_child(instance=page)
        first, last = person_name(random.Random(slug)).split(" ")  # noqa: S311 - names, not secrets
        person = Person.objects.create(first_name=first, last_name=last, email=f"{slug}@{HOST}")
        coordinator = CoordinatorPage(
            title=person.name, person=person, job_title="coördinator", first_published_at=timezone.now()
        )
        page.add_child(instance=coordinator)
        return page


def person_name(dice):
    return f"{dice.choice(words.first_names)} {dice.choice(words.last_names)}"


def email_of(name):
    return f"{slugify(name).replace('-', '.')}@{HOST}"


def find_or_make(model, name, **values):
    """The instance of a vocabulary with this name or slug, created if needed."""
    slug = slugify(name)
    existing = model.objects.filter(Q(name=name) | Q(slug=slug)).first()
    return existing or model.objects.create(name=name, slug=slug, **values)
