"""The objects of the URL matrix: their pages, files and collections in every state, and one of all the rest."""

import datetime
import re
from string import Formatter

from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    APIToken,
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    Site,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
)

from cms.drafts import FOR_FRONT_END, token_for
from cms.models import CustomDocument, CustomImage, Navigation, Publisher, StartingText
from events.models import EventPage
from feedback.models import Feedback
from home.models import StandardPage
from link_check.models import Address, Place
from news.models import NewsIndexPage, NewsOrganisation, NewsPage
from platforms.teams import files_of, team_of
from recycle_bin.models import Deletion
from registrations.models import DeadlineExtension, PrivateLink
from registrations.models.links import hash_of
from registrations.registering import register
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory, OrganisationFactory
from tests.permissions.cases import SECRET, SECRET_WORD, TwoTeamsCase, place_of
from tests.permissions.crawl import PARAMETER
from tests.permissions.factories import a_member_of, a_user, put_online
from tests.registrations.cases import applicant
from tests.search.factories import BestBetFactory, SynonymFactory

ROLES = ["anonymous", "no permissions", "another section", "own section", "reviewer", "superuser"]
PAGE_STATES = ["live", "draft", "in review", "scheduled", "expired", "private", "below private"]
FILE_STATES = ["live", "private", "below private"]
# A size that no other number looks like, to find it in headers.
SECRET_SIZE = 48_731
# A key that nothing has.
NONE = 999_999
# The key words of a term's route: `/admin/snippets/cms/theme/…`, `/api/cms/snippets/cms.Theme/…`.
TERM = re.compile(r"/(?:snippets/(?:choose/)?|bulk/)(?:cms|search)[./](\w+)/|/admin/(region)/")
# What stands for the parameters of a route that is about no object of the matrix.
CONSTANTS = {
    "chapter": "agenda",
    "app": "cms",
    "model": "keyword",
    "app_label": "moderation",
    "app_name": "cms",
    "model_name": "reviewtask",
    "content_type_app_name": "news",
    "content_type_model_name": "newspage",
    "type_name": "news.NewsPage",
    "filter_spec": "max-165x165",
    "action_name": "approve",
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
    "section": "pages",
    "figure": "theme",
    "version": 1,
    "uidb64": "x",
    "token": "x",
}
# Routes that are regular expressions, as templates of an address.
TEMPLATES = {
    r"/documents/(\d+)/(.*)": "/documents/{pk}/{filename}",
    (
        r"/(?P<path>(?:[\w-]+/)*)"
        r"(?P<name>feed.atom|feed.rss|feed.json|export.csv|export.jsonld|agenda.ics)"
    ): "{list}feed.json",
    r"/(?P<path>(?:[\w-]+/)*)embed/": "{url}embed/",
    r"/(?P<path>(?:[\w-]+/)*)foto.(?P<kind>jpg|png)": "{url}foto.jpg",
    r"/(?P<path>(?:[\w-]+/)*)insluiten/": "{list}insluiten/",
    r"/\+\+api\+\+/?(?P<path>.*)": "/++api++{url}",
    r"/(?P<path>(?:[^@]*/)?@@images/.*)": "{url}@@images/image",
    r"/(?P<path>(?:[^@]*/)?(?:@[a-z]|resolveuid/).*)": "/resolveuid/{uid}",
    r"/(?!_util/)((?:[\w\-]+/)*)": "{url}",
    r"/((?:[\w\-]+/)*)": "{url}",
    r"/admin/.*/": "/admin/bestaat-niet/",
    r"/api/v1/[\s\S]*": "/api/v1/bestaat-niet",
    r"/embed.(?P<version>\d+).js": "/embed.1.js",
    r"/(?P<path>(?:[\w-]+/)*)inschrijven/": "{event}inschrijven/",
    r"/(?P<path>(?:[\w-]+/)*)inschrijven/link/": "{event}inschrijven/link/",
    r"/(?P<path>(?:[\w-]+/)*)inschrijven/later/(?P<token>[\w-]{20,60})/": "{event}inschrijven/later/{later}/",
    r"/(?P<path>(?:[\w-]+/)*)inschrijven/klaar/(?P<key>[\w-]{10,60})/": "{event}inschrijven/klaar/{key}/",
}


