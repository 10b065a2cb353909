"""Who is asked something in a comment hears it, by mail and on the start screen."""

from django.urls import reverse
from wagtail.models import Comment, CommentReply, PageSubscription

from moderation.comments import named_in
from moderation.work_lists import CommentsToAnswer
from news.models import NewsPage
from tests.cms.cases import form_data
from tests.moderation.cases import ReviewCase

AN, BEA, CARL = "an@voorbeeld.be", "bea@voorbeeld.be", "carl@voorbeeld.be"


class CommentCase(ReviewCase):
    def comment(self, text, user=None, page=None):
        """As the editor posts a new comment on the title."""
        page = NewsPage.objects.get(pk=(page or self.page).pk)
        self.client.force_login(user or self.bea)
        data = form_data(title=page.title, slug=page.slug) | {
            "comments-TOTAL_FORMS": "1",
            "comments-INITIAL_FORMS": "0",
            "comments-0-text": text,
            "comments-0-contentpath": "title",
            "comments-0-position": "",
            "comments-0-id": "",
            "comments-0-replies-TOTAL_FORMS": "0",
            "comments-0-replies-INITIAL_FORMS": "0",
        }
        response = self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
        self.assertEqual(response.status_code, 302)

    def screen(self, user):
        self.client.force_login(user)
        return self.client.get("/admin/").content.decode()


class MailTests(CommentCase):
    def test_who_submitted_the_page_hears_of_a_comment_in_dutch(self):
        self.submit()
        self.mails()

        self.comment("Klopt dit uur nog?")

        mails = self.mails()
        self.assertEqual(list(mails), [AN])
        self.assertEqual(mails[AN].subject, "Opmerkingen bij: Een inloophuis")
        self.assertIn("Bea Maes schreef iets bij een pagina", mails[AN].body)
        self.assertIn("“Klopt dit uur nog?”", mails[AN].body)

    def test_so_does_the_maker_of_a_page_that_somebody_else_submitted(self):
        carl = self.a_colleague()
        self.submit(user=carl)
        self.mails()

        self.comment("Klopt dit uur nog?")

        self.assertEqual(set(self.mails()), {AN, CARL})

    def test_who_switched_it_off_hears_nothing(self):
        self.submit()
        PageSubscription.objects.filter(user=self.an).update(comment_notifications=False)
        self.mails()

        self.comment("Klopt dit uur nog?")

        self.assertFalse(self.mails())

    def test_who_is_named_hears_it(self):
        self.a_colleague()

        self.comment("@Carl Wouters, is dit voor jou?", user=self.an)

        self.assertEqual(list(self.mails()), [CARL])

    def test_of_another_team_nobody_hears_it(self):
        self.comment("@Omer Claes, kijk eens.", user=self.an)

        self.assertFalse(self.mails())

    def test_a_first_name_is_enough_if_there_is_one(self):
        self.assertEqual(named_in("Vraag aan @bea: mag dit?", self.page), [self.bea])
        self.assertEqual(named_in("Schrijf naar bea@voorbeeld.be", self.page), [])

        namesake = self.a_colleague()
        namesake.first_name = "Bea"
        namesake.save()

        self.assertEqual(named_in("Vraag aan @Bea: mag dit?", self.page), [])
        self.assertEqual(named_in("Vraag aan @Bea Maes: mag dit?", self.page), [self.bea])


class StartScreenTests(CommentCase):
    def write(self, text, user, page=None):
        return Comment.objects.create(
            page_id=(page or self.page).pk, user=user, text=text, contentpath="title"
        )

    def test_an_open_comment_stands_there_until_it_is_answered_or_resolved(self):
        comment = self.write("Klopt dit uur nog?", self.bea)
        self.assertIn("Bea Maes: “Klopt dit uur nog?”", self.screen(self.an))
        self.assertIn(f"/edit/?comment={comment.pk}", self.screen(self.an))
        self.assertNotIn("Klopt dit uur", self.screen(self.bea))

        CommentReply.objects.create(comment=comment, user=self.an, text="Ja, nagekeken.")
        self.assertNotIn("Klopt dit uur", self.screen(self.an))
        self.assertIn("An Peeters: “Ja, nagekeken.”", self.screen(self.bea))

        comment.resolved_at = comment.created_at
        comment.save()
        self.assertNotIn("Ja, nagekeken.", self.screen(self.bea))

    def test_it_is_in_the_list_for_the_mail_about_ones_work_without_its_words(self):
        self.write("Klopt dit uur nog?", self.bea)

        [item] = CommentsToAnswer().items(self.an)

        self.assertEqual((item.title, item.note), ("Een inloophuis", "Iemand schreef een opmerking"))
        self.assertEqual(CommentsToAnswer().count(self.an), 1)
        self.assertEqual(CommentsToAnswer().items(self.other), [])

    def test_another_team_reads_none_of_it(self):
        self.write("Klopt dit uur nog?", self.bea)
        PageSubscription.objects.create(page=self.page, user=self.other, comment_notifications=True)

        self.assertNotIn("Klopt dit uur", self.screen(self.other))

    def test_twenty_comments_cost_as_many_queries_as_two(self):
        for number in range(2):
            self.write(f"Vraag {number}", self.bea)
        self.client.force_login(self.an)
        few = self.count_queries("/admin/")
        for number in range(20):
            self.write(f"Nog een vraag {number}", self.bea)

        self.assertEqual(self.count_queries("/admin/"), few)
        self.assertIn("Er zijn er nog meer", self.screen(self.an))
