"""Reads live pages when they changed, and keeps what was found; forgets what is offline."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex, get_page_models

from cms.models import BasePage
from cms.one_by_one import one_by_one, pages_for

from . import documents, sketches
from .models import (
    LONGEST_ADVICE,
    LONGEST_EXCERPT,
    LONGEST_LABEL,
    LONGEST_PATH,
    PageFinding,
    Reading,
)
from .reading import Remark, read
from .switches import checks_on

# How many pages one tick takes in how many seconds, because it has other work too.
AT_ONCE, SECONDS_AT_ONCE = 200, 10
SECONDS_A_PAGE = 5
# Also a page that nobody changed: a term, picture or page that it shows may have changed, or a check.
AGAIN_AFTER = timedelta(days=30)
MOST_FORGOTTEN = 1000


def gather_due() -> None:
    """Reads the pages that changed, a bounded number."""
    Reading.objects.filter(at__lt=timezone.now() - AGAIN_AFTER).delete()
    types = [
        ContentType.objects.get_for_model(model) for model in get_page_models() if issubclass(model, BasePage)
    ]
    pages = Page.objects.live().filter(content_type__in=types, content_reading=None, alias_of=None)
    keys = list(pages.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    one_by_one(gather, pages_for(SECONDS_AT_ONCE, keys))


def gather(page) -> None:
    """Keeps what is found on a live page. Its row is made first: one that can't be read is not read each minute."""
    Reading.objects.update_or_create(page_id=page.pk, defaults={"at": timezone.now()})
    sketches.update(page)
    remarks = read(page, checks_on(), SECONDS_A_PAGE).items
    with transaction.atomic():
        PageFinding.objects.filter(page=page.pk).delete()
        PageFinding.objects.bulk_create(row_of(page, remark) for remark in remarks)


def row_of(page, remark: Remark) -> PageFinding:
    """A path that is cut would lead elsewhere, so it is left out."""
    finding = remark.finding
    return PageFinding(
        page_id=page.pk,
        check_name=remark.check.name,
        excerpt=str(finding.excerpt)[:LONGEST_EXCERPT],
        digest=remark.digest,
        advice=str(finding.advice)[:LONGEST_ADVICE],
        label=str(finding.label)[:LONGEST_LABEL],
        path=finding.path if len(finding.path) <= LONGEST_PATH else "",
        url=finding.url if len(finding.url) <= LONGEST_PATH else "",
        other_id=finding.other,
    )


def read_again(pages) -> None:
    """Has `tick` read these pages (keys)."""
    Reading.objects.filter(page__in=pages).delete()


def forget(pages) -> None:
    """Removes what was found on these pages (keys)."""
    PageFinding.objects.filter(page__in=pages).delete()
    Reading.objects.filter(page__in=pages).delete()
    sketches.forget(pages)


def read_documents() -> None:
    """Reads files that are new, and has the pages read again that link to them."""
    keys = documents.read_due()
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(get_document_model()),
        to_object_id__in=map(str, keys),
    )
    if keys:
        read_again([int(key) for key in references.values_list("object_id", flat=True).distinct()])


def forget_offline() -> None:
    """Removes what was found on pages that went offline without a signal, a bounded number."""
    offline = Reading.objects.filter(page__live=False).values_list("page", flat=True)
    forget(list(offline[:MOST_FORGOTTEN]))
