"""Nothing of a seed is left out, and nothing is one blob: every fact stands in a field and on the page."""

from datetime import date, datetime
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from django.utils.formats import date_format

from cms.models import LegalReference, Organisation, Person
from events.models import EventPage, TrajectoryPage
from fields.contact import format_phone
from home.management.demo.source import seeds
from news.models import NewsPage
from platforms.models import ActionProgrammePage, CoordinatorPage, PlatformPage
from practices.models import PracticePage
from tests.home.text import field_values, plain, record_values, visible, words

SEED_TEXTS = Path(__file__).parents[1] / "fixtures" / "seeds"

# How the file is organised, and what nobody has filled in yet: no facts.
NO_FACTS = {"slug", "source", "seeds", "type", "missing_fields"}
EDITORS_NOTES = "_derived"
# Headings of the seeds are headings of our templates: not in a field, only on the page (in our own words).
OUR_HEADINGS = {"heading", "info_heading"}
# Said twice in the seeds: once as text, once taken apart. The parts are checked.
SAID_IN_PARTS = {
    "platforms.contact.phone_display": "the same number as the coordinator's, checked there",
    "news.publication_date_display": "the same date as publication_date",
    "news.body.attribution": "speaker, function and lead-in of the quote",
    "events.price.display": "amount and price_includes",
    "events.programme.slots.start_display": "the same hour as start",
    "events.programme.slots.title": "title, description, speakers and moderators: checked word by word",
    "people.mobile_display": "mobile",
    "people.phone_display": "phone",
    "practices.number": "the order on the page of the event",
    "practices.owner_display": "owners and owner_note",
    "trajectories.guiding_questions.number": "the order of the questions",
    "trajectories.tracks.number": "the order of the tracks",
    "trajectories.tracks.age_groups.min_age": "with the highest age: “18-25 jaar”",
    "trajectories.phases.number": "the order of the phases",
    "trajectories.registration.method": "the beginning of deadline_text",
    "platforms.action_programmes.parts.number": "the order of the parts",
    "organisations.email_domain": "the host of an e-mail address",
    "organisations.kind": "a field of the organisation; shown where a platform is embedded in it",
    "themes.parent": "an editor's proposal, not of the seeds",
}


def day(value):
    return date_format(date.fromisoformat(value), "j F Y")


def deadline(value):
    moment = timezone.localtime(datetime.fromisoformat(value))
    return f"{date_format(moment, 'j F Y')}, vóór 12 uur"


# A sentence may be one of several in a text; anything shorter has a field, row or line of its own.
SENTENCE_ENDS = (".", "?", "!", ":", "…")

# Sentences that count relations: the page makes them, no field holds them.
COMPUTED = {"Deze 8 goede praktijken zullen aan bod komen:"}

