"""What a practice still lacks, in the words that readers see."""

from django.utils.translation import gettext_lazy as _

from cms.models import is_empty
from cms.models.publishing import filled_rows

from .choices import CostBand


def missing_parts(practice):
    """The labels of what readers expect and the practice does not say yet."""
    cost_is_known = practice.cost_total is not None or practice.cost_band not in ("", CostBand.UNKNOWN)
    parts = [
        (_("summary"), practice.search_description),
        (_("reason"), practice.problem),
        (_("approach"), practice.approach),
        (_("results"), practice.results),
        (_("cost"), cost_is_known or None),
        (_("evidence"), practice.evidence_level),
        (_("contact person"), filled_rows(practice.contacts.all())),
    ]
    return [str(label) for label, value in parts if is_empty(value)]
