"""HTML of a page that is read away from the site: whole addresses, and a link where a player was."""

import re
from urllib.parse import urljoin

TAG = re.compile(r"<[a-zA-Z][^>]*>")
ADDRESS = re.compile(r'(?<= )(href|src|srcset|poster)="([^"]*)"')
PLAYER = re.compile(r'<iframe src="([^"]*)"\s+title="([^"]*)"[^>]*>\s*</iframe>')


def abroad(html, address):
    """The HTML of the page at this address, to be read elsewhere."""

    def whole(found):
        name, value = found.groups()
        parts = value.split(",") if name == "srcset" else [value]
        return f'{name}="{", ".join(urljoin(address, part.strip()) for part in parts)}"'

    html = PLAYER.sub(r'<a href="\1">\2</a>', html)
    return TAG.sub(lambda tag: ADDRESS.sub(whole, tag[0]), html)
