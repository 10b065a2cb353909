"""What pages of another section show is changed by reviewers alone; a team asks them by mail."""

import json
from importlib import import_module

from django.apps import apps
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from cms.models import CustomImage, LegalReference, Organisation, PageFootnote, Person
from cms.permissions import choosable
from cms.references import pages_showing
from events.models import EventPage
from news.models import Decision, NewsOrganisation, NewsPage, NewsPerson
from platforms.models import CoordinatorPage
from platforms.teams import files_of
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    LegalReferenceFactory,
    OrganisationFactory,
    PersonFactory,
)
from tests.permissions.cases import TwoTeamsCase, name_on


class SharedWordCase(TwoTeamsCase):
    def show(self, page, organisation):
        NewsOrganisation.objects.create(page=page, organisation=organisation)
        return organisation

    def shown_by_them(self, **fields):
        return self.show(self.public[NewsPage], OrganisationFactory(**fields))

    def address(self, word, name="edit"):
        return reverse(word.snippet_viewset.get_url_name(name), args=[word.pk])

    def edit(self, user, word, **data):
        client = self.client_class()
        if user:
            client.force_login(user)
        address = self.address(word)
        return client.post(address, data) if data else client.get(address)

    def patch(self, user, word, **data):
        return self.client.patch(
            f"/api/cms/snippets/{word._meta.label}/{word.pk}/",
            json.dumps(data),
            content_type="application/json",
            **self.token_of(user),
        )


class RightsTests(SharedWordCase):
    def test_who_may_change_what_another_section_shows(self):
        word = self.shown_by_them(name="Huis van het Kind")
        statuses = {
            "anonymous": (None, 302),
            "other team": (self.us, 302),
            "own team": (self.them, 200),
            "reviewer": (self.reviewer, 200),
            "superuser": (self.superuser, 200),
        }

        for who, (user, status) in statuses.items():
            self.assertEqual(self.edit(user, word).status_code, status, who)

        self.edit(self.us, word, name="Gekaapt")
        self.assertEqual(self.patch(self.us, word, name="Gekaapt").status_code, 403)
        word.refresh_from_db()
        self.assertEqual(word.name, "Huis van het Kind")
        self.assertEqual(self.patch(self.reviewer, word, name="Huis van het Kind (W)").status_code, 200)

    def test_what_both_show_is_neithers(self):
        word = self.show(self.own[NewsPage], self.shown_by_them())
        NewsPage.objects.filter(pk=self.own[NewsPage].pk).update(live=True)

        self.assertEqual(self.edit(self.us, word).status_code, 302)
        self.assertEqual(self.edit(self.them, word).status_code, 302)

    def test_what_only_drafts_of_others_name_tells_nothing_of_them(self):
        word = self.show(self.pages[NewsPage, "draft"], OrganisationFactory())

        self.assertEqual(self.edit(self.us, word).status_code, 200)

    def test_a_law_in_their_footnote_is_not_ours(self):
        law = LegalReferenceFactory()
        PageFootnote.objects.create(page=self.public[EventPage], number=1, text="x", legal_reference=law)

        self.assertIn(law, pages_showing(EventPage.objects.live(), LegalReference))
        self.assertEqual(self.patch(self.us, law, citation="Niets").status_code, 403)
        self.assertEqual(self.patch(self.them, law, citation="Decreet lokaal bestuur").status_code, 200)

    def test_the_organisation_of_their_coordinator_is_not_ours(self):
        word = OrganisationFactory(parent=OrganisationFactory())
        self.show(self.public[NewsPage], word)
        employer = OrganisationFactory()
        self.person.organisation = employer
        self.person.save()

        for shown in (employer, word.parent):
            self.assertEqual(self.edit(self.us, shown).status_code, 302, shown)
            self.assertEqual(self.edit(self.them, shown).status_code, 200, shown)

    def test_the_write_api_still_lists_all_organisations(self):
        word = self.shown_by_them()

        listed = self.client.get("/api/cms/snippets/cms.Organisation/?limit=20", **self.token_of(self.us))

        self.assertIn(word.pk, [item["id"] for item in listed.json()["items"]])

    def test_the_list_leads_to_asking(self):
        word = self.shown_by_them()
        self.client.force_login(self.us)

        response = self.client.get(reverse(Organisation.snippet_viewset.get_url_name("list")))

        self.assertContains(response, self.address(word, "ask"))
        self.assertNotContains(response, self.address(word))


