"""Which addresses are due, and which links somebody is told of."""

from datetime import timedelta

from django.db import models
from django.db.models import Min, OuterRef, Q, Subquery
from django.utils import timezone

from cms.permissions import pages_of

# A host is asked once, and then left alone for so long.
BETWEEN_QUESTIONS = timedelta(seconds=30)


def unverified(prefix="") -> Q:
    """The condition for addresses of which no person said that they work."""
    name = f"{prefix}verified_until"
    return Q(**{name: None}) | Q(**{f"{name}__lt": timezone.localdate()})


class AddressQuerySet(models.QuerySet):
    def due(self):
        """What is to be asked for now: one address of each host that is not left alone, what waits longest first."""
        now = timezone.now()
        waiting = self.filter(next_check__lte=now)
        resting = self.filter(checked_at__gt=now - BETWEEN_QUESTIONS).exclude(host="").values("host")
        paused = self.model._meta.apps.get_model("link_check.Pause").objects.filter(until__gt=now)
        first = waiting.filter(host=OuterRef("host")).order_by("next_check", "pk").values("pk")[:1]
        hosts = waiting.exclude(host__in=resting).exclude(host__in=paused.values("host"))
        hosts = hosts.values("host").annotate(since=Min("next_check"), first=Subquery(first))
        return hosts.order_by("since", "host").values_list("first", flat=True)

    def without_place(self):
        """What no page links to any more; what a person verified is kept as long as that counts."""
        return self.filter(unverified(), places=None)


class PlaceQuerySet(models.QuerySet):
    def for_user(self, user):
        """The links on the live pages of a team's section; reviewers see all."""
        return self.filter(page__in=pages_of(user).values("pk"), page__live=True)

    def broken(self):
        """What somebody has to do something about."""
        return self.filter(unverified("address__"), address__state="broken")
