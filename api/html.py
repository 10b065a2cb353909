"""Rewrites HTML for use outside the site: absolute URLs, and a link in place of a player."""

import re
from urllib.parse import urljoin

TAG = re.compile(r"<[a-zA-Z][^>]*>")
URL_ATTRIBUTE = re.compile(r'(?<= )(href|src|srcset|poster)="([^"]*)"')
# Removed: the file has a link of its own.
AUDIO = re.compile(r"\s*<audio [^>]*></audio>")
PLAYER = re.compile(r'<iframe src="([^"]*)"\s+title="([^"]*)"[^>]*>\s*</iframe>')


def absolutise(html, base_url) -> str:
    """The HTML with its URLs made absolute against `base_url`, and links instead of players."""

    def absolute_attribute(match):
        name, value = match.groups()
        urls = value.split(",") if name == "srcset" else [value]
        return f'{name}="{", ".join(urljoin(base_url, url.strip()) for url in urls)}"'

    html = AUDIO.sub("", PLAYER.sub(r'<a href="\1">\2</a>', html))
    return TAG.sub(lambda tag: URL_ATTRIBUTE.sub(absolute_attribute, tag[0]), html)
