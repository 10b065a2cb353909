"""Who hears of a review, in Dutch: which page, who, what they wrote, what changed, and where to compare it."""

from email import message_from_bytes, policy

from django.db import transaction
from wagtail.users.models import UserProfile

from cms.mail import StoredMessage
from cms.models import OutgoingMail
from news.models import NewsPage
from tests.moderation.cases import ReviewCase
from tests.permissions.factories import a_user

AN, BEA, CARL = "an@voorbeeld.be", "bea@voorbeeld.be", "carl@voorbeeld.be"


def html_of(mail):
    """The HTML part of a mail in the outbox."""
    parsed = message_from_bytes(bytes(mail.content), policy=policy.default)
    return parsed.get_body(("html",)).get_content()


class SubmissionTests(ReviewCase):
    def test_who_reviews_hears_which_page_and_from_whom(self):
        self.submit()

        mails = self.mails()
        self.assertEqual(list(mails), [BEA])
        self.assertEqual(mails[BEA].subject, "Na te kijken: Een inloophuis")
        for words in (
            "An Peeters",
            "Een inloophuis",
            "Nieuwsbericht · Westhoek",
            f"/pages/{self.page.pk}/edit/",
        ):
            self.assertIn(words, mails[BEA].body)

    def test_the_mail_is_html_too_and_all_dutch(self):
        self.submit()

        [mail] = OutgoingMail.objects.all()
        html = html_of(mail)
        self.assertIn("<h2>Een inloophuis</h2>", html)
        self.assertIn("An Peeters vraagt je om een pagina na te kijken", html)
        self.assertNotIn("Hello", html + StoredMessage(mail).body)
        self.assertNotIn("<img", html)

    def test_a_title_with_markup_is_text_in_both_parts(self):
        page = self.a_page("Samen & <b>sterk</b>")

        self.submit(page)

        [mail] = OutgoingMail.objects.all()
        self.assertIn("Samen & <b>sterk</b>", StoredMessage(mail).body)
        self.assertIn("Samen &amp; &lt;b&gt;sterk&lt;/b&gt;", html_of(mail))

    def test_a_new_page_has_nothing_to_compare_with(self):
        self.submit()

        body = self.mails()[BEA].body
        self.assertIn("deze pagina stond nog nooit online", body)
        self.assertNotIn("/compare/", body)

    def test_a_changed_page_says_what_differs_from_what_is_public(self):
        page = self.a_page("Een nachtopvang", live=True)
        revision = self.change(
            page, self.an, title="De nachtopvang", search_description="Voor wie geen bed heeft."
        )

        self.submit(page)

        body = self.mails()[BEA].body
        self.assertIn("Wat er anders is: titel en samenvatting gewijzigd", body)
        self.assertIn(f"/pages/{page.pk}/revisions/compare/live...{revision.pk}/", body)

    def test_a_page_sent_in_again_says_what_changed_since_it_was_sent_back(self):
        first = self.page.latest_revision
        self.submit()
        self.decide("reject", comment="Wie mag ik bellen?")
        second = self.change(self.page, self.an, search_description="Bel An Peeters.")
        self.mails()

        self.submit()

        body = self.mails()[BEA].body
        self.assertIn("samenvatting gewijzigd sinds ze is teruggestuurd", body)
        self.assertIn(f"/revisions/compare/{first.pk}...{second.pk}/", body)

    def test_a_superuser_gets_one_mail(self):
        root = self.rename(a_user(is_superuser=True), "Root", "Beheer")

        self.submit()

        addresses = [mail.recipients for mail in OutgoingMail.objects.all()]
        self.assertEqual(addresses.count([root.email]), 1)

    def test_who_wants_no_such_mails_gets_none(self):
        profile = UserProfile.get_for_user(self.bea)
        profile.submitted_notifications = False
        profile.save()

        self.submit()

        self.assertFalse(self.mails())

    def test_a_mail_that_is_rolled_back_is_not_sent(self):
        self.submit()
        self.mails()

        with self.assertRaises(ZeroDivisionError):
            self.decide_and_fail()

        self.assertFalse(self.mails())

    def decide_and_fail(self):
        with transaction.atomic():
            self.decide("approve")
            raise ZeroDivisionError


class OutcomeTests(ReviewCase):
    def setUp(self):
        self.submit()
        self.mails()

    def test_who_submitted_hears_that_it_was_sent_back_and_why(self):
        self.decide("reject", comment="Wie mag ik bellen?")

        mails = self.mails()
        self.assertEqual(list(mails), [AN])
        self.assertEqual(mails[AN].subject, "Teruggestuurd: Een inloophuis")
        self.assertIn("Bea Maes", mails[AN].body)
        self.assertIn("“Wie mag ik bellen?”", mails[AN].body)
        self.assertIn(f"/pages/{self.page.pk}/edit/", mails[AN].body)

    def test_who_submitted_hears_that_it_is_public_and_where(self):
        self.decide("approve", comment="Mooi.")

        body = self.mails()[AN].body
        page = NewsPage.objects.get(pk=self.page.pk)
        self.assertTrue(page.live)
        self.assertIn(page.full_url, body)
        self.assertIn("“Mooi.”", body)

    def test_what_the_reviewer_changed_is_said(self):
        submitted = self.page.latest_revision
        revision = self.change(self.page, self.bea, title="Het inloophuis")

        self.decide("approve")

        body = self.mails()[AN].body
        self.assertIn("titel gewijzigd", body)
        self.assertIn(f"/revisions/compare/{submitted.pk}...{revision.pk}/", body)

    def test_a_reviewer_who_publishes_at_once_tells_it_too(self):
        self.page.get_latest_revision().publish(user=self.bea)

        mails = self.mails()
        self.assertEqual(list(mails), [AN])
        self.assertEqual(mails[AN].subject, "Gepubliceerd: Een inloophuis")

    def test_a_reviewer_who_ends_the_review_tells_it(self):
        self.page.current_workflow_state.cancel(user=self.bea)

        self.assertEqual(self.mails()[AN].subject, "Niet meer in nazicht: Een inloophuis")

    def test_who_takes_back_their_own_page_gets_no_mail(self):
        self.page.current_workflow_state.cancel(user=self.an)

        self.assertFalse(self.mails())

    def test_the_maker_hears_it_when_who_submitted_has_left(self):
        carl = self.a_colleague()
        page = self.a_page("Een geefkast", owner=carl)
        self.submit(page, self.an)
        self.an.is_active = False
        self.an.save()
        self.mails()

        self.decide("reject", page, comment="Waar staat ze?")

        self.assertEqual(list(self.mails()), [CARL])