class FileTests(SharedWordCase):
    """A team's own picture, which a reviewer put on the page of somebody else."""

    def attempts(self, user, kind, file):
        """Whether the user may see the form, change it by program, and delete it."""
        client = self.client_class()
        client.force_login(user)
        form = client.get(reverse(f"wagtail{kind}s:edit", args=[file.pk]))
        path = f"/api/cms/{'images' if kind == 'image' else 'documents'}/{file.pk}/"
        data = json.dumps({"title": "Iets anders"})
        sent = self.client.patch(path, data, content_type="application/json", **self.token_of(user))
        return form.status_code, sent.status_code

    def show_file(self, page, file):
        key = {"listing_image": file} if hasattr(file, "renditions") else {}
        NewsPage.objects.filter(pk=page.pk).update(**key)
        if not key:
            Decision.objects.create(page=page, text="x", document=file)
        ReferenceIndex.create_or_update_for_object(NewsPage.objects.get(pk=page.pk))

    def test_who_may_replace_what_another_section_shows(self):
        paper = DocumentFactory(collection=files_of(self.ours), file__filename="nota.txt")
        for kind, file in (("image", self.our_image), ("doc", paper)):
            self.assertEqual(self.attempts(self.us, kind, file), (200, 200), kind)
            self.show_file(self.public[NewsPage], file)

            self.assertEqual(self.attempts(self.us, kind, file), (302, 403), kind)
            self.assertEqual(self.attempts(self.reviewer, kind, file), (200, 200), kind)

    def test_nor_the_logo_of_an_organisation_that_others_show(self):
        self.shown_by_them(logo=self.our_image)

        self.assertEqual(self.attempts(self.us, "image", self.our_image), (302, 403))

    def test_it_may_still_be_chosen_and_the_others_changed(self):
        self.show_file(self.public[NewsPage], self.our_image)
        policy = policy_registry.get_by_type(CustomImage)
        changeable = policy.instances_user_has_permission_for(self.us, "change")

        self.assertIn(self.our_image, choosable(CustomImage, self.us))
        self.assertNotIn(self.our_image, changeable)
        self.assertFalse(policy.user_has_permission_for_instance(self.us, "delete", self.our_image))
        self.assertTrue(policy.user_has_permission_for_instance(self.us, "choose", self.our_image))

    def test_the_teams_other_files_stay_its_own(self):
        for shown in (self.our_image, self.our_document):
            self.show_file(self.public[NewsPage], shown)

        for kind, file in (
            ("image", ImageFactory(collection=files_of(self.ours))),
            ("doc", DocumentFactory(collection=files_of(self.ours), file__filename="ander.txt")),
        ):
            self.assertEqual(self.attempts(self.us, kind, file), (200, 200), kind)


