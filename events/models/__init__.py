"""Trajectories and events: what people are invited to. Each module holds one concept; import from here."""

from .agenda import EventIndexPage
from .event import EventOrganiser, EventPage, EventPartner, EventPractice
from .gathering import Gathering, State
from .session import EventSession, TimetableRow
from .trajectory import TeamMember, TrajectoryGuide, TrajectoryOrganiser, TrajectoryPage, TrajectoryPartner

__all__ = [
    "EventIndexPage",
    "EventOrganiser",
    "EventPage",
    "EventPartner",
    "EventPractice",
    "EventSession",
    "Gathering",
    "State",
    "TeamMember",
    "TimetableRow",
    "TrajectoryGuide",
    "TrajectoryOrganiser",
    "TrajectoryPage",
    "TrajectoryPartner",
]
