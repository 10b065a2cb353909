"""The S3 server hangs and refuses: pages come, pictures are missing, and no private document leaves in another way."""

import json
import re
import secrets
import time
from urllib.parse import urlsplit

import pytest

from tests.faults.clusters import Proxy
from tests.faults.traffic import ask, milliseconds, traffic, until

# Two pages with a picture, of which the second has to be made; a document for all, and one for who has signed in.
PREPARE = """
import io, json
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction
from caching.models import ListingChange
from cms.models import CustomDocument, CustomImage
from media.stored_pictures import delete_renditions
from news.models import NewsPage
content = io.BytesIO()
Image.linear_gradient("L").resize((1300, 900)).save(content, "JPEG")
pages = []
for page in NewsPage.objects.live().order_by("path")[:2]:
    image = CustomImage(title="Proef", description="Proef", credit="Proef")
    image.file.save(f"proef-{page.pk}.jpg", ContentFile(content.getvalue()))
    page.listing_image = image
    page.save_revision().publish()
    pages.append(page.get_url())
delete_renditions(image)
ListingChange.record(CustomImage)
closed = Collection.get_first_root_node().add_child(name="Besloten")
CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
documents = []
for name, options in (("open.txt", {}), ("geheim.txt", {"collection": closed})):
    document = CustomDocument(title=name, **options)
    document.file.save(name, ContentFile(b"GEHEIM" if options else b"open"))
    document.save()
    documents.append([document.url, document.file.name])
print(json.dumps({"pages": pages, "documents": documents, "original": image.file.name}))
"""
PATIENCE = 6
SIGNED = re.compile(rb"X-Amz-|AWSAccessKeyId|Signature=")


@pytest.mark.fault(
    "S3 hangs, refuses, comes back",
    "pages still come, the picture is missing, nobody waits longer than 6 s; a private document never leaves by a"
    " public or signed address",
)
@pytest.mark.django_db
@pytest.mark.s3
def test_without_s3_pages_come_and_private_documents_stay_private(sqlite_site, object_store, figures, whole):
    pause = 0 if whole else 0.1
    proxy, bucket = Proxy(f"s3://127.0.0.1:{object_store.port}"), f"drill-{secrets.token_hex(4)}"
    url = object_store.url(bucket).replace(f":{object_store.port}/", f":{proxy.port}/")
    sqlite_site.manage("make_buckets", STORAGE_URL=url)
    stored = json.loads(sqlite_site.shell(PREPARE, STORAGE_URL=url))
    shown, without = stored["pages"]
    (document, _name), (private, private_name) = stored["documents"]
    paths = [shown, "/nieuws/", "/api/v1/news", "/nieuws/feed.atom", document, private]
    with (
        sqlite_site.serve(STORAGE_URL=url) as server,
        traffic(server.address, sqlite_site, readers=2, paths=paths, pause=pause) as flow,
    ):
        until(lambda: len(flow.reads) > 3 * len(paths))
        proxy.hang()
        began = time.monotonic()
        with traffic(server.address, sqlite_site, readers=2, paths=[without], pause=pause) as late:
            time.sleep(20 if whole else PATIENCE + 2)
            proxy.end()
            time.sleep(20 if whole else 3)
        ended = time.monotonic()
        proxy.go_on()
        proxy.start()
        back = until(lambda: ask(server.address, document).status == 200)
        picture = until(lambda: b"/media/images/" in ask(server.address, without).body)
        outside = [
            ask(object_store.address, f"/{name}").status
            for name in (
                f"{bucket}/{private_name}",
                f"{bucket}-public/{private_name}",
                f"{bucket}/{stored['original']}",
                f"{bucket}/?list-type=2",
                f"{bucket}-public/?list-type=2",
            )
        ]
    proxy.remove()
    answers = [*flow.reads, *late.reads]
    away = [answer for answer in answers if began < answer.began < ended]
    pages = [answer for answer in away if not answer.path.startswith("/documents/")]
    documents = [answer for answer in away if answer.path == document]
    leaks = [answer for answer in answers if is_leak(answer, url, private)]
    longest = max(answer.seconds for answer in away)

    figures += [
        f"{len(pages)} pages and lists, {sum(answer.is_good for answer in pages)} came; longest {longest:.1f} s",
        f"{len(documents)} public documents, {sum(map(is_promised, documents))} times 503 with Retry-After",
        f"{len(answers)} answers, {len(leaks)} with a private document or a way to one",
        f"without a key S3 answered {sorted(set(outside))}",
        f"back after {milliseconds(back)}, the picture {milliseconds(picture)} later",
    ]
    assert pages
    assert documents
    assert all(answer.is_good for answer in pages)
    assert not any(b"/media/images/" in answer.body for answer in pages if answer.path == without)
    assert all(b"/media/images/" in answer.body for answer in pages if answer.path == shown)
    assert all(map(is_promised, documents))
    assert longest < PATIENCE
    assert not leaks
    assert set(outside) <= {403, 404}


def is_promised(answer):
    return answer.status == 503 and "Retry-After" in answer.headers


def is_leak(answer, url, private):
    """A private document, an address at the S3 server, a signature, or a way past the question who asks."""
    server = urlsplit(url).netloc.rpartition("@")[2].encode()
    is_given = answer.path == private and (
        (answer.is_good and answer.status != 302) or b"GEHEIM" in answer.body
    )
    where = answer.headers.get("Location", "").encode() + answer.body
    return is_given or server in where or SIGNED.search(where)