class AskingTests(SharedWordCase):
    def ask(self, user, word, **data):
        self.client.force_login(user)
        address = self.address(word, "ask")
        return self.client.post(address, data, follow=True) if data else self.client.get(address)

    def test_the_form_of_what_is_not_ours_leads_there(self):
        word = self.shown_by_them(website="https://voorbeeld.be")
        self.client.force_login(self.us)

        response = self.client.get(self.address(word), follow=True)

        self.assertContains(response, "https://voorbeeld.be")
        self.assertContains(response, "Wat moet er veranderen?")

    def test_the_wish_reaches_the_reviewers_with_who_asks(self):
        word = self.shown_by_them(name="Huis van het Kind")

        response = self.ask(self.us, word, wish="De website is\nveranderd.")

        (message,) = mail.outbox
        self.assertEqual(message.to, [self.reviewer.email])
        self.assertEqual(message.reply_to, [self.us.email])
        self.assertIn("Huis van het Kind", message.subject)
        for text in ("De website is\nveranderd.", str(self.us), self.address(word)):
            self.assertIn(text, message.body)
        self.assertContains(response, self.us.email)

    def test_without_reviewers_the_administrator_gets_it(self):
        self.reviewer.delete()

        self.ask(self.us, self.shown_by_them(), wish="Iets")

        self.assertEqual(mail.outbox[0].to, [self.superuser.email])

    def test_an_empty_wish_is_not_sent(self):
        word = self.shown_by_them()
        self.client.force_login(self.us)

        response = self.client.post(self.address(word, "ask"), {"wish": " "})

        self.assertEqual((response.status_code, mail.outbox), (200, []))

    @override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=9)
    def test_what_can_not_be_sent_is_not_lost(self):
        response = self.ask(self.us, self.shown_by_them(), wish="De website is veranderd.")

        self.assertContains(response, "De website is veranderd.")
        self.assertContains(response, "probeer het later opnieuw")

    def test_a_hidden_number_is_not_shown(self):
        response = self.ask(self.us, self.person)

        self.assertContains(response, "Vandamme")
        self.assertNotContains(response, "88 77")

    def test_a_theme_may_be_asked_for_too(self):
        self.assertContains(self.ask(self.us, self.theme), self.theme.name)

    def test_it_is_for_who_works_here(self):
        self.client.logout()

        response = self.client.get(self.address(self.shown_by_them(), "ask"))

        self.assertEqual(response.status_code, 302)


class ClaimTests(SharedWordCase):
    """A page about somebody else's person is no way to get hold of the data."""

    def test_a_guest_of_their_news_does_not_become_ours_by_a_page(self):
        mayor = PersonFactory()
        NewsPerson.objects.create(page=self.public[NewsPage], person=mayor)

        name_on(self.own[CoordinatorPage], mayor)

        self.assertIsNone(mayor.section)
        self.assertEqual(self.edit(self.us, mayor).status_code, 302)

    def test_nor_a_guest_of_their_drafts(self):
        guest = PersonFactory()
        NewsPerson.objects.create(page=self.pages[NewsPage, "draft"], person=guest)

        name_on(self.own[CoordinatorPage], guest)

        self.assertIsNone(guest.section)

    def test_somebody_new_is_the_first_platforms(self):
        colleague = PersonFactory()

        name_on(self.own[CoordinatorPage], colleague)
        name_on(self.public[CoordinatorPage], colleague)

        self.assertEqual(colleague.section_id, self.ours.pk)

    def test_what_the_first_page_said_before_is_written_down(self):
        Person.objects.update(section=None)

        import_module("platforms.migrations.0005_people_of_sections").write_sections(apps, None)

        self.assertEqual(Person.objects.get(pk=self.person.pk).section_id, self.theirs.pk)

    def test_who_leaves_for_another_platform_goes_along(self):
        colleague = PersonFactory()
        name_on(self.own[CoordinatorPage], colleague)
        name_on(self.public[CoordinatorPage], colleague)

        self.own[CoordinatorPage].delete()

        colleague.refresh_from_db()
        self.assertEqual(colleague.section_id, self.theirs.pk)

    def test_a_draft_about_somebody_claims_nothing(self):
        colleague = PersonFactory()
        page = CoordinatorPage.objects.get(pk=self.public[CoordinatorPage].pk)
        page.person = colleague
        page.save_revision(clean=False)

        colleague.refresh_from_db()
        self.assertIsNone(colleague.section)

    def test_a_team_does_not_say_whose_the_data_are(self):
        guest = PersonFactory()

        self.patch(self.us, guest, section_id=self.ours.pk)

        guest.refresh_from_db()
        self.assertIsNone(guest.section)
        self.assertEqual(self.patch(self.reviewer, guest, section_id=self.ours.pk).status_code, 200)
        guest.refresh_from_db()
        self.assertEqual(guest.section_id, self.ours.pk)
