"""The headers that tell browsers what a response may load, and who may frame or load it (OWASP ASVS 5.0, 3.4).

A policy has the shape of Django 6.0's `SECURE_CSP`. See docs/decisions/0043-security-headers.md.
"""

import re
from functools import cache

from django.conf import settings
from django.middleware.security import SecurityMiddleware

SELF, NONE, UNSAFE_INLINE = "'self'", "'none'", "'unsafe-inline'"
# The origins of `cms.blocks.VIDEO_PLAYERS`.
VIDEO_PLAYERS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]

NOTHING = {
    "default-src": [NONE],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
}
PUBLIC = NOTHING | {
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "frame-src": [SELF, *VIDEO_PLAYERS],
    "form-action": [SELF],
}
# What Wagtail's admin needs: its editor and lists have inline scripts without a nonce, Draftail has inline styles.
ADMIN = PUBLIC | {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}
POLICIES = {
    "public": PUBLIC,
    "admin": ADMIN,
    # Any site may frame an embed, which has no form, no cookie and nothing of the visitor.
    "embed": NOTHING
    | {
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": ["*"],
    },
    # Uploads that are saved rather than shown; even one that a browser opens can do nothing.
    "file": NOTHING | {"sandbox": []},
    # Without `sandbox`, in which browsers show no PDF.
    "shown file": NOTHING,
}
# By path, so that errors have the policy of what was asked for. The steps of signing in need nothing of the admin's.
BY_PATH = {
    re.compile(
        r"/admin/(?!login/|logout/|password_reset/|account/(?:2fa|password|signed-out|sso)/)"
    ): "admin",
    re.compile(r".*/embed/$"): "embed",
}
ANCESTORS = {"DENY": NONE, "SAMEORIGIN": SELF}
# What neither our pages nor Wagtail's use. Not here: fullscreen, clipboard and passkeys.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
        "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
        "payment", "screen-wake-lock", "serial", "usb", "window-management", "xr-spatial-tracking",
    )
)  # fmt: skip


class SecurityHeaders(SecurityMiddleware):
    """Adds the headers to every response of Django. The outermost middleware.

    Django's own of its base class (HSTS, nosniff, Referrer-Policy, Cross-Origin-Opener-Policy), and
    Content-Security-Policy, X-Frame-Options, Permissions-Policy and Cross-Origin-Resource-Policy. A view names another
    of the `POLICIES` in `request.security_policy`. X-Frame-Options, if a view set it, decides on `frame-ancestors`.
    """

    def process_request(self, request):
        """Nothing: Django's own redirects to https, once secrets over http are refused."""

    def process_response(self, request, response):
        response = super().process_response(request, response)
        name = getattr(request, "security_policy", None) or policy_at(request.path)
        if "frame-ancestors" in POLICIES[name]:
            response.headers.pop("X-Frame-Options", None)
        else:
            response.headers.setdefault("X-Frame-Options", "DENY")
        ancestors = ANCESTORS.get(response.headers.get("X-Frame-Options"))
        response.headers["Content-Security-Policy"] = policy_header(name, ancestors)
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers.setdefault("Cross-Origin-Resource-Policy", resource_policy_at(request.path))
        return response


def policy_at(path) -> str:
    """The name of the policy at this path."""
    return next((name for pattern, name in BY_PATH.items() if pattern.match(path)), "public")


def resource_policy_at(path) -> str:
    """Cross-origin for static files and pictures: they are the same for everybody, and other sites show them.

    So do embeds: in a sandbox the origin of a frame is nobody's, and its own stylesheet comes from another one.
    """
    return "cross-origin" if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)) else "same-origin"


@cache
def policy_header(name, ancestors=None) -> str:
    """The value of Content-Security-Policy for one of the `POLICIES`; `ancestors` may frame the page."""
    directives = {"frame-ancestors": [ancestors], **POLICIES[name]} if ancestors else POLICIES[name]
    return "; ".join(" ".join([directive, *sources]) for directive, sources in directives.items())
