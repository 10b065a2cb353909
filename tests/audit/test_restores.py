"""A restore erases no traces."""

from audit.models import Action, AuditEntry
from audit.recording import record
from audit.restores import traces_kept
from tests.audit.cases import AuditTestCase, acts


class RestoreTests(AuditTestCase):
    def test_what_was_recorded_since_the_backup_is_put_back_once(self):
        record(Action.SIGNED_IN, user=self.chief)
        backup = list(AuditEntry.objects.values())
        record(Action.UNPUBLISHED, self.news, user=self.member)

        with traces_kept():
            AuditEntry.objects.all()._raw_delete("default")
            AuditEntry.objects.bulk_create(AuditEntry(**row) for row in backup)

        self.assertEqual(acts(), ["signed_in", "unpublished", "restored"])
        self.assertEqual(AuditEntry.objects.get(action="unpublished").object_key, str(self.news.pk))
