"""Invented practices: varied in everything that is filtered, sorted or shown."""

from datetime import timedelta
from decimal import Decimal

from cms.models import Licence, OrganisationRole, PageTheme
from practices.choices import CostBand, Evidence, Scale, Status, Transferability
from practices.models import (
    Adoption,
    PracticeContact,
    PracticeMethod,
    PracticeMunicipality,
    PracticeOwner,
    PracticePage,
    PracticePartner,
    PracticeRegion,
    PracticeTargetGroup,
)

from .store import Draft
from .words import words
from .world import HOST, email_of, person_name

# The number of a practice says whether it is a stub or holds the two measured words: shares are exact in every twenty.
RARE_AT, STUB_AT, IN_TWENTY = 7, 13, 20
UNCOMMON_AT, IN_HUNDRED = (13, 53, 93), 100

STATUSES = [
    Status.IDEA,
    *[Status.PILOT] * 3,
    *[Status.RUNNING] * 8,
    *[Status.ANCHORED] * 4,
    *[Status.DONE] * 2,
]
STATUSES += [Status.STOPPED] * 2
SCALES = [*[Scale.NEIGHBOURHOOD] * 4, *[Scale.MUNICIPALITY] * 6, *[Scale.INTERMUNICIPAL] * 4, Scale.REGIONAL]
SCALES += [Scale.REGIONAL, Scale.PROVINCIAL, Scale.FLEMISH]
RUNGS = [*[Evidence.DESCRIBED] * 6, *[Evidence.WELL_DESCRIBED] * 7, *[Evidence.WELL_FOUNDED] * 4]
RUNGS += [Evidence.FIRST_SIGNS, Evidence.FIRST_SIGNS, Evidence.EFFECTIVE]


def is_stub(number):
    return number % IN_TWENTY == STUB_AT


def is_rare(number):
    return number % IN_TWENTY == RARE_AT


def is_common(number):
    return number % IN_HUNDRED not in UNCOMMON_AT


def practice(world, dice, number, today):
    """The practice with this number, with its rows."""
    place = world.place(dice)
    themes, groups, owner = world.fill_words(dice, place)
    page = PracticePage(
        title=title(dice, number), is_stub=is_stub(number), licence=dice.choice(Licence.values)
    )
    page.search_description = dice.write(dice.choice(words.summaries))
    if is_common(number):
        page.search_description += " " + dice.choice(words.common_lines)
    published_on = dice.day(today - timedelta(days=1), 6)
    page.first_published_at = dice.moment(published_on)
    rows = [PageTheme(theme=theme) for theme in themes]
    rows += [PracticeOwner(organisation=owner)]
    if not page.is_stub:
        fill_in(page, dice, number, today)
        rows += [PracticeTargetGroup(target_group=group) for group in groups]
        rows += [*area(world, dice, place), *people_rows(world, dice, place, owner, today)]
        rows += [PracticeMethod(method=method) for method in dice.some(world.methods, 0, 2)]
    return Draft(place.practices, page, rows)


def title(dice, number):
    if is_rare(number):
        return dice.write(dice.choice(words.rare_titles))
    form = dice.choice(words.forms)
    if is_stub(number):
        return dice.choice(words.stub_titles).format(form=form, **dice.words)
    return f"{form} {dice.choice(words.turns).format(**dice.words)}"


def fill_in(page, dice, number, today):
    """All that a stub lacks."""
    page.status, page.scale = dice.choice(STATUSES), dice.choice(SCALES)
    page.evidence_level = dice.choice(RUNGS)
    page.intersectoral = dice.chance(30)
    page.started_on = dice.day(today - timedelta(days=400), 9)
    page.started_on_precision = dice.choice(["month", "year", "day"])
    if page.status in (Status.DONE, Status.STOPPED):
        page.ended_on = page.started_on + timedelta(days=dice.randrange(32, 400))
    if dice.chance(25):
        page.age_min = dice.randrange(0, 60)
        page.age_max = page.age_min + dice.randrange(6, 40)
    if dice.chance(60):
        page.reviewed_on = dice.day(today, 2)
    fill_story(page, dice, number)
    fill_results(page, dice, today)
    fill_costs(page, dice, today)
    fill_lessons(page, dice)


