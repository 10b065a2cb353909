"""Which facts of a practice contradict each other: asked when it is published, by form and model alike."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import DatePrecision, Problem

from .choices import Evidence

OLDEST_AGE = 120
KNOWN_PARTS = {DatePrecision.YEAR: 1, DatePrecision.MONTH: 2, DatePrecision.DAY: 3}


def is_before(day, precision, other, other_precision):
    """Is the one date before the other, as far as both are known? 2018 is not before March 2018."""
    known = min(KNOWN_PARTS[precision], KNOWN_PARTS[other_precision])
    return day.timetuple()[:known] < other.timetuple()[:known]


def period_problems(practice):
    if practice.started_on and practice.ended_on:
        end = practice.ended_on, practice.ended_on_precision
        if is_before(*end, practice.started_on, practice.started_on_precision):
            yield Problem("ended_on", _("The end comes before the beginning."))


def age_problems(practice):
    youngest, oldest = practice.age_min, practice.age_max
    for name, age in [("age_min", youngest), ("age_max", oldest)]:
        if age is not None and age > OLDEST_AGE:
            yield Problem(name, _("Fill in an age up to and including %s.") % OLDEST_AGE)
    if youngest is not None and oldest is not None and youngest > oldest:
        yield Problem("age_max", _("The highest age lies below the lowest."))


def evidence_problems(practice):
    """Movisie's ladder: the third rung asks for a source, the fourth for an evaluation that can be read."""
    level = practice.evidence_level
    if level is None or level < Evidence.WELL_FOUNDED:
        return
    if not has_source(practice):
        message = _("Without a source this is “Well described” at most. Add an evaluation, a link or a file.")
        yield Problem("evidence_level", message)
    elif level >= Evidence.FIRST_SIGNS and not has_documented_evaluation(practice):
        message = _(
            "Without an evaluation this is “Well founded” at most. Add one with a file or a web address."
        )
        yield Problem("evidence_level", message)


def has_source(practice):
    """Is there anything that a reader can check: an evaluation, a link or a file?"""
    files = [download.value["document"] for download in practice.downloads]
    return bool(len(practice.evaluations) or len(practice.links) or any(files))


def has_documented_evaluation(practice):
    return any(evaluation.value.is_documented for evaluation in practice.evaluations)


def contact_problems(contacts):
    """A coordinator is enough; anybody else needs a name and a way to be reached."""
    for contact in contacts:
        is_reachable = contact.email or contact.phone
        if contact.coordinator_id:
            continue
        if contact.name and not is_reachable:
            yield Problem("email", _("Fill in an e-mail address or a phone number."), contact)
        elif not contact.name and (is_reachable or contact.function):
            yield Problem("name", _("Choose a coordinator, or fill in a name."), contact)


def adoption_problems(adoptions):
    for adoption in adoptions:
        says_something = adoption.year or adoption.adaptation or adoption.contact or adoption.adopted_page_id
        if says_something and not adoption.organisation_id:
            yield Problem("organisation", _("Who took the practice over?"), adoption)
        if adoption.year and not 1900 <= adoption.year <= timezone.localdate().year:
            yield Problem("year", _("Fill in a year in four digits that is not in the future."), adoption)