class UrlObjects(TwoTeamsCase):
    """Two teams, and all that belongs to the second; `us` of the first is the editor of another section."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.remove_what_wagtail_brings()
        cls.stranger = a_user()
        cls.colleague = a_member_of(cls.theirs, first_name=SECRET)
        cls.users = dict(
            zip(ROLES, [None, cls.stranger, cls.us, cls.them, cls.reviewer, cls.superuser], strict=True)
        )
        for settings in (Navigation, Publisher):
            settings.for_site(Site.objects.get())
        cls.objects = {
            "": {"": {}},
            "page": {state: cls.page_values(page) for state, page in cls.pages_by_state().items()},
            "list": {state: cls.list_values(page) for state, page in cls.lists.items()},
            "organisation on a page": cls.organisations,
            **cls.files(),
            **cls.uploads(),
            **cls.single_objects(),
            **cls.terms(),
            **cls.registrations(),
            **cls.feedback(),
            **cls.deletions(),
            **cls.links(),
        }

    @classmethod
    def pages_by_state(cls):
        """Complete pages, so that publishing is a matter of permission only."""
        hidden = cls.pages[StandardPage, "private"].add_child(
            instance=NewsIndexPage(title=f"{SECRET} lijst", slug="onder-besloten", live=False)
        )
        cls.lists = {"live": place_of(cls.theirs, NewsPage), "below private": put_online(hidden)}
        pages = {state: cls.new_page(state) for state in PAGE_STATES}
        cls.organisations = {state: cls.organisation_of(page, state) for state, page in pages.items()}
        NewsPage.objects.filter(pk=pages["expired"].pk).update(
            expired=True, first_published_at=timezone.now(), expire_at=timezone.now() - datetime.timedelta(1)
        )
        pages["live"].title = f"{SECRET} nieuwe titel"
        pages["live"].save_revision(user=cls.them, clean=False)
        return pages

    @classmethod
    def new_page(cls, state):
        parent = cls.lists.get(state, cls.lists["live"])
        title = "Openbaar bericht" if state == "live" else f"{SECRET} bericht {PAGE_STATES.index(state)}"
        page = NewsPageFactory(
            parent=parent,
            title=title,
            live=False,
            owner=cls.them,
            publication_date=timezone.localdate(),
            listing_image=ImageFactory(title="Een foto", collection=files_of(cls.theirs)),
        )
        page.save_revision(user=cls.them, clean=False)
        if state in ("live", "below private"):
            put_online(page)
        else:
            cls.bring_into(page, state)
        return page

    @classmethod
    def organisation_of(cls, page, state):
        """An organisation that only this page names, as values for its address. Its name is no secret to editors."""
        name = f"Organisatie van een bericht, {PAGE_STATES.index(state)}"
        organisation = OrganisationFactory(name=name)
        NewsOrganisation.objects.create(page=page, organisation=organisation)
        return {"pk": organisation.pk, "slug": slugify(name)}

    @classmethod
    def page_values(cls, page):
        page.refresh_from_db()
        task = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).first()
        session = EditingSession.objects.create(
            user=cls.them,
            content_type=ContentType.objects.get_for_model(page),
            object_id=str(page.pk),
            last_seen_at=timezone.now(),
        )
        keys = ("pk", "page_id", "parent_page_id", "page_to_move_id", "page_pk", "object_id")
        return {
            **dict.fromkeys(keys, page.pk),
            **dict.fromkeys(("id", "key"), page.translation_key),
            **dict.fromkeys(
                ("restriction_id", "page_view_restriction_id"), PageViewRestriction.objects.first().pk
            ),
            "uid": page.translation_key.hex,
            "app_label": "wagtailcore",
            "model_name": "page",
            "destination_id": cls.lists["below private"].pk,
            "revision_id": page.latest_revision_id,
            "session_id": session.pk,
            "task_id": task.task_id if task else NONE,
            "workflow_pk": Workflow.objects.first().pk,
            "workflow_state_id": task.workflow_state_id if task else NONE,
            "task_state_id": task.pk if task else NONE,
            "url": page.url,
            "full_url": page.full_url,
        }

    @classmethod
    def list_values(cls, page):
        return {
            "parent_page_id": page.pk,
            "list": page.url,
            "app_label": "news",
            "model_name": "newspage",
        }

    @classmethod
    def files(cls):
        open_files = files_of(cls.theirs)
        closed = open_files.add_child(instance=Collection(name=f"{SECRET} besloten"))
        restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        below = closed.add_child(instance=Collection(name=f"{SECRET} eronder"))
        collections = dict(zip(FILE_STATES, (open_files, closed, below), strict=True))
        images, documents = {}, {}
        for number, (state, collection) in enumerate(collections.items()):
            name = f"{SECRET_WORD}{number}"
            image = ImageFactory(title=f"{SECRET} foto", collection=collection, file__filename=f"{name}.png")
            document = DocumentFactory(
                title=f"{SECRET} nota",
                collection=collection,
                file=ContentFile(b"x" * SECRET_SIZE, name=f"{name}.txt"),
            )
            for file in (image, document):
                file.get_file_size()
            rendition = image.get_rendition("max-165x165").file.name
            place = {"collection_id": open_files.pk}
            images[state] = {**dict.fromkeys(("pk", "image_id"), image.pk), "path": rendition, **place}
            documents[state] = {
                **dict.fromkeys(("pk", "document_id", "doc_id"), document.pk),
                "filename": document.filename,
                "restriction_id": restriction.pk,
                **place,
            }
        keys = ("pk", "collection_id")
        values = {state: dict.fromkeys(keys, item.pk) for state, item in collections.items()}
        return {"image": images, "document": documents, "collection": values}

    @classmethod
    def uploads(cls):
        """Files of which the form was not sent yet."""
        contents = {CustomImage: cls.image.file.open().read(), CustomDocument: b"x" * SECRET_SIZE}
        return {
            f"{model._meta.model_name.removeprefix('custom')} upload": {
                "": {
                    "uploaded_file_id": UploadedFile.objects.create(
                        for_content_type=ContentType.objects.get_for_model(model),
                        file=ContentFile(content, name=f"{SECRET_WORD}.png"),
                        uploaded_by_user=cls.them,
                    ).pk
                }
            }
            for model, content in contents.items()
        }

    @classmethod
    def single_objects(cls):
        site, (token, _key) = Site.objects.get(), APIToken.create_token(user=cls.superuser, name=SECRET)
        redirect = Redirect.objects.create(old_path=f"/{SECRET_WORD}", redirect_page=cls.live_child)
        draft = cls.pages[NewsPage, "draft"].latest_revision
        key = Authenticator.objects.create(
            user=cls.colleague, type=Authenticator.Type.WEBAUTHN, data={"name": SECRET}
        )
        keys = {
            "task": ("pk", "task_id", Task.objects.first().pk),
            "workflow": ("pk", Workflow.objects.first().pk),
            "user": ("pk", "user_id", cls.colleague.pk),
            "group": ("pk", team_of(cls.theirs).pk),
            "site": ("pk", "site_id", site.pk),
            "security key": ("pk", key.pk),
            "token": ("pk", token.pk),
            "redirect": ("pk", "redirect_id", redirect.pk),
            "shared link": ("token", token_for(draft, FOR_FRONT_END)[0]),
        }
        values = {name: {"": dict.fromkeys(names, key)} for name, (*names, key) in keys.items()}
        # A group that this user is not in: who is in it already changes nothing.
        values["user"][""]["group_id"] = team_of(cls.ours).pk
        return values

    @classmethod
    def registrations(cls):
        """Somebody who registered for an event of theirs, the links that this person got, and the event itself."""
        event = cls.public[EventPage]
        EventPage.objects.filter(pk=event.pk).update(registration_mode="form")
        person = applicant(f"{SECRET} Peeters", email=f"{SECRET_WORD}@voorbeeld.be")
        receipt = register(event.pk, [person], ignores_terms=True)
        registration = event.registrations.get()
        DeadlineExtension.objects.create(
            page=event,
            email=registration.email,
            until=timezone.now() + datetime.timedelta(1),
            token_hash=hash_of("later" * 8),
        )
        links = {
            "token": PrivateLink.make(registration),
            "key": receipt.key,
            "later": "later" * 8,
            "event": event.url,
        }
        return {
            "registration": {"": {"page_id": event.pk, "pk": registration.pk}},
            "event": {"": {"event": event.url}},
            "private link": {"": links},
        }

    @classmethod
    def feedback(cls):
        """What a reader wrote about a page of theirs."""
        page = cls.public[NewsPage]
        feedback = Feedback.objects.create(page_id=page.pk, text=SECRET, email=f"{SECRET_WORD}@voorbeeld.be")
        return {"feedback": {"": {"pk": feedback.pk}}}

    @classmethod
    def links(cls):
        """A broken link on a page of theirs; what it says is no secret, the page is public."""
        address = Address.objects.create(url="https://elders.example/", host="elders.example", state="broken")
        place = Place.objects.create(address=address, page=cls.public[NewsPage], sentence="Lees meer.")
        return {"link": {"": {"pk": place.pk}}}

    @classmethod
    def deletions(cls):
        """A draft of theirs in the recycle bin."""
        page = NewsPageFactory(parent=place_of(cls.theirs, NewsPage), title=SECRET, live=False)
        page.delete()
        return {"deletion": {"": {"pk": Deletion.objects.latest("pk").pk}}}

    @classmethod
    def terms(cls):
        best_bet = BestBetFactory(page=cls.pages[NewsPage, "private"], words=SECRET_WORD)
        starting = StartingText.objects.create(place="news.newspage.body", text=f"<p>{SECRET}</p>")
        words = [*cls.words, cls.person, SynonymFactory(words=SECRET_WORD), best_bet, starting]
        return {
            word._meta.model_name: {
                "": {"pk": word.pk, "revision_id": 1, "object_id": word.pk, "slug": getattr(word, "slug", "")}
            }
            for word in words
        }

    @classmethod
    def states(cls, row, route):
        """The values for the parameters of a route, by state of its object."""
        if row.object != "term":
            return cls.objects[row.object]
        first, second = TERM.search(route).groups()
        return cls.objects[(first or second).lower()]

    @classmethod
    def address(cls, row, route, state):
        values = {**CONSTANTS, **cls.states(row, route)[state]}
        template = TEMPLATES.get(route) or PARAMETER.sub(lambda match: f"{{{match[1] or match[2]}}}", route)
        template += f"?{row.query}" if row.query else ""
        missing = {name for _text, name, *_rest in Formatter().parse(template) if name} - values.keys()
        if missing:
            raise LookupError(f"{route}: an object “{row.object}” has no {missing}; see url_objects.py")
        return template.format_map(values)
