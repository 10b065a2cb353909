"""Review states and dates in Plone's terms: as query expressions, and of a single page."""

from datetime import UTC
from functools import cache

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
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
# What Plone writes in metadata for a missing date.
NEVER_BEGAN, NEVER_ENDS = "1969-12-31T00:00:00+00:00", "2499-12-31T00:00:00+00:00"


def has_row_for_page(model, **conditions):
    """Whether the model has such a row for the page; for models that store its key as text in `object_id`."""
    key = Cast(OuterRef("pk"), CharField())
    rows = model.objects.filter(object_id=key, base_content_type__app_label="wagtailcore", **conditions)
    return Exists(rows.filter(base_content_type__model="page"))


def state_column():
    in_moderation = has_row_for_page(
        WorkflowState,
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    return Case(
        When(live=True, then=Value(PUBLISHED)),
        When(in_moderation, then=Value(PENDING)),
        When(has_row_for_page(Revision, approved_go_live_at__isnull=False), then=Value(SCHEDULED)),
        When(expired=True, then=Value(EXPIRED)),
        default=Value(PRIVATE),
        output_field=CharField(),
    )


# The dates of a public page must not show that it has a newer draft.
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
    """An expression for the first or last day, over all page types that set `happens`; None if there are none."""
    field = DAY_COLUMNS[name]
    models = [model for model in get_page_models() if getattr(model, "happens", False)]
    columns = [
        Subquery(model.objects.filter(pk=OuterRef("pk")).values(field)[:1])
        for model in models
        if any(model_field.name == field for model_field in model._meta.fields)
    ]
    return Coalesce(*columns, Value(None)) if columns else None


def state_of(page) -> str:
    """The state that `annotate_states` has set; pages without it come from a query for public pages only."""
    return getattr(page, "review_state", PUBLISHED)


def dates_of(page) -> dict:
    """The dates of `DATE_COLUMNS`, as datetimes or None."""
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


def format_moment(moment) -> str | None:
    """A datetime as Plone writes it: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat() if moment else None


def annotate_states(pages) -> QuerySet:
    """Adds `review_state` to each page."""
    return pages.annotate(review_state=state_column())
