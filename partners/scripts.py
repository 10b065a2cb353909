"""`/embed.js`, the script that other sites load; and every version of it, which never changes once it is out.

A page that names a version with its hash (`integrity`) has to get that very file for as long as it stands there. So a
change is a new file, `static/partners/embed.<version>.js`, and a new line here. The old ones stay.
"""

from functools import cache

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

# The hash of each version as a browser checks it (Subresource Integrity).
VERSIONS = {
    "1": "sha384-YwsdHOLctL4/2jdkRyPE0H/a24d+ffVsXk3AEGHeS0xElfLsDZBzG5jzmt6TX9UA",
    "2": "sha384-H3D8W4agaWcky9/DRyFRAmSMtSoeol+TMp1ekkqESVD+uc1c3v1kDmTGbd1qPxGf",
}
LATEST = "2"
FOR_AN_HOUR = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
FOR_EVER = "public, max-age=31536000, immutable"


@csrf_exempt
@require_safe
def script(request, version=""):
    """Without a version it is the latest, for who wants to follow: that address can't be checked by a hash."""
    body = source(version or LATEST)
    etag = f'W/"{VERSIONS[version or LATEST]}"'
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8", headers={"ETag": etag})
    response = get_conditional_response(request, etag, None, response)
    response.headers["Cache-Control"] = FOR_EVER if version else FOR_AN_HOUR
    response.headers["Vary"] = "Accept-Encoding"
    # A browser checks the hash only of what it may read.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@cache
def source(version):
    if version not in VERSIONS:
        raise Http404
    return (settings.BASE_DIR / "static" / "partners" / f"embed.{version}.js").read_bytes()
