"""What the register of processing says of feedback."""

from django.utils.translation import gettext as _

from cms.models import Kept
from cms.processing import Activity, days, fields_of, in_the_admin, nobody_outside

from .models import SPAM_KEPT, Feedback, UsedKey
from .retention import term_in_words


def describe() -> Activity:
    return Activity(
        _("Readers who write that something is not right"),
        [_("To mend pages, and to answer who wants an answer.")],
        [
            _("The task of the organisation (GDPR, article 6.1.e), or legitimate interest."),
            _("The e-mail address by agreement (article 6.1.a): who leaves it asks for an answer."),
        ],
        [_("Readers who write. Who only says whether a page was useful is counted, and nothing more.")],
        [
            *fields_of(Feedback, term=Kept.FEEDBACK),
            *fields_of(Feedback, term=Kept.ANSWER),
            *fields_of(UsedKey, term=Kept.DAY),
        ],
        [_("The team of the section that the page is in, and the reviewers."), *nobody_outside()],
        [
            _("%s after it was written.") % term_in_words(),
            _("The e-mail address until it is handled; what looks like spam: %s.") % days(SPAM_KEPT.days),
            _("The key of the form: %s. Attempts, as a code that can't be read back: one hour.")
            % days(UsedKey.KEPT.days),
        ],
        [
            in_the_admin(),
            _("Never in a mail, in search, in feeds or in the API; no network address beside it."),
        ],
    )
