"""The base of the tests of periodic review: two platforms with a team, plain pages whose term is a year."""

import datetime

from django.core import mail
from django.utils import timezone

from cms.mail import send_waiting
from cms.models import PageReview
from home.models import StandardPage
from periodic_review.reviewing import due_for
from platforms.models import PlatformPage
from tests.cases import SiteTestCase
from tests.factories import StandardPageFactory
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

TODAY = "2026-11-30 09:00"


def day(text) -> datetime.date:
    return datetime.date.fromisoformat(text)


class ReviewCase(SiteTestCase):
    """`page` belongs to the Westhoek, `general` to no platform; `them` edit the Westhoek, `us` the Kempen."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.westhoek = a_platform(cls.home, "Westhoek")
        cls.kempen = a_platform(cls.home, "Kempen")
        cls.reviewer = a_reviewer(cls.home)
        cls.us, cls.them = a_member_of(cls.kempen), a_member_of(cls.westhoek)
        cls.page = cls.a_page(cls.westhoek, "Over de Westhoek")
        cls.general = cls.a_page(cls.home, "Over ons")

    @classmethod
    def a_page(cls, parent, title="Een pagina", published="2025-11-20", **fields) -> StandardPage:
        """A page whose day of review is a year after it was published."""
        if isinstance(parent, PlatformPage):
            parent = PlatformPage.objects.get(pk=parent.pk)
        moment = timezone.make_aware(datetime.datetime.fromisoformat(published))
        return StandardPageFactory(
            parent=parent, title=title, first_published_at=moment, last_published_at=moment, **fields
        )

    def review(self, page=None) -> PageReview:
        return PageReview.objects.get(page=page or self.page)

    def pages_due_for(self, user) -> list[str]:
        return [review.page.title for review in due_for(user)]

    def delivered(self) -> list:
        """The mails that are sent now."""
        send_waiting()
        sent, mail.outbox[:] = list(mail.outbox), []
        return sent
