"""What the register of processing says of the recycle bin."""

from django.conf import settings
from django.utils.translation import gettext as _

from cms.processing import Activity, days, nobody_outside


def describe() -> Activity:
    return Activity(
        _("People in what was deleted, until it leaves the recycle bin"),
        [_("To put back what somebody deleted by mistake.")],
        [_("The task of the organisation (GDPR, article 6.1.e), or legitimate interest.")],
        [
            _("Who stands in a deleted page, file or vocabulary entry: contacts, speakers, authors."),
            _("Who deleted it."),
        ],
        [_("All that the page, file or entry held, with its versions and comments; when it was deleted.")],
        [_("The team of the section that it was in, and the reviewers."), *nobody_outside()],
        [
            _("%s after it was deleted.") % days(settings.RECYCLE_BIN_DAYS),
            _("Who is erased from the site is erased from the recycle bin in the same moment."),
        ],
        [_("Only in the admin, for who had the right to change it; no page, search, feed or API reads it.")],
    )
