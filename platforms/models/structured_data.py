"""Platforms, coordinators and programmes as schema.org data, with nothing that their pages do not show."""

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.structured_data import (
    area,
    contact_point,
    cut,
    filled,
    organisation,
    person,
    postal_address,
    region_area,
    stamp,
)
from fields.parsing.dates import parse_partial_date


def platform(page):
    town = page.municipality.name if page.municipality else page.city
    return page.thing_data(
        type="GovernmentOrganization",
        slogan=page.tagline,
        sameAs=page.website,
        email=page.email,
        telephone=page.phone,
        address=postal_address(page.street, page.postal_code, town),
        foundingDate=stamp(page.founded_on) or (str(page.founded_year) if page.founded_year else ""),
        parentOrganization=organisation(page.host_organisation) if page.host_organisation else None,
        areaServed=[served(row) for row in page.municipality_rows]
        or ([region_area(page.region)] if page.region else []),
        knowsAbout=[row.words for row in page.theme_rows],
        member=[organisation(row.organisation) for row in page.member_rows],
        contactPoint=[point for point in map(point_of, page.coordinators) if point],
        numberOfEmployees=staff(page.staff_rows[0]) if page.staff_rows else None,
        employee=[director(row) for row in page.director_rows if row.is_current],
        makesOffer=[offer(*pair) for pair in page.initiative_rows],
        subjectOf=[moment(block.value) for block in page.history],
    )


def served(row):
    """A municipality, in a Role if there is a date: schema.org dates a relation by a Role."""
    since = cut(row.since, row.since_precision)
    place = area(row.municipality)
    return {"@type": "Role", "areaServed": place, "startDate": since} if since else place


def staff(row):
    """The full-time equivalents of a year."""
    return filled(
        type="QuantitativeValue", value=float(row.fte), unitText=_("FTE"), description=str(row.year)
    )


def director(row):
    """A current director, in an EmployeeRole if there are years."""
    employee = person(row.current_person, row.function_at_time)
    years = filled(startDate=str(row.since or ""), endDate=str(row.until or ""))
    return {"@type": "EmployeeRole", "employee": employee, **years} if years else employee


def offer(row, page):
    service = filled(
        type="Service", name=row.name, url=page.full_url if page else row.url, description=row.summary
    )
    return {"@type": "Offer", "itemOffered": service}


def moment(value):
    """A moment of its history, without a date that can't be parsed."""
    return filled(
        type="CreativeWork",
        name=value["title"],
        temporalCoverage=cut_written(value["date"]),
        abstract=value["text"],
    )


def cut_written(text):
    try:
        date = parse_partial_date(text or "")
    except ValidationError:
        return ""
    return cut(date.plain, date.precision)


def point_of(coordinator):
    return contact_point(coordinator.person, capfirst(_("coordinator")), coordinator.job_title)


def coordinator(page):
    """The person as the page shows it; None if the page has no person."""
    who = page.person
    if who is None:
        return None
    section = page.section
    town = who.municipality.name if who.municipality else ""
    works_for = [organisation(section.title, "GovernmentOrganization")] if section else []
    return page.thing_data(
        type="Person",
        name=who.name,
        honorificPrefix=who.honorific,
        jobTitle=page.job_title,
        worksFor=[*works_for, *([organisation(who.organisation)] if who.organisation else [])],
        sameAs=who.website,
        address=postal_address(who.street, who.postal_code, town),
        knowsLanguage=[block.value for block in page.languages],
        knowsAbout=[theme.name for theme in page.shown_themes],
        contactPoint=contact_point(who, capfirst(_("coordinator")), page.available),
    )


def programme(page):
    """The period is an ISO 8601 interval, with `..` for an open end."""
    section = page.section
    last = ".." if page.is_open_ended else page.period_end
    years = [str(year) for year in (page.period_start, last) if year]
    return page.work_data(
        **filled(
            temporalCoverage="/".join(years) if len(years) == 2 else "",
            creator=organisation(section.title, "GovernmentOrganization") if section else None,
        ),
        type="CreativeWork",
    )
