"""The base of the tests of reviews: a page of a platform, who writes it and who reviews it."""

from django.contrib.auth.models import Group
from django.core import mail
from django.test import override_settings

from accounts.teams import REVIEWERS
from cms.mail import send_waiting
from cms.models import OutgoingMail
from news.models import NewsPage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer, a_user


@override_settings(EMAIL_BACKEND="cms.mail.OutboxBackend")
class ReviewCase(SiteTestCase):
    """`an` writes for the Westhoek, `bea` reviews, `other` is of another team; `page` is a draft of An."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.westhoek = a_platform(cls.home, "Westhoek")
        cls.kempen = a_platform(cls.home, "Kempen")
        cls.bea = a_reviewer(cls.home)
        cls.rename(cls.bea, "Bea", "Maes")
        cls.an = cls.rename(a_member_of(cls.westhoek), "An", "Peeters")
        cls.other = cls.rename(a_member_of(cls.kempen), "Omer", "Claes")
        cls.page = cls.a_page("Een inloophuis")

    @staticmethod
    def rename(user, first, last):
        user.first_name, user.last_name, user.email = first, last, f"{first.lower()}@voorbeeld.be"
        user.save()
        # The mail that the address changed.
        OutgoingMail.objects.all().delete()
        return user

    @classmethod
    def a_colleague(cls, first="Carl", last="Wouters"):
        """One more of the reviewers."""
        return cls.rename(a_user(Group.objects.get(name=REVIEWERS)), first, last)

    @classmethod
    def a_page(cls, title, owner=None, live=False):
        owner = owner or cls.an
        page = NewsPageFactory(parent=place_of(cls.westhoek, NewsPage), title=title, live=live, owner=owner)
        page.save_revision(user=owner)
        return NewsPage.objects.get(pk=page.pk)

    @staticmethod
    def change(page, user, **fields):
        """A new version of the page, as a draft."""
        draft = page.get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(draft, name, value)
        return draft.save_revision(user=user, clean=False)

    def submit(self, page=None, user=None):
        page = NewsPage.objects.get(pk=(page or self.page).pk)
        state = page.current_workflow_state
        if state:
            state.resume(user or self.an)
        else:
            state = page.get_workflow().start(page, user or self.an)
        return state

    def decide(self, action, page=None, user=None, comment=""):
        """As the buttons of the editor do."""
        page = NewsPage.objects.get(pk=(page or self.page).pk)
        task = page.current_workflow_task
        task.on_action(page.current_workflow_task_state, user or self.bea, action, comment=comment)

    def mails(self):
        """What was sent since the last time, by recipient."""
        send_waiting()
        sent, mail.outbox[:] = list(mail.outbox), []
        return {message.to[0]: message for message in sent}
