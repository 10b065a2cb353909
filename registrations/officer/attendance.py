"""The day itself: the list to print, checking in on a phone, and the numbers for the caterer."""

from collections import Counter

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from registrations.models import Needs, Registration, State

from .exports import parts_of
from .lines import part_counts
from .lists import search
from .permissions import OfEvent

ON_THE_DAY = Q(state__in=[State.CONFIRMED, State.PRESENT, State.ABSENT])
LONGEST_SEARCH = 100


def expected(page):
    """Who has a seat, by name."""
    people = Registration.objects.filter(ON_THE_DAY, page=page).prefetch_related("places")
    return people.order_by("last_name", "first_name", "number")


class AttendanceList(OfEvent, TemplateView):
    """Names with room to sign, to print; of one track or session if `part` says so. Nothing about food or access."""

    page_title = _("Attendance list")
    template_name = "registrations/officer/attendance.html"

    @cached_property
    def parts(self):
        return part_counts(self.page, self.terms)

    @cached_property
    def part(self):
        """The part that was chosen; None for all."""
        key = self.request.GET.get("part")
        return next((part for part in self.parts if part.key == key), None)

    def get_context_data(self, **kwargs):
        people = expected(self.page)
        if self.part:
            people = people.filter(places__part=self.part.key, places__state="confirmed")
        rows = [(person, parts_of(person)) for person in people]
        return super().get_context_data(rows=rows, parts=self.parts, part=self.part, **kwargs)


class CheckIn(OfEvent, TemplateView):
    """Who is there: a name with two big buttons, to use with one thumb at the door."""

    page_title = _("Check in")
    template_name = "registrations/officer/check_in.html"

    def get_context_data(self, **kwargs):
        text = self.request.GET.get("q", "")[:LONGEST_SEARCH]
        numbers = Counter(expected(self.page).values_list("state", flat=True))
        return super().get_context_data(
            people=search(expected(self.page), text),
            text=text,
            present=numbers[State.PRESENT],
            expected=sum(numbers.values()),
            **kwargs,
        )


class Catering(OfEvent, TemplateView):
    """How many eat what, and what people need: numbers and texts, without a name."""

    page_title = _("For the caterer")
    template_name = "registrations/officer/catering.html"

    def get_context_data(self, **kwargs):
        people = expected(self.page).exclude(state=State.ABSENT)
        needs = Needs.objects.filter(registration__in=people.values("pk")).order_by("registration__number")
        return super().get_context_data(
            number=people.count(),
            diets=totals(needs.values_list("diet", flat=True)),
            access=totals(needs.values_list("access", flat=True)),
            **kwargs,
        )


def totals(texts) -> list[tuple[str, int]]:
    """Each text with how many wrote it, most first; capitals, spaces and a full stop make no difference."""
    written, numbers = {}, Counter()
    for text in texts:
        words = " ".join(text.split()).rstrip(".")
        if words:
            written.setdefault(words.casefold(), words)
            numbers[words.casefold()] += 1
    return sorted(
        ((written[key], number) for key, number in numbers.items()), key=lambda row: (-row[1], row[0])
    )
