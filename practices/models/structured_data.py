"""A practice in the words of schema.org. No profile of OSLO exists for practices: it is a CreativeWork."""

from cms.structured_data import area, organisation, region_area, stamp


def practice(page):
    audiences = [{"@type": "Audience", "audienceType": name} for name in page.target_group_names]
    partners = [organisation(row.organisation) for row in page.partner_rows]
    return page.work_data(
        type="CreativeWork",
        headline=page.title,
        creator=[organisation(name) for name in page.owner_names],
        contributor=partners,
        audience=audiences,
        license=page.licence_uri,
        isAccessibleForFree=True,
        creativeWorkStatus=page.get_status_display(),
        temporalCoverage=period(page),
        spatialCoverage=[*map(region_area, page.regions), *map(area, page.towns)],
    )


def period(page):
    """Since when, and until when, as far as it is known: 2018-03/.. for what still goes on (ISO 8601-2)."""
    since = cut(page.started_on, page.started_on_precision)
    until = cut(page.ended_on, page.ended_on_precision)
    return f"{since or '..'}/{until or '..'}" if since or until else ""


def cut(day, precision):
    """The day without what nobody knows of it: 2018-03 or 2018."""
    return stamp(day)[: {"month": 7, "year": 4}.get(precision, 10)]
