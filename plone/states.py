"""What Wagtail knows of a page's state and dates, in Plone's words: as columns to ask by, and of one page."""

from datetime import UTC
from functools import cache

from django.db.models import Case, CharField, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState, get_page_models

PUBLISHED, PENDING, SCHEDULED, EXPIRED, PRIVATE = "published", "pending", "scheduled", "expired", "private"
TITLES = {
    PUBLISHED: _("Published"),
    PENDING: _("In moderation"),
    SCHEDULED: _("Scheduled"),
    EXPIRED: _("Expired"),
    PRIVATE: _("Draft"),
}
# What Plone writes for a date that is not set.
NEVER_BEGAN, NEVER_ENDS = "1969-12-31T00:00:00+00:00", "2499-12-31T00:00:00+00:00"


def of_page(model, **conditions):
    """Rows of a model that points at pages by a text with their key."""
    key = Cast(OuterRef("pk"), CharField())
    rows = model.objects.filter(object_id=key, base_content_type__app_label="wagtailcore", **conditions)
    return Exists(rows.filter(base_content_type__model="page"))


def state_column():
    in_moderation = of_page(
        WorkflowState,
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    return Case(
        When(live=True, then=Value(PUBLISHED)),
        When(in_moderation, then=Value(PENDING)),
        When(of_page(Revision, approved_go_live_at__isnull=False), then=Value(SCHEDULED)),
        When(expired=True, then=Value(EXPIRED)),
        default=Value(PRIVATE),
        output_field=CharField(),
    )


# A public page shows nothing of a newer draft of it, its date neither.
DATE_COLUMNS = {
    "effective": Case(When(live=True, then=F("first_published_at")), default=F("go_live_at")),
    "created": Coalesce("first_published_at", "latest_revision_created_at"),
    "modified": Case(
        When(live=True, then=Coalesce("last_published_at", "first_published_at")),
        default=F("latest_revision_created_at"),
    ),
    "expires": F("expire_at"),
}
DAY_COLUMNS = {"start": "first_day", "end": "last_day"}


@cache
def day_column(name):
    """The first or last day of what happens, of any type that says it does; None where no type does."""
    field = DAY_COLUMNS[name]
    models = [model for model in get_page_models() if getattr(model, "happens", False)]
    columns = [
        Subquery(model.objects.filter(pk=OuterRef("pk")).values(field)[:1])
        for model in models
        if any(known.name == field for known in model._meta.fields)
    ]
    return Coalesce(*columns, Value(None)) if columns else None


def state_of(page):
    """Of a page that was found with the states of those who sign in; everybody else sees only what is public."""
    return getattr(page, "review_state", PUBLISHED)


def dates_of(page):
    if page.live:
        first, last = page.first_published_at, page.last_published_at or page.first_published_at
        return {"effective": first, "created": first, "modified": last, "expires": page.expire_at}
    changed = page.latest_revision_created_at
    created = page.first_published_at or changed
    return {
        "effective": page.go_live_at,
        "created": created,
        "modified": changed,
        "expires": page.expire_at,
    }


def stamp(moment):
    """A moment as Plone writes it, or None."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat() if moment else None


def with_states(pages):
    return pages.annotate(review_state=state_column())