# How a field holds and a page shows what the seeds write as a code: path -> (in the field, on the page).
# None: not to be found as text; the table FLAGS sees to it.
CODES = {
    "platforms.reference_region": (lambda v: REGIONS[v], lambda v: REGIONS[v]),
    "news.reference_region": (lambda v: REGIONS[v], lambda v: REGIONS[v]),
    "platforms.kind": (lambda v: {"welzijnsplatform": "welfare_platform"}.get(v, "welfare_umbrella"), str),
    "platforms.governance.bodies.kind": (lambda v: {"adviesorgaan": "advisory"}.get(v, "policy_group"), str),
    "platforms.organisation_form.legal_form": (lambda v: "service_association", str),
    "platforms.funding.kind": (lambda v: "membership", str),
    "platforms.funding.amount_eur": (str, lambda v: "€ 0,42"),
    "platforms.funding.unit": (lambda v: "per_inhabitant", str),
    "platforms.funding.frequency": (lambda v: "yearly", lambda v: "per jaar"),
    "platforms.videos.event_date": (str, day),
    "platforms.governance.bodies.representatives_per_municipality": (
        str,
        lambda v: f"{v} vertegenwoordigers",
    ),
    "platforms.action_programmes.cycle_years": (str, lambda v: f"{v} jaar"),
    "news.publication_date": (str, day),
    "news.decisions.date": (str, day),
    "trajectories.kind": (lambda v: {"thematraject": "theme"}.get(v, "development"), str),
    "trajectories.period.start": (lambda v: f"{v}-01", lambda v: "januari"),
    "trajectories.period.end": (lambda v: f"{v}-31", lambda v: "maart 2018"),
    "trajectories.deliverables.when": (lambda v: {"vooraf": "before"}.get(v, "after"), str),
    "trajectories.registration.deadline": (lambda v: "2018-01-26 11:00:00+00:00", deadline),
    "platforms.action_programmes.title": (str, str),  # the period follows in the title
    "trajectories.tracks.principles": (str, str),  # “en passend.” goes with the line above it
    "trajectories.venue.change_notice_channel": (lambda v: f"per {v} aan de", str),
    "trajectories.venue.change_notice_to": (lambda v: f"aan de {v}", str),
    "trajectories.venue.status": (lambda v: "provisional", lambda v: "onder voorbehoud"),
    "trajectories.tracks.age_groups.max_age": (str, str),
    "events.kind": (lambda v: "inspiration_day", str),
    "events.sessions.date": (lambda v: f"{v} 07:45", lambda v: "12 november 2019"),
    "events.sessions.start": (lambda v: "07:45:00+00:00", lambda v: "8.45"),
    "events.programme.slots.start": (lambda v: f"{v}:00", lambda v: v.lstrip("0").replace(":", ".")),
    "events.programme.slots.kind": (
        lambda v: {
            "onthaal": "welcome",
            "plenair": "plenary",
            "café-formule": "cafe",
            "netwerkmoment": "network",
        }.get(v, v),
        str,
    ),
    "events.programme.slots.rounds": (str, lambda v: f"in {v} rondes"),
    "events.programme.slots.pitch_minutes_max": (str, lambda v: f"{v} minuten"),
    "events.price.amount_eur": (str, lambda v: "€ 70"),
    "events.payment.method": (lambda v: "invoice", lambda v: "factuur"),
    "events.cancellation.free_until": (str, lambda v: f"tot en met {day(v)}"),
    "events.cancellation.after": (lambda v: "full", lambda v: "volledige"),
    "practices.status": (lambda v: "true", lambda v: "nog in te vullen"),
    "people.mobile": (str, format_phone),
    "people.phone": (str, format_phone),
    "people.website": (lambda v: f"https://{v}", str),
    "platforms.contact.website": (lambda v: f"https://{v}", str),
    "legal_references.kind": (
        lambda v: {"Grondwet": "constitution", "Decreet": "decree"}.get(v, "circular"),
        None,
    ),
    "legal_references.date": (str, None),
}
# Yes and no: path -> how the record says it, and the words on its page.
FLAGS = {
    "people.is_coordinator": (lambda page: isinstance(page, CoordinatorPage), ""),
    "platforms.governance.bodies.has_substitutes": (
        lambda page: page.bodies[0].value["has_substitutes"],
        "plaatsvervangers",
    ),
    "platforms.action_programmes.partners_take_lead": (lambda page: page.partners_take_lead, "partners"),
    "practices.owner_has_partners": (lambda page: bool(page.owner_note), "en partners"),
    "trajectories.registration.open": (lambda page: page.registration_mode == "form", "inschrijven"),
    "trajectories.registration.multiple_tracks": (lambda page: page.allow_multiple_tracks, "meerdere thema"),
    "events.cancellation.free_until_inclusive": (
        lambda page: page.free_cancellation_until is not None,
        "tot en met",
    ),
    "events.cancellation.substitution_allowed": (lambda page: page.substitution_allowed, "vervangen"),
}
REGIONS = {"REFREG02": "Rivierenland", "REFREG04": "Halle-Vilvoorde", "REFREG07": "Westhoek"}
KINDS = (
    "themes",
    "organisations",
    "people",
    "legal_references",
    "platforms",
    "trajectories",
    "practices",
    "events",
)


