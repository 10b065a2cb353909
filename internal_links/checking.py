"""Looks for links that lead nowhere: each minute what changed, and a few pages more, so that all are seen in a day."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import BigIntegerField, CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from cms.references import page_type

from .addresses import Addresses
from .links import Kind, kinds, links_of
from .models import LONGEST_TARGET, BrokenLink, CheckedPage
from .targets import problems

# In a minute: what is new or changed, and of the others those that were not looked at for longest.
MOST_CHANGED, MOST_OTHERS = 100, 20
SEEN_AGAIN_AFTER = datetime.timedelta(days=1)


def check_due() -> None:
    """Checks the pages that are due; `tick` calls it."""
    changed = list(CheckedPage.due().values_list("pk", flat=True)[:MOST_CHANGED])
    old = CheckedPage.objects.filter(checked_at__lt=timezone.now() - SEEN_AGAIN_AFTER, page__live=True)
    others = list(old.order_by("checked_at").values_list("page", flat=True)[:MOST_OTHERS])
    keys = [*changed, *others]
    if keys:
        check(keys)
    BrokenLink.objects.filter(page__live=False).delete()


def check(keys) -> None:
    """Writes down what is broken in these pages, and what is not any more."""
    now = timezone.now()
    links = {page.pk: links_of(page) for page in Page.objects.filter(pk__in=keys).specific().iterator()}
    wrong = problems([link for of_page in links.values() for link in of_page])
    addresses = Addresses()
    for key, of_page in links.items():
        reasons = [(link, reason_of(link, wrong, addresses)) for link in of_page]
        write(key, [(link, reason) for link, reason in reasons if reason])
    CheckedPage.objects.bulk_create(
        [CheckedPage(page_id=key, checked_at=now) for key in links],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["checked_at"],
    )


def reason_of(link, wrong, addresses):
    if link.kind == Kind.ADDRESS:
        return addresses.problem(link.target)
    return wrong.get((link.kind, link.target))


@transaction.atomic
def write(key, broken) -> None:
    """Makes the rows of this page those of `broken`; what was known keeps its day."""
    known = {(link.kind, link.target): link for link in BrokenLink.objects.filter(page=key)}
    for link, reason in broken:
        row = known.pop((link.kind, link.target[:LONGEST_TARGET]), None)
        row = row or BrokenLink(page_id=key, kind=link.kind, target=link.target[:LONGEST_TARGET])
        if row.pk is None or (row.words, row.reason) != (link.words, reason):
            row.words, row.reason = link.words, reason
            row.save()
    BrokenLink.objects.filter(pk__in=[row.pk for row in known.values()]).delete()


def check_again(model, instances) -> None:
    """Has `tick` look again at the pages that point at these instances of a model, or did in vain."""
    keys = instances.annotate(key=Cast("pk", CharField())).values("key")
    to_type = ContentType.objects.get_for_model(model)
    pointing = ReferenceIndex.objects.filter(
        base_content_type=page_type(), to_content_type=to_type, to_object_id__in=keys
    )
    sources = pointing.annotate(source=Cast("object_id", BigIntegerField())).values("source")
    in_vain = BrokenLink.objects.filter(kind=kinds()[model], target__in=keys).values("page")
    CheckedPage.objects.filter(Q(page__in=sources) | Q(page__in=in_vain)).update(checked_at=None)
