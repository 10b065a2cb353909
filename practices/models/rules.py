"""What a practice and its rows have to meet to be published, beside required fields: generators of `Problem`."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.publishing import Problem
from fields.dates import is_before
from practices.choices import Evidence

MAX_AGE = 120
IN_FUTURE = _("This date lies in the future.")
YEAR_IN_FUTURE = _("Fill in a year in four digits that is not in the future.")


def period_problems(practice):
    if practice.started_on and practice.ended_on:
        end = practice.ended_on, practice.ended_on_precision
        if is_before(*end, practice.started_on, practice.started_on_precision):
            yield Problem("ended_on", _("The end comes before the beginning."))


def age_problems(practice):
    youngest, oldest = practice.age_min, practice.age_max
    for name, age in [("age_min", youngest), ("age_max", oldest)]:
        if age is not None and age > MAX_AGE:
            yield Problem(name, _("Fill in an age up to and including %s.") % MAX_AGE)
    if youngest is not None and oldest is not None and youngest > oldest:
        yield Problem("age_max", _("The highest age lies below the lowest."))


def evidence_problems(practice):
    """From “Well founded” a level requires a source, from “First signs” a readable evaluation (Movisie's ladder)."""
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


def judgement_problems(practice):
    """A judgement has a level, somebody who judged and a date; without a judgement all are empty."""
    needed = {
        "evidence_judged_level": _("Which level did they judge?"),
        "evidence_judged_by": _("Who judged the evidence?"),
        "evidence_judged_on": _("When did they judge it?"),
    }
    empty = [name for name in needed if getattr(practice, f"{name}_id", getattr(practice, name)) is None]
    if len(empty) < len(needed) or practice.evidence_criteria or practice.evidence_criteria_url:
        for name in empty:
            yield Problem(name, needed[name])
    judged_on = practice.evidence_judged_on
    if judged_on and judged_on > timezone.localdate():
        yield Problem("evidence_judged_on", IN_FUTURE)


def has_source(practice):
    """Whether it has an evaluation, a link or a public file."""
    files = [download.value["document"] for download in practice.downloads]
    has_file = any(file and file.is_public for file in files)
    return bool(len(practice.evaluations) or len(practice.links) or has_file)


def has_documented_evaluation(practice):
    return any(evaluation.value.is_documented for evaluation in practice.evaluations)


def participation_problems(practice):
    """A count requires its unit, and a unit its count."""
    for name in ("frequency", "duration"):
        count, unit = (getattr(practice, f"{name}_{part}") for part in ("count", "unit"))
        if count and not unit:
            yield Problem(f"{name}_unit", _("Choose days, weeks, months or years."))
        elif unit and not count:
            yield Problem(f"{name}_count", _("How many?"))


def contact_problems(contacts):
    """A contact is a coordinator, or a name with an e-mail address or phone number."""
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
        dates = [adoption.started_on, adoption.licensed_on]
        texts = [adoption.reach, adoption.adaptation, adoption.contact]
        if any([*dates, *texts, adoption.adopted_page_id]) and not adoption.organisation_id:
            yield Problem("organisation", _("Who took the practice over?"), adoption)
        yield from future_problems(adoption, "started_on", "licensed_on")


def partner_problems(partners):
    for partner in partners:
        if partner.count and not partner.kind:
            yield Problem("kind", _("How many of what? For example: OCMW’s."), partner)


def origin_problems(origins, practice):
    for origin in origins:
        if origin.practice_id and origin.practice_id == practice.pk:
            yield Problem("practice", _("A practice can’t grow out of itself."), origin)
        elif origin.year and not origin.practice_or_name:
            yield Problem("name", _("Choose a practice, or fill in its name."), origin)
        if is_after_this_year(origin.year):
            yield Problem("year", YEAR_IN_FUTURE, origin)


def network_problems(networks):
    for network in networks:
        if (network.since or network.url) and not network.label:
            yield Problem("name", _("What is this network or label called?"), network)
        yield from future_problems(network, "since")


def recognition_problems(recognitions):
    for recognition in recognitions:
        facts = [recognition.organisation_id, recognition.by, recognition.recognised_on, recognition.url]
        if any(facts) and not recognition.name:
            yield Problem("name", _("Say what the recognition is."), recognition)
        yield from future_problems(recognition, "recognised_on")


def reach_problems(reach):
    for row in reach:
        facts = [row.who, row.place_text, row.year_from, row.year_until, row.source]
        if row.count and not row.who:
            yield Problem("who", _("Of whom or what is this the number?"), row)
        elif any(facts) and not row.count:
            yield Problem("count", _("How many?"), row)
        if is_after_this_year(row.year_from):
            yield Problem("year_from", YEAR_IN_FUTURE, row)
        if row.year_from and row.year_until and row.year_until < row.year_from:
            yield Problem("year_until", _("The end comes before the beginning."), row)


def future_problems(row, *names):
    """For dates of past events: they may not lie in the future."""
    for name in names:
        day = getattr(row, name)
        if day and day > timezone.localdate():
            yield Problem(name, IN_FUTURE, row)


def is_after_this_year(year):
    return bool(year and year > timezone.localdate().year)