def leaves(value, path):
    """Every value in a structure that is a fact, with its path; places in lists are left out of the path."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in NO_FACTS and not key.startswith(EDITORS_NOTES):
                yield from leaves(part, f"{path}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, path)
    elif value not in (None, ""):
        yield path, value


def name_of(record):
    person = " ".join(record.get(key, "") for key in ("first_name", "last_name"))
    return record.get("title") or record.get("name") or record.get("citation") or person


class DemoTestCase(TestCase):
    """The demo site, with every page read once."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", seeds_only=True, stdout=StringIO())

    def setUp(self):
        self.pages_read, self.values_read = {}, {}

    def read(self, page):
        """The text of the page, as a visitor sees it."""
        if page.pk not in self.pages_read:
            self.pages_read[page.pk] = self.visit(page)
        return self.pages_read[page.pk]

    def values(self, page):
        """Every value that the page holds."""
        if page.pk not in self.values_read:
            self.values_read[page.pk] = list(field_values(page))
        return self.values_read[page.pk]

    def visit(self, page):
        response = self.client.get(page.url)
        self.assertEqual(response.status_code, 200, page.url)
        return visible(response.content.decode())


class SeedFactsTests(DemoTestCase):
    """Walks through `seeds.json` and looks for every fact."""

    def setUp(self):
        super().setUp()
        self.names = {record["slug"]: name_of(record) for kind in KINDS for record in seeds()[kind]}
        self.missing = []

    def check(self, kind, record, pages, extra_records=()):
        """Look for every fact of the record in a field of its pages, and on these pages."""
        values = [value for page in pages for value in self.values(page)]
        values += [value for extra in extra_records for value in record_values(extra)]
        shown = " ".join(self.read(page) for page in pages)
        for path, value in leaves(record, kind):
            if path in SAID_IN_PARTS or path.rpartition(".")[2] in OUR_HEADINGS:
                continue
            if isinstance(value, bool):
                self.check_flag(path, value, pages, shown)
            else:
                self.check_text(path, value, values, shown)

    def check_flag(self, path, value, pages, shown):
        says, said = FLAGS[path]
        if not any(
            bool(says(page)) == value for page in pages if type(page) is not str and can_say(says, page)
        ):
            self.missing.append(f"{path}: {value} in no field")
        if value and said not in shown:
            self.missing.append(f"{path}: {said!r} not on the page")

    def check_text(self, path, value, values, shown):
        in_field, on_page = CODES.get(path, (str, str))
        value = self.names.get(value, value) if path not in CODES else value
        holds = is_part_of if path in CODES or str(value).endswith(SENTENCE_ENDS) else str.__eq__
        if (
            in_field
            and value not in COMPUTED
            and not any(holds(plain(in_field(value)), held) for held in values)
        ):
            self.missing.append(f"{path}: {in_field(value)!r} in no field")
        if on_page and plain(on_page(value)) not in shown:
            self.missing.append(f"{path}: {on_page(value)!r} not on the page")

    def assert_nothing_missing(self):
        self.assertEqual(self.missing, [], "\n".join(self.missing))

    def test_every_fact_of_the_platforms(self):
        for record in seeds()["platforms"]:
            page = PlatformPage.objects.get(slug=record["slug"])
            below = [*CoordinatorPage.objects.child_of(page), *ActionProgrammePage.objects.child_of(page)]
            self.check("platforms", record, [page, *below])

        self.assert_nothing_missing()

    def test_every_fact_of_the_news(self):
        for record in seeds()["news"]:
            self.check("news", record, [NewsPage.objects.get(slug=record["slug"])])

        self.assert_nothing_missing()

    def test_every_fact_of_the_trajectories(self):
        for record in seeds()["trajectories"]:
            page = TrajectoryPage.objects.get(slug=record["slug"])
            self.check("trajectories", record, [page, page.section])

        self.assert_nothing_missing()

    def test_every_fact_of_the_practices(self):
        for record in seeds()["practices"]:
            page = PracticePage.objects.get(slug=record["slug"])
            event = EventPage.objects.get(slug=record["presented_at"])
            self.check("practices", record, [page, event])

        self.assert_nothing_missing()

    def test_every_fact_of_the_events(self):
        for record in seeds()["events"]:
            self.check("events", record, [EventPage.objects.get(slug=record["slug"])])

        self.assert_nothing_missing()

    def test_every_word_of_the_programme(self):
        event = EventPage.objects.get()
        shown = set(words(self.read(event)))

        lost = [
            (slot["start"], word)
            for slot in seeds()["events"][0]["programme"]["slots"]
            for word in words(slot["title"])
            if word not in shown
        ]

        self.assertEqual(lost, [])

    def test_every_fact_of_the_people(self):
        for record in seeds()["people"]:
            person = Person.objects.get(first_name=record["first_name"], last_name=record["last_name"])
            pages = list(person.coordinator_pages.all()) or self.pages_of_seed(record["source"])
            sections = [page.section for page in pages if page.section]
            self.check("people", record, [*pages, *sections], [person])

        self.assert_nothing_missing()

    def test_every_fact_of_the_vocabularies(self):
        everywhere = [
            page
            for source in ("news", "traj", "westhoek", "rivier", "insp")
            for page in self.pages_of_seed(source)
        ]
        records = [*Organisation.objects.all(), *LegalReference.objects.all()]
        for kind in ("themes", "organisations", "legal_references"):
            for record in seeds()[kind]:
                self.check(kind, record, everywhere, records)

        self.assert_nothing_missing()

    def pages_of_seed(self, source):
        return pages_of_seed(source)


