"""What an address answered, in words that say what an editor can do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.outgoing import Failure
from cms.outgoing_addresses import Refusal

ANSWERS: dict[str, Promise] = {
    "": _("We have not looked yet."),
    "200": _("The page answers."),
    "401": _("One has to sign in there, so we can't look."),
    "403": _("The site lets no programs in. Look yourself."),
    "404": _("The site is there, this page is not."),
    "410": _("The site says that this page is gone for good."),
    "429": _("The site asked us to wait. We look again later."),
    "503": _("The site is overloaded or being worked on. We look again later."),
    Failure.NAME: _("No site has this name any more. Is it typed right?"),
    Failure.LOOK_UP: _("The name could not be looked up. We try again later."),
    Failure.TIME: _("The site did not answer in time."),
    Failure.CONNECTION: _("The site does not answer."),
    Failure.CERTIFICATE: _("The certificate of the site is not valid: browsers warn about it."),
    Failure.TLS: _("No safe connection could be made. Look yourself."),
    Failure.LOOP: _("The site sends us on without end. Look yourself."),
    Refusal.UNREADABLE: _("This is no web address that every program reads alike."),
    Refusal.SCHEME: _("It leads to something that is no web page."),
    Refusal.PORT: _("The address names a port that we don't use. Look yourself."),
    Refusal.CREDENTIALS: _("There is a name or a password in the address."),
    Refusal.PRIVATE: _("It leads into a private network, where readers don't come."),
}
OUT_OF_ORDER = _("Something is wrong at the site itself.")
STRANGE = _("The site answers something that we don't know. Look yourself.")


def in_words(answer) -> Promise:
    if answer in ANSWERS:
        return ANSWERS[answer]
    if answer.startswith("2"):
        return ANSWERS["200"]
    return OUT_OF_ORDER if answer.startswith("5") else STRANGE
