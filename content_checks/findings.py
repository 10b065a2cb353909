"""What a check is, and what it finds on a page."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .content import PageContent


class Group(TextChoices):
    """Under which heading a finding is shown."""

    WORDS = "words", _("Words")
    FORM = "form", _("Form")
    DOUBLES = "doubles", _("Double")


class Finding(NamedTuple):
    """One thing to look at. `excerpt` is the sentence, or the name of the picture, link or page, that it is about.

    `advice` says what is better, of this one; `label` names the field or block; `path` is where it stands in the form
    (a content path, as comments have: `body.<id>.text`), empty where the form has no such place.
    `url` is a path in the admin of what is meant by the advice (the other page, the picture); empty if there is none.
    `other` is the key of another page that it names: who may not know of that page does not get the finding.
    """

    excerpt: str
    advice: str = ""
    label: str = ""
    path: str = ""
    url: str = ""
    other: int | None = None


class Check:
    """Looks for one kind of fault. `name` is stored with what was found, so it stays.

    `is_on`: whether the check is on until a reviewer says otherwise. A check that is wrong in more than one of ten
    cases is off (the figures stand in docs/content-checks.md).
    """

    name: ClassVar[str]
    group: ClassVar[Group]
    heading: ClassVar[str]
    reason: ClassVar[str]
    is_on: ClassVar[bool] = True

    def find(self, content: PageContent) -> Iterator[Finding]:
        """Yields what is wrong, in the order of the page."""
        raise NotImplementedError
