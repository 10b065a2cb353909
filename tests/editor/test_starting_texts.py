"""A new page begins with the text that a reviewer keeps for its type, and never goes online with it unchanged."""

import datetime

from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.models import StartingText, StartingWords
from cms.models.starting_texts import begin_with_texts, place_of, untouched_texts
from editor.empty_drafts import empty_drafts
from events.models import EventPage
from home.models import StandardPage
from news.models import NewsPage
from practices.models import PracticeIndexPage, PracticeOwner, PracticePage
from recycle_bin.models import Deletion
from tests.cms.cases import PublishingTestCase, form_data, paragraph
from tests.factories import NewsPageFactory, OrganisationFactory
from tests.permissions.factories import a_member_of, a_platform, a_reviewer
from tests.practices.factories import PracticeIndexPageFactory

NEWS, PROBLEM = "news.newspage.body", "practices.practicepage.problem"
TEXT = (
    "<h2>Voor wie is het?</h2><p>Zeg in <b>twee</b> zinnen wie er iets aan heeft.</p><ul><li>Wie?</li></ul>"
)
UNCHANGED = "Hier staat nog de tekst waarmee een nieuwe pagina begint."
ADD = "wagtailsnippets_cms_startingtext:add"


def start(place, text=TEXT) -> StartingText:
    return StartingText.objects.create(place=place, text=text)


def begun(model):
    page = model(title="Nieuw")
    begin_with_texts(page)
    return page


class BeginningTests(PublishingTestCase):
    def form(self, **query):
        return self.client.get(
            reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk]), query
        )

    def body(self, response):
        return [(block.block_type, str(block.value)) for block in response.context["form"].instance.body]

    def test_the_form_of_a_new_page_begins_with_it_headings_as_blocks(self):
        start(NEWS)

        kinds = self.body(self.form())

        self.assertEqual([kind for kind, _text in kinds], ["heading", "paragraph"])
        self.assertEqual(kinds[0][1], "Voor wie is het?")
        self.assertIn("<b>twee</b>", kinds[1][1])
        self.assertIn("<li>Wie?</li>", kinds[1][1])

    def test_rich_text_has_headings_as_bold_paragraphs(self):
        start(PROBLEM)

        self.assertTrue(begun(PracticePage).problem.startswith("<p><b>Voor wie is het?</b></p><p>Zeg in"))

    def test_other_types_and_fields_begin_empty(self):
        start(PROBLEM)

        self.assertEqual(self.body(self.form()), [])
        self.assertEqual(begun(PracticePage).results, "")

    def test_facts_that_are_filled_in_win(self):
        start(NEWS)
        subject = NewsPageFactory(parent=self.news, title="Het inloophuis")

        [(_kind, text)] = self.body(self.form(about=subject.pk))

        self.assertIn("Het inloophuis", text)
        self.assertNotIn("Voor wie", text)

    def test_opening_the_form_stores_nothing_and_a_page_that_exists_stays_as_it_is(self):
        start(NEWS)
        before = Page.objects.count()

        self.form()
        edited = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.draft.pk]))

        self.assertEqual(Page.objects.count(), before)
        self.assertEqual(self.body(edited), [])

    def test_programs_get_none(self):
        start(NEWS)

        meta = {"type": "news.NewsPage", "parent_id": self.news.pk}
        answer = self.api("post", "pages/", {"meta": meta, "title": "Van een programma"})

        self.assertEqual(answer.status_code, 201, answer.content)
        self.assertEqual(len(NewsPage.objects.get(title="Van een programma").body), 0)

    def test_more_texts_cost_the_form_no_more_queries(self):
        start(NEWS)
        address = reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk])
        few = self.count_queries(address)
        for field in ("why_intro", "what", "report"):
            start(f"events.eventpage.{field}")

        self.assertEqual(self.count_queries(address), few)

    def test_a_place_that_a_later_release_has_no_more_is_left_alone(self):
        start("news.newspage.gone")
        start("news.gonepage.body")

        self.assertEqual(self.body(self.form()), [])
        self.assertEqual(untouched_texts(begun(NewsPage)), [])
        self.assertEqual(self.client.get(reverse("wagtailsnippets_cms_startingtext:list")).status_code, 200)


