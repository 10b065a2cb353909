"""A practice as schema.org data: a CreativeWork, as OSLO has no profile for practices.

Networks, certificates and prices are properties of the Project that the work describes:
docs/decisions/0030-practice-as-project.md.
"""

from django.utils.translation import gettext

from cms.structured_data import area, cut, filled, link_to, organisation, region_area
from practices.choices import Evidence


def practice(page):
    audiences = [{"@type": "Audience", "audienceType": name} for name in page.target_group_names]
    partners = [organisation(row.organisation) for row in page.named_partners]
    return page.work_data(
        type="CreativeWork",
        headline=page.title,
        about=[method(word) for word in page.method_words],
        mainEntity=project(page),
        isBasedOn=[origin(*pair) for pair in page.origins],
        creator=[organisation(name) for name in page.owner_names],
        contributor=partners,
        audience=audiences,
        license=page.licence_uri,
        isAccessibleForFree=True,
        review=review(page),
        creativeWorkStatus=page.get_status_display(),
        temporalCoverage=period(page),
        spatialCoverage=[*map(region_area, page.regions), *map(area, page.towns)],
    )


def review(page):
    """The judgement of others about the evidence, as a Review; a team's own assessment is none."""
    level = page.judged_level
    if level is None:
        return None
    rating = filled(
        type="Rating", ratingValue=level.height, worstRating=1, bestRating=len(Evidence), name=level.label
    )
    return filled(
        type="Review",
        author=organisation(page.evidence_judged_by),
        datePublished=cut(page.evidence_judged_on, page.evidence_judged_on_precision),
        reviewAspect=gettext("Evidence"),
        reviewRating=rating,
        reviewBody=page.evidence_criteria,
        url=page.evidence_criteria_url,
    )


def project(page):
    """The Project that the work describes; None without facts of its own."""
    properties = filled(
        memberOf=[membership(row) for row in page.network_rows],
        hasCertification=[certification(row) for row in page.recognition_rows],
        makesOffer=offer(page),
    )
    return {"@type": "Project", "name": page.title, **properties} if properties else None


def membership(row):
    """A network, in a Role if there is a date: schema.org dates a relation by a Role."""
    network = filled(
        type="Organization",
        name=row.label,
        url=row.url,
        parentOrganization=organisation(row.owner) if row.owner else None,
    )
    since = cut(row.since, row.since_precision)
    return {"@type": "Role", "memberOf": network, "startDate": since} if since else network


def certification(row):
    return filled(
        type="Certification",
        name=row.name,
        issuedBy=organisation(row.authority) if row.authority else None,
        datePublished=cut(row.recognised_on, row.recognised_on_precision),
        url=row.url,
    )


def offer(page):
    """The price for participants; None if unknown."""
    if page.participant_cost is None:
        return None
    return filled(
        type="Offer",
        price=str(page.participant_cost),
        priceCurrency="EUR",
        description=page.participant_cost_note,
    )


def method(word):
    return filled(type="DefinedTerm", name=word.name, description=word.description, url=word.url)


def origin(row, own_page):
    """An earlier practice: a link to its page if that is listed, else its name."""
    return link_to(own_page) if own_page else {"@type": "CreativeWork", "name": row.name}


def period(page):
    """The period as ISO 8601-2, such as 2018-03/.. without an end; empty if unknown."""
    since = cut(page.started_on, page.started_on_precision)
    until = cut(page.ended_on, page.ended_on_precision)
    return f"{since or '..'}/{until or '..'}" if since or until else ""