def fill_story(page, dice, number):
    page.problem = dice.paragraphs(words.problems, 1, 2)
    page.goals = dice.stream("line", dice.lines(words.goals, 2, 4))
    parts = [("heading", dice.choice(words.headings)), ("paragraph", dice.paragraphs(words.approaches, 1, 3))]
    if is_rare(number):
        parts.append(("paragraph", f"<p>{dice.choice(words.rare_lines)}</p>"))
    if is_common(number):
        parts.append(("paragraph", f"<p>{dice.choice(words.common_lines)}</p>"))
    if dice.chance(40):
        quote = {"text": dice.choice(words.quotes), "name": person_name(dice), "function": "deelnemer"}
        parts.append(("quote", quote))
    if dice.chance(25):
        heading, text = dice.choice(words.callouts)
        parts.append(("callout", {"title": heading, "text": f"<p>{text}</p>"}))
    page.approach = dice.blocks(*parts)
    steps = sorted(dice.some(words.steps, 3, 6), key=words.steps.index)
    page.steps = dice.stream(
        "step",
        [{"title": name, "text": f"<p>{dice.write(text)}</p>", "duration": ""} for name, text in steps],
    )


def fill_results(page, dice, today):
    """Results, and the source that publishing requires for a higher evidence level."""
    page.results = dice.paragraphs(words.results, 1, 2)
    page.indicators = dice.stream("indicator", [indicator(dice, today) for _ in range(dice.randint(0, 3))])
    if page.evidence_level >= Evidence.WELL_FOUNDED or dice.chance(20):
        label = dice.write("Lees meer over {topic}")
        page.links = dice.stream("link", [{"label": label, "url": f"https://{HOST}/lees-meer"}])
    if page.evidence_level >= Evidence.FIRST_SIGNS:
        kinds = ["scientific"] if page.evidence_level == Evidence.EFFECTIVE else ["self", "external"]
        evaluation = {
            "kind": dice.choice(kinds),
            "by": dice.write("{house}"),
            "year": today.year - dice.randrange(0, 6),
            "finding": dice.choice(words.findings),
            "url": f"https://{HOST}/evaluatie",
        }
        page.evaluations = dice.stream("evaluation", [evaluation])


def indicator(dice, today):
    label, unit = dice.choice(words.indicators)
    before = dice.randrange(5, 200)
    return {
        "label": label,
        "value": str(before + dice.randrange(1, 300)),
        "unit": unit,
        "baseline": str(before) if dice.chance(60) else "",
        "year": today.year - dice.randrange(0, 4),
        "source": dice.write(dice.choice(words.sources)),
    }


def fill_costs(page, dice, today):
    if dice.chance(45):
        page.cost_total = Decimal(dice.choice([1, 5, 10, 50]) * dice.randrange(500, 9000))
        page.cost_band = CostBand.of(page.cost_total)
    elif dice.chance(80):
        page.cost_band = dice.choice(CostBand.values)
    if dice.chance(60):
        page.staff_fte = Decimal(dice.randrange(2, 60)) / 10
    if dice.chance(50):
        page.participant_cost = Decimal(dice.choice([0, 0, 2, 5, 20]))
    page.resources_needed = f"<p>{dice.choice(words.resources)}</p>"
    payers = [
        {"source": source, "amount": None, "year": today.year - dice.randrange(0, 3)}
        for source in dice.lines(words.funders, 0, 2)
    ]
    page.funding_sources = dice.stream("funding", payers)


def fill_lessons(page, dice):
    page.success_factors = dice.stream("line", dice.lines(words.successes, 1, 3))
    page.pitfalls = dice.stream("line", dice.lines(words.pitfalls, 0, 3))
    page.lessons = dice.paragraphs(words.lessons, 1, 1)
    if page.status == Status.STOPPED:
        page.lessons = f"<p>{dice.choice(words.stopped)}</p>{page.lessons}"
    page.prerequisites = dice.stream("line", dice.lines(words.prerequisites, 0, 3))
    page.transferability = dice.choice([*Transferability.values, ""])


def area(world, dice, place):
    """Named municipalities, whole regions, or nothing: then it works where its platform does."""
    if dice.chance(25):
        return []
    if dice.chance(20):
        return [PracticeRegion(region=place.region)]
    return [PracticeMunicipality(municipality=town) for town in dice.some(place.towns, 1, 3)]


def people_rows(world, dice, place, owner, today):
    """Partners, contacts, and who took it over."""
    others = [other for other in dice.some(world.organisations, 0, 4) if other != owner]
    yield from [
        PracticePartner(organisation=other, role=dice.choice(OrganisationRole.values)) for other in others
    ]
    if place.coordinator and dice.chance(40):
        yield PracticeContact(coordinator=place.coordinator)
    else:
        name = dice.words["name"]
        yield PracticeContact(name=name, function=dice.choice(words.functions), email=email_of(name))
    if dice.chance(15):
        yield Adoption(
            organisation=dice.choice(world.organisations),
            started_on=today.replace(year=today.year - dice.randrange(0, 5), month=1, day=1),
            started_on_precision="year",
            adaptation=dice.choice(words.adaptations),
        )
