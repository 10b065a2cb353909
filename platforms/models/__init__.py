"""Platforms, their action programmes and coordinators. Each module holds one concept; import from here."""

from .action_programme import Action, ActionProgrammePage, ProgrammeBasis, YearlyProgramme
from .coordinator import CoordinatorIndexPage, CoordinatorPage, load_coordinators, load_for_finder
from .organisation import Director, Initiative, PlatformStaff
from .platform import PlatformIndexPage, PlatformPage
from .rows import CurrentTheme, Funding, Inspiration, Member, PlatformMunicipality

__all__ = [
    "Action",
    "ActionProgrammePage",
    "CoordinatorIndexPage",
    "CoordinatorPage",
    "CurrentTheme",
    "Director",
    "Funding",
    "Initiative",
    "Inspiration",
    "Member",
    "PlatformIndexPage",
    "PlatformMunicipality",
    "PlatformPage",
    "PlatformStaff",
    "ProgrammeBasis",
    "YearlyProgramme",
    "load_coordinators",
    "load_for_finder",
]
