"""Who is responsible for a page, and by when somebody has to look whether it is still true."""

from calendar import monthrange
from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from caching.functions import cached_until_change

# A page that is overdue for longer says so to readers, and stands lower in lists.
OUTDATED_AFTER_MONTHS = 12
# From so many days before its day a page is on the list of what is to be reviewed.
SOON = timedelta(days=30)
LONGEST_TERM = 120


def months_later(day, months):
    """The same day of the month, so many months later; the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


class PageReviewQuerySet(models.QuerySet):
    def counting(self):
        """Of pages that are live, and not over."""
        today = timezone.localdate()
        return self.filter(page__live=True).filter(Q(until=None) | Q(until__gte=today))

    def due(self):
        """What is to be reviewed within 30 days, and what is late."""
        return self.counting().filter(review_by__lte=timezone.localdate() + SOON)


class PageReview(models.Model):
    """The review of a page: administration, no content. It takes effect at once and is in no revision.

    `reviewed_on` repeats that of the page, so that one query finds what is due among pages of all types; None means
    that nobody ever reviewed it.
    """

    wagtail_reference_index_ignore = True

    page = models.OneToOneField(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="page_review"
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who is responsible"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Hears when it is time to look at this page again. Nobody chosen: the whole team hears."),
    )
    months = models.PositiveSmallIntegerField(
        _("months between two reviews"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_TERM)],
        help_text=_("Leave empty for what is usual for this kind of page. 0: never."),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Computed by `schedule`: the term that was used, the day, the last day on which it matters, and whether it is
    # overdue for so long that readers are told.
    term = models.PositiveSmallIntegerField(default=0, editable=False)
    review_by = models.DateField(_("review by"), null=True, editable=False, db_index=True)
    until = models.DateField(null=True, editable=False)
    is_outdated = models.BooleanField(default=False, editable=False, db_index=True)

    objects = PageReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("page to review")
        verbose_name_plural = _("pages to review")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id}: {self.review_by}"

    def schedule(self, page, usual=None) -> None:
        """Computes the days from this page, of its own type, and sets them on the page too. Saves nothing.

        `usual` is the term of its type, where that is known already.
        """
        published = page.first_published_at and timezone.localdate(page.first_published_at)
        begin = page.reviewed_on or published
        self.reviewed_on = page.reviewed_on
        if usual is None:
            usual = usual_term(type(page))
        self.term = usual if self.months is None else self.months
        self.review_by = (
            months_later(begin, self.term) if self.term and begin and not page.alias_of_id else None
        )
        self.until = page.review_until
        self.is_outdated = self.is_long_overdue()
        page.review_by = self.review_by
        page.outdated_since = page.outdated_since or timezone.localdate() if self.is_outdated else None

    def is_long_overdue(self) -> bool:
        today = timezone.localdate()
        is_over = self.until is not None and self.until < today
        return bool(
            self.review_by and not is_over and months_later(self.review_by, OUTDATED_AFTER_MONTHS) < today
        )


class ReviewTerm(models.Model):
    """The term that reviewers chose for pages of a type, where it is another than `REVIEW_MONTHS` says."""

    label = models.CharField(max_length=100, unique=True)
    # 0 for never.
    months = models.PositiveSmallIntegerField(validators=[MaxValueValidator(LONGEST_TERM)])

    class Meta:
        verbose_name = _("review term")
        verbose_name_plural = _("review terms")
        default_permissions = ()

    def __str__(self):
        return f"{self.label}: {self.months}"


@cached_until_change(ReviewTerm)
def chosen_terms() -> dict:
    """The terms that reviewers chose, by the label of the type."""
    return dict(ReviewTerm.objects.values_list("label", "months"))


def usual_term(model) -> int:
    """The months after which pages of this type are to be reviewed; 0 for never."""
    return chosen_terms().get(model._meta.label, default_term(model))


def usual_terms(models) -> dict:
    """The same for many types, by type: outside a request each look at what is kept costs a query."""
    chosen = chosen_terms()
    return {model: chosen.get(model._meta.label, default_term(model)) for model in models}


def default_term(model) -> int:
    """The term in the settings of Django, which holds where reviewers chose none."""
    return settings.REVIEW_MONTHS.get(model._meta.label, 0)
