"""What is not listed is in no list, count, search, relation, ETag or size, whoever is signed in."""

import datetime

from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import RelatedPage, Theme
from events.models import EventPractice
from news.models import NewsPage, NewsPractice, NewsTrajectory
from practices.models import PracticeContact, PracticeMethod, PracticeOrigin, PracticeTargetGroup
from practices.models.rows import Adoption
from tests.factories import (
    MethodFactory,
    OrganisationFactory,
    PersonFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.permissions.factories import a_member_of, a_platform, a_reviewer, a_user, put_online
from tests.practices.factories import StubFactory

from .cases import FACTORIES, FILTERED, WORDS, ApiTestCase, clear_caches, uuid

SECRET = "Geheimhouding"
REQUESTS = [
    *((name, {}) for name in FACTORIES),
    *((f"{name}/facets", {}) for name in FILTERED),
    *((name, {"page_size": 100}) for name in WORDS),
    *(("search", {"q": text}) for text in (SECRET, "geheimhoudng", "openbaar")),
    *(("find-platform", {"q": text}) for text in ("ieper", "8900", SECRET)),
    ("news", {"include": "platform"}),
    ("coordinators", {"include": "platform"}),
    ("practices", {"theme": "wonen", "sort": "title", "page_size": 1}),
    ("practices", {"q": "openbaar"}),
    ("practices/facets", {"theme": "wonen"}),
]


class SecretTestCase(ApiTestCase):
    """Somebody of each role, a public page of each type, and ways to hide another."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.organisation, cls.person = OrganisationFactory(), PersonFactory()
        other = a_platform(cls.home, "Ander platform")
        cls.people = {
            "anonymous": None,
            "other team": a_member_of(other),
            "team member": a_member_of(cls.platform),
            "reviewer": a_reviewer(cls.home),
            "superuser": a_user(is_superuser=True),
        }
        cls.public = {name: cls.add(name, f"Openbaar {name}") for name in FACTORIES}

    @classmethod
    def add(cls, name, title, **values):
        """A page whose vocabulary words are in use already."""
        own = {
            "practices": {"owner": cls.organisation},
            "events": {"organisers": [cls.organisation]},
            "trajectories": {"organisers": [cls.organisation]},
            "coordinators": {"person": cls.person},
        }
        values = {"parent": cls.places[name], "themes": [cls.theme], **own.get(name, {}), **values}
        factory = StubFactory if name == "practices" else FACTORIES[name]
        return factory(title=title, search_description=title, **values)

    def as_everybody(self):
        """Each role in turn, with its session."""
        for role, user in self.people.items():
            self.client.logout()
            if user:
                self.client.force_login(user)
            clear_caches()
            yield role

    def hide(self, way, name):
        """A page of the collection that is hidden in this way, with words of its own."""
        page = self.add(name, f"{SECRET} {name}", live=False, **self.new_words(name))
        page.save_revision(user=self.people["team member"])
        getattr(self, way)(page)
        return page

    def new_words(self, name):
        slug = f"geheim-{name}-{Theme.objects.count()}"
        theme = ThemeFactory(
            name=slug, slug=slug, parent=ThemeFactory(name=f"{slug}-boven", slug=f"{slug}-boven")
        )
        organisation = OrganisationFactory(name=f"{SECRET} vzw {slug}")
        own = {
            "practices": {"owner": organisation, "rows": self.new_rows(slug)},
            "events": {"organisers": [organisation]},
            "trajectories": {"organisers": [organisation]},
            "coordinators": {"person": PersonFactory(organisation=organisation)},
        }
        return {"themes": [theme], **own.get(name, {})}

    def new_rows(self, slug):
        group = TargetGroupFactory(name=f"{SECRET} {slug}", slug=slug)
        method = MethodFactory(name=f"{SECRET} {slug}", slug=slug)
        return {
            "target_groups": [PracticeTargetGroup(target_group=group)],
            "methods": [PracticeMethod(method=method)],
        }

    def draft(self, page):
        pass

    def in_moderation(self, page):
        page.get_workflow().start(page, self.people["team member"])

    def scheduled(self, page):
        page.latest_revision.approved_go_live_at = timezone.now() + datetime.timedelta(days=3)
        page.latest_revision.save()

    def expired(self, page):
        put_online(page).save()
        page.expire_at = timezone.now() - datetime.timedelta(days=1)
        page.save()
        page.unpublish(set_expired=True)

    def private(self, page):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        put_online(page).save()


WAYS = ["draft", "in_moderation", "scheduled", "expired", "private"]


class MatrixTests(SecretTestCase):
    """{role} × {way to hide} × {request}: the same bytes as before the page existed."""

    def responses(self):
        by_request = {}
        for role in self.as_everybody():
            for path, query in REQUESTS:
                response = self.get(path, query)
                headers = {key: value for key, value in response.items() if key != "Last-Modified"}
                by_request[role, path, str(query)] = (response.status_code, response.content, headers)
                self.assertFalse(response.cookies)
        return by_request

    def check(self, hide):
        before = self.responses()
        self.assertEqual({status for status, *_ in before.values()}, {200})
        for (_role, *request), response in before.items():
            self.assertEqual(response, before["anonymous", *request], request)
        hidden = hide()
        for key, response in self.responses().items():
            self.assertEqual(response, before[key], key)
        return hidden

    def check_absent(self, pages):
        absent = self.get("by-id/00000000-0000-4000-8000-000000000000")
        for role in self.as_everybody():
            for name, page in pages.items():
                for path in (f"{name}/{uuid(page)}", f"by-id/{uuid(page)}"):
                    response = self.get(path)
                    self.assertEqual(response.status_code, 404, (role, path))
                    self.assertEqual(response.content, absent.content)

    def check_way(self, way):
        self.check_absent(self.check(lambda: {name: self.hide(way, name) for name in FACTORIES}))

    def test_drafts(self):
        self.check_way("draft")

    def test_in_moderation(self):
        self.check_way("in_moderation")

    def test_scheduled(self):
        self.check_way("scheduled")

    def test_expired(self):
        self.check_way("expired")

    def test_private(self):
        self.check_way("private")

    def test_the_draft_of_a_public_page(self):
        details = {name: self.get(f"{name}/{uuid(page)}").content for name, page in self.public.items()}

        def change():
            for page in self.public.values():
                page.title = page.search_description = SECRET
                page.save_revision(user=self.people["team member"])

        self.check(change)
        for _role in self.as_everybody():
            for name, page in self.public.items():
                self.assertEqual(self.get(f"{name}/{uuid(page)}").content, details[name])

    def section(self):
        """A platform with a public page of each type below it, and a municipality of its own."""
        platform = self.add("platforms", f"{SECRET} platform", live=False)
        pages = {"platforms": platform}
        for name, place in self.places.items():
            if name != "platforms":
                lists = type(place).objects.child_of(platform).first()
                pages[name] = self.add(name, f"{SECRET} {name}", parent=lists or platform, live=False)
        return pages

    def test_in_a_private_section(self):
        def hide():
            pages = self.section()
            PageViewRestriction.objects.create(page=pages["platforms"], restriction_type="login")
            for page in pages.values():
                put_online(page).save()
            return pages

        self.check_absent(self.check(hide))

    def test_below_a_section_that_is_offline(self):
        def hide():
            pages = self.section()
            for name, page in pages.items():
                if name != "platforms":
                    put_online(page).save()
            return pages

        self.check_absent(self.check(hide))


class RelationTests(SecretTestCase):
    """Public pages that lead to hidden ones."""

    def link(self, hidden):
        public = self.public
        related = [RelatedPage(related=page) for page in hidden.values()]
        public["news"].related_pages = related
        public["news"].related_practices = [NewsPractice(practice=hidden["practices"])]
        public["news"].related_trajectories = [NewsTrajectory(trajectory=hidden["trajectories"])]
        public["news"].body = [("paragraph", f"<p>{self.links(hidden)}</p>")]
        public["practices"].contacts = [PracticeContact(coordinator=hidden["coordinators"])]
        public["practices"].adopted_by = [
            Adoption(organisation=self.organisation, adopted_page=hidden["practices"])
        ]
        public["practices"].grew_from = [PracticeOrigin(practice=hidden["practices"])]
        public["events"].practices = [EventPractice(practice=hidden["practices"])]
        public["events"].contact = public["trajectories"].contact = hidden["coordinators"]
        hidden["events"].practices = [EventPractice(practice=public["practices"])]
        hidden["events"].save()
        for page in public.values():
            page.save()

    def links(self, hidden):
        """In running text, as an editor makes them."""
        return "".join(f'<a linktype="page" id="{page.pk}">hier</a>' for page in hidden.values())

    def get_text(self, path, query=None):
        return str(self.get_json(path, query))

    def test_lead_nowhere(self):
        for way in WAYS:
            hidden = {name: self.hide(way, name) for name in FACTORIES}
            self.link(hidden)
            secrets = [SECRET, SECRET.lower(), *map(uuid, hidden.values())]
            for role in self.as_everybody():
                for name, page in self.public.items():
                    relations = {
                        "news": "see_also,practices,trajectories",
                        "practices": "related,presented_at",
                    }
                    relations |= {"events": "practices,contact", "trajectories": "contact"}
                    include = relations.get(name, "platform")
                    texts = [
                        self.get_text(f"{name}/{uuid(page)}"),
                        self.get_text(f"{name}/{uuid(page)}", {"include": include}),
                        self.get_text(f"by-id/{uuid(page)}", {"include": include}),
                        self.get_text(name, {"include": "platform"}),
                    ]
                    for text in texts:
                        for secret in secrets:
                            self.assertNotIn(secret, text, (way, role, name))
            for page in hidden.values():
                page.delete()

    def test_lead_there_once_everybody_may_see_it(self):
        """So that the test above looks where something would be."""
        hidden = {name: self.add(name, f"{SECRET} {name}") for name in FACTORIES}
        self.link(hidden)

        for name, expected in {"news": FACTORIES, "practices": ["coordinators", "practices"]}.items():
            text = self.get_text(f"{name}/{uuid(self.public[name])}")
            for other in expected:
                self.assertIn(uuid(hidden[other]), text)
        self.assertIn(uuid(hidden["events"]), self.get_text(f"practices/{uuid(self.public['practices'])}"))
        self.assertEqual(NewsPage.objects.count(), 2)
