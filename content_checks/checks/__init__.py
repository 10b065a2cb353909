"""The checks, each in the module of its kind."""

from ..findings import Check
from .doubles import SamePage
from .form_files import FileWithoutKind, UnreadablePDF
from .form_headings import BoldHeading, Heading
from .form_links import InnerLink
from .form_pictures import AltText, SmallPicture
from .form_tables import Table
from .words import WORDS


def checks() -> list[Check]:
    """All checks, in the order in which their findings are shown."""
    return [
        *WORDS,
        Heading(),
        BoldHeading(),
        Table(),
        AltText(),
        SmallPicture(),
        FileWithoutKind(),
        UnreadablePDF(),
        InnerLink(),
        SamePage(),
    ]
