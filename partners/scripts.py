"""Serves the script that other sites load, at /embed.js and in fixed versions at /embed.<version>.js.

A site that loads a version with its hash (Subresource Integrity) needs those exact bytes for as long as it uses it. So
never change or delete a version: a change is a new file `static/partners/embed.<version>.js` and a new line here.
"""

from functools import cache

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

# The value of the `integrity` attribute (Subresource Integrity) for each version.
VERSIONS = {
    "1": "sha384-YwsdHOLctL4/2jdkRyPE0H/a24d+ffVsXk3AEGHeS0xElfLsDZBzG5jzmt6TX9UA",
    "2": "sha384-H3D8W4agaWcky9/DRyFRAmSMtSoeol+TMp1ekkqESVD+uc1c3v1kDmTGbd1qPxGf",
}
LATEST = "2"
CACHE_LATEST = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
CACHE_VERSION = "public, max-age=31536000, immutable"


@csrf_exempt
@require_safe
def serve_script(request, version="") -> HttpResponse:
    """This version of the script, or the latest, whose URL can't be used with a hash. Raises Http404."""
    body = read_script(version or LATEST)
    etag = f'W/"{VERSIONS[version or LATEST]}"'
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8", headers={"ETag": etag})
    response = get_conditional_response(request, etag, None, response)
    response.headers["Cache-Control"] = CACHE_VERSION if version else CACHE_LATEST
    response.headers["Vary"] = "Accept-Encoding"
    # Browsers check the hash of a script from another origin only if CORS lets them read it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@cache
def read_script(version) -> bytes:
    """The file of this version. Raises Http404 for an unknown version."""
    if version not in VERSIONS:
        raise Http404
    return (settings.BASE_DIR / "static" / "partners" / f"embed.{version}.js").read_bytes()
