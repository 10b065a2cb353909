"""Which findings somebody sees."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from cms.permissions import pages_of, visible_to


class PageFindingQuerySet(models.QuerySet):
    def for_user(self, user):
        """The findings on the live pages of a team's section; reviewers see all.

        Another page that one names may have gone offline since: who may not know of it does not see the finding.
        """
        known = Page.objects.filter(visible_to(user)).values("pk")
        findings = self.filter(page__in=pages_of(user).values("pk"), page__live=True)
        return findings.filter(Q(other=None) | Q(other__in=known))

    def with_applicable(self):
        """Says of each whether it applies, as `is_applicable`."""
        said = self.model._meta.apps.get_model("content_checks.NotApplicable").objects.filter(
            page=OuterRef("page"), check_name=OuterRef("check_name"), digest=OuterRef("digest")
        )
        return self.annotate(is_applicable=~Exists(said))
