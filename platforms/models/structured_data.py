"""A platform, its coordinators and its programmes in the words of schema.org: what their pages show, and no more."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.structured_data import (
    area,
    contact_point,
    filled,
    organisation,
    postal_address,
    region_area,
    stamp,
)


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
        areaServed=[area(place) for place in page.served]
        or ([region_area(page.region)] if page.region else []),
        knowsAbout=[row.words for row in page.theme_rows],
        member=[organisation(row.organisation) for row in page.member_rows],
        contactPoint=[point for point in map(point_of, page.coordinators) if point],
    )


def point_of(coordinator):
    return contact_point(coordinator.person, capfirst(_("coordinator")), coordinator.job_title)


def coordinator(page):
    """The person, as far as the page shows it; nothing where the page has no person."""
    found = page.person
    if found is None:
        return None
    section = page.section
    town = found.municipality.name if found.municipality else ""
    works_for = [organisation(section.title, "GovernmentOrganization")] if section else []
    return page.thing_data(
        type="Person",
        name=found.name,
        honorificPrefix=found.honorific,
        jobTitle=page.job_title,
        worksFor=[*works_for, *([organisation(found.organisation)] if found.organisation else [])],
        sameAs=found.website,
        address=postal_address(found.street, found.postal_code, town),
        knowsLanguage=[block.value for block in page.languages],
        knowsAbout=[theme.name for theme in page.shown_themes],
        contactPoint=contact_point(found, capfirst(_("coordinator")), page.available),
    )


def programme(page):
    section = page.section
    years = [str(year) for year in (page.period_start, page.period_end) if year]
    return page.work_data(
        **filled(
            temporalCoverage="/".join(years) if len(years) == 2 else "",
            creator=organisation(section.title, "GovernmentOrganization") if section else None,
        ),
        type="CreativeWork",
    )