class UnchangedTests(PublishingTestCase):
    """As an officer's browser sends it: other tags and keys, the same words."""

    SENT = streamfield(
        [
            ("heading", "Voor wie is het?"),
            paragraph("<p>Zeg in twee zinnen wie er iets aan heeft.</p><p>Wie?</p>"),
        ]
    )

    def test_publishing_it_unchanged_is_refused_beside_the_field_and_nothing_is_lost(self):
        start(NEWS)

        response = self.create(self.complete(body=self.SENT) | {"action-publish": "1"})

        self.assertContains(response, UNCHANGED)
        self.assertContains(response, "Zeg in twee zinnen")
        self.assertFalse(NewsPage.objects.filter(title="Heel").exists())

    def test_it_can_be_saved_as_a_draft_and_the_panel_says_what_is_still_needed(self):
        start(NEWS)
        address = reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk])

        check = self.client.post(f"{address}?publishing-check", self.complete(body=self.SENT)).json()
        self.create(self.complete(body=self.SENT))

        self.assertTrue(check["problems"][0]["message"].startswith(UNCHANGED))
        self.assertFalse(NewsPage.objects.get(title="Heel").live)

    def test_a_practice_of_which_little_is_known_goes_online_without_it(self):
        start(PROBLEM)
        start("practices.practicepage.approach")
        stub = begun(PracticePage)
        stub.live, stub.is_stub = False, True
        stub.owners = [PracticeOwner(organisation=OrganisationFactory())]
        PracticeIndexPageFactory(parent=self.home).add_child(instance=stub)

        stub.save_revision().publish()

        stub = PracticePage.objects.get(pk=stub.pk)
        self.assertEqual((stub.live, stub.problem, len(stub.approach)), (True, "", 0))

    def test_one_word_of_ones_own_is_enough(self):
        start(NEWS)
        own = streamfield([("heading", "Voor wie is het?"), paragraph("<p>Voor jongeren.</p>")])

        self.create(self.complete(body=own) | {"action-publish": "1"})

        self.assertTrue(NewsPage.objects.get(title="Heel").live)

    def test_no_other_way_of_publishing_lets_it_through(self):
        start(NEWS)
        page = NewsPageFactory(parent=self.news, live=False, title="Onveranderd")
        begin = NewsPage(title="x")
        begin_with_texts(begin)
        page.body = begin.body
        page.save_revision(user=self.chief, clean=False)

        self.api("post", f"pages/{page.pk}/actions/publish/")
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        self.client.post(f"{bulk}?id={page.pk}", {})

        self.assert_is_draft(page)

    def test_a_draft_with_the_text_of_before_is_refused_too(self):
        text = start(NEWS)
        page = begun(NewsPage)
        text.text = "<p>Iets anders.</p>"
        text.save()
        self.assertEqual(untouched_texts(page), ["body"])

        text.delete()

        self.assertEqual(untouched_texts(page), ["body"])

    def test_a_text_without_words_is_no_text(self):
        start(NEWS, "<p>…</p>")

        self.assertEqual(untouched_texts(NewsPage(title="x")), [])
        self.assertEqual(StartingWords.objects.count(), 0)

    def test_a_draft_with_nothing_but_that_text_is_empty_and_goes_after_a_week(self):
        start(NEWS)
        address = reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk])
        for body in (self.SENT, streamfield([paragraph("<p>Van mij.</p>")])):
            data = form_data(title="T", slug="", body=body)
            self.client.post(address, data, headers={"accept": "application/json"})
        long_ago = timezone.now() - datetime.timedelta(days=8)
        Page.objects.filter(title="T").update(latest_revision_created_at=long_ago)

        [page] = empty_drafts()

        self.assertEqual(page.body[0].value, "Voor wie is het?")

    def test_more_texts_cost_publishing_no_more_queries(self):
        start(NEWS)
        page = NewsPageFactory(parent=self.news)
        few = self.count_queries_of(lambda: page.save_revision().publish())
        for field in ("why_intro", "what", "report"):
            start(f"events.eventpage.{field}")

        self.assertLessEqual(self.count_queries_of(lambda: page.save_revision().publish()), few)


