"""What the audit log holds, in short."""

from audit.models import AuditEntry
from tests.cms.cases import PublishingTestCase
from tests.permissions.factories import a_member_of, a_platform, a_reviewer, a_user

EMAIL = "hoofd@voorbeeld.be"


def acts(**conditions):
    """The acts of these rows, oldest first."""
    rows = AuditEntry.objects.filter(**conditions).order_by("pk")
    return [str(row.action) for row in rows]


def last(**conditions):
    return AuditEntry.objects.filter(**conditions).order_by("pk").last()


class AuditTestCase(PublishingTestCase):
    """A superuser, a reviewer and a member of a team, and an empty log."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.chief = a_user(is_superuser=True, email=EMAIL)
        cls.reviewer = a_reviewer(cls.home)
        cls.platform = a_platform(cls.home, "Westhoek")
        cls.member = a_member_of(cls.platform)
        cls.team = cls.platform.team

    def setUp(self):
        super().setUp()
        AuditEntry.objects.all()._raw_delete("default")