def is_part_of(fact, held):
    return fact in held


def can_say(says, page):
    try:
        says(page)
    except (AttributeError, IndexError):
        return False
    return True


def pages_of_seed(source):
    """The pages built from one seed text."""
    return {
        "news": lambda: [*NewsPage.objects.all(), TrajectoryPage.objects.get(kind="development")],
        "traj": lambda: [
            TrajectoryPage.objects.get(kind="theme"),
            CoordinatorPage.objects.get(slug="nele-welvaert"),
        ],
        "westhoek": lambda: with_section("westhoek"),
        "rivier": lambda: with_section("rivierenland"),
        "insp": lambda: [*EventPage.objects.all(), *PracticePage.objects.all()],
    }[source]()


def with_section(slug):
    page = PlatformPage.objects.get(slug=slug)
    return [page, *CoordinatorPage.objects.child_of(page), *ActionProgrammePage.objects.child_of(page)]


class SeedWordsTests(DemoTestCase):
    """At least 99 % of the words of each seed text stand on the pages built from it."""

    # Words that we write otherwise on purpose.
    WRITTEN_OTHERWISE = {
        "news": {
            "03": "dates are written out",
            "11": "dates are written out",
            "ontwikkkeltraject": "a typing error",
        },
        "traj": {"enprovincie": "a typing error", "naardoelgroep": "a typing error"},
        "westhoek": {"er": "“er van” is “ervan”", "van": ""},
        "rivier": {"32": "phone numbers are written the Belgian way", "15": "same", "493": "same"},
        "insp": {
            "dont": "“dont's” is “don’ts”",
            "nov": "dates are written out",
            "19": "dates are written out",
            **dict.fromkeys("12345678", "the stylesheet draws the numbers of a list"),
        },
    }

    def test_the_words_are_there(self):
        for source in self.WRITTEN_OTHERWISE:
            with self.subTest(seed=source):
                shown = {word for page in pages_of_seed(source) for word in words(self.read(page))}
                expected = words((SEED_TEXTS / f"{source}.txt").read_text(encoding="utf-8"))

                lost = [
                    word
                    for word in expected
                    if word not in shown and word not in self.WRITTEN_OTHERWISE[source]
                ]

                self.assertLessEqual(len(lost) / len(expected), 0.01, lost)


class NoBlobTests(DemoTestCase):
    def test_no_field_holds_most_of_a_page(self):
        for source in ("westhoek", "rivier", "traj", "insp"):
            pages = list(pages_of_seed(source))
            self.assertTrue(pages, source)
            for page in pages:
                with self.subTest(page=page.title):
                    sizes = [len(words(value)) for value in self.values(page)]

                    self.assertLess(max(sizes), max(0.5 * sum(sizes), 60))
