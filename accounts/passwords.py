"""Refuses passwords that are guessed first: common ones, and words of the site and its work."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Words of this organisation, its field and its people, which no list of leaked passwords has (OWASP ASVS 5.0, 6.1.2 and
# 6.2.11), and what everybody writes first. In small letters, without accents.
LIST = """
    streekwijzer welzijn welzijnsplatform welzijnsplatformen welzijnsplatforms welzijnswerk zorg zorgregio
    regio streek gemeente eerstelijnszone samenleving platform platformen praktijk praktijken nieuws agenda vorming
    vlaanderen vlaams vlaamseoverheid belgie brussel antwerpen limburg oostvlaanderen westvlaanderen vlaamsbrabant
    coordinator redactie eindredactie admin administrator beheer beheerder gebruiker wagtail django
    welkom welkomwelzijn hallo wachtwoord mijnwachtwoord nieuwwachtwoord paswoord password geheim azerty qwerty
    lente zomer herfst winter voorjaar najaar kerstmis pasen vakantie
    januari februari maart april mei juni juli augustus september oktober november december
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
"""
CONTEXT_WORDS = frozenset(LIST.split())


def letters_of(text: str) -> str:
    """The letters of a text in lower case: `Welzijn-2026!` gives `welzijn`."""
    return "".join(filter(str.isalpha, text.casefold()))


def names_of_the_site() -> set[str]:
    """The site's name, its host name, and the parts of that: `www.zorg-gent.be` gives `zorg`, `gent`, `zorggent` …"""
    host = urlsplit(settings.BASE_URL).hostname
    labels = host.split(".")
    parts = host.replace("-", ".").split(".")
    return {letters_of(name) for name in (settings.WAGTAIL_SITE_NAME, host, *labels, *parts)} - {""}


class GuessableWordValidator(CommonPasswordValidator):
    """Refuses a password of Django's common ones, and one whose letters are one word of those or of `CONTEXT_WORDS`.

    Digits, punctuation and spaces count for nothing: they are what people add to reach a length. Of 20,000 common
    passwords 190 have the 12 characters that we ask, and attackers add the same digits. Several words in a row are
    fine. Takes a time in proportion to the length of the password. Raises ValidationError.
    """

    SHORTEST = 4  # a program's random password may well have three letters that are somebody's password

    def validate(self, password, user=None):
        super().validate(password, user)
        letters = letters_of(password)
        is_common = len(letters) >= self.SHORTEST and letters in self.passwords
        words = CONTEXT_WORDS | names_of_the_site()
        if is_common or (letters and any(not letters.replace(word, "") for word in words)):
            raise ValidationError(
                _(
                    "This password is guessed soon: it is one word, with some digits or signs."
                    " Take a few words in a row that have nothing to do with each other or with your work."
                ),
                code="password_guessable_word",
            )

    def get_help_text(self):
        return _(
            "A few words in a row make a good password: long, and easy to remember."
            " One word with some digits or signs does not."
        )