class KeepingTests(PublishingTestCase):
    """Reviewers keep the texts, in the settings."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.platform = a_platform(cls.home, "Westhoek")
        cls.reviewer, cls.officer = a_reviewer(cls.home), a_member_of(cls.platform)
        cls.text = start(PROBLEM)

    def setUp(self):
        self.client.force_login(self.reviewer)

    def add(self, place=NEWS, text="<p>Wat is er nieuw?</p>"):
        features = ["h2", "bold", "italic", "link", "document-link", "ul", "ol"]
        return self.client.post(reverse(ADD), {"place": place, "text": rich_text(text, features=features)})

    def test_a_reviewer_adds_a_text_and_the_history_says_who(self):
        response = self.add()

        self.assertRedirects(response, reverse("wagtailsnippets_cms_startingtext:list"))
        text = StartingText.objects.get(place=NEWS)
        entry = ModelLogEntry.objects.get(object_id=text.pk, action="wagtail.create")
        self.assertEqual((str(text), entry.user), ("Nieuwsbericht: Tekst", self.reviewer))

    def test_the_form_offers_the_texts_of_every_type_in_dutch(self):
        page = self.client.get(reverse(ADD))
        choices = dict(page.context["form"].fields["place"].choices)

        self.assertIn((PROBLEM, "Goede praktijk: Aanleiding"), choices["Goede praktijk"])
        for model, field in ((NewsPage, "body"), (StandardPage, "body"), (EventPage, "what")):
            places = [
                place for group in choices.values() if isinstance(group, list) for place, _label in group
            ]
            self.assertIn(place_of(model._meta.get_field(field)), places)
        self.assertNotIn("home.privacystatementpage.intro", places)
        self.assertNotIn("news.newsindexpage.intro", places)

    def test_the_list_leads_to_each(self):
        listed = self.client.get(reverse("wagtailsnippets_cms_startingtext:list"))

        self.assertContains(listed, reverse("wagtailsnippets_cms_startingtext:edit", args=[self.text.pk]))
        self.assertContains(listed, "Goede praktijk: Aanleiding")
        self.assertContains(listed, "Voor wie is het? Zeg in twee zinnen")

    def test_a_field_has_one_text_and_one_with_words(self):
        self.assertContains(self.add(place=PROBLEM), "Voor dit veld is er al een begintekst.")
        self.assertContains(self.add(text="<p>…</p>"), "Schrijf een paar woorden")
        self.assertContains(self.add(place="news.newspage.title"), "Selecteer een geldige keuze")
        self.assertEqual(StartingText.objects.count(), 1)

    def test_an_officer_and_a_visitor_get_at_none_of_it(self):
        names = ["edit", "delete", "history", "usage"]
        addresses = [
            *(reverse(f"wagtailsnippets_cms_startingtext:{name}", args=[self.text.pk]) for name in names),
            reverse("wagtailsnippets_cms_startingtext:list"),
            reverse(ADD),
            reverse("wagtailsnippetchoosers_cms_startingtext:choose"),
        ]
        for user in (self.officer, None):
            self.client.logout()
            if user:
                self.client.force_login(user)
            for address in addresses:
                with self.subTest(address, user=user):
                    self.assertEqual(self.client.get(address).status_code, 302)
                    self.assertEqual(self.client.post(address, {"place": NEWS}).status_code, 302)
        self.assertEqual(StartingText.objects.get().text, TEXT)

    def test_an_officer_begins_with_it_in_the_own_section(self):
        self.client.force_login(self.officer)
        practices = PracticeIndexPage.objects.child_of(self.platform).get()

        response = self.client.get(
            reverse("wagtailadmin_pages:add", args=["practices", "practicepage", practices.pk])
        )

        self.assertIn("Voor wie is het?", response.context["form"].instance.problem)

    def test_a_deleted_text_is_in_the_recycle_bin_and_comes_back(self):
        self.client.post(reverse("wagtailsnippets_cms_startingtext:delete", args=[self.text.pk]))
        entry = Deletion.objects.get()

        self.client.post(reverse("recycle_bin_put_back", args=[entry.pk]), {})

        self.assertEqual(StartingText.objects.get().pk, self.text.pk)

    def test_the_menu_of_settings_has_it_for_reviewers(self):
        for user, is_there in ((self.reviewer, True), (self.officer, False)):
            self.client.force_login(user)
            start_screen = self.client.get(reverse("wagtailadmin_home")).content.decode()

            self.assertEqual(reverse("wagtailsnippets_cms_startingtext:list") in start_screen, is_there)
