"""Web addresses as their owner gives them: without the wrappers of mail programs and without marks that follow people.

A link that is copied from Outlook, a search engine or a social medium leads through a program of that company, which
learns who clicks (and stops working one day); the marks behind an address say by which mail or advertisement somebody
came. A reader of the site needs neither.
"""

import base64
import binascii
import re
from html import unescape
from urllib.parse import parse_qs, quote, unquote, urlsplit, urlunsplit

# By host and path: the parameters that hold the real address, the first that is there.
WRAPPERS = [
    (re.compile(host), re.compile(path), names)
    for host, path, names in [
        (r"(?:[\w-]+\.)*safelinks\.protection\.outlook\.(?:com|us|cn)", r"/.*", ("url",)),
        (r"(?:www\.)?google\.(?:\w{2,3}\.)?\w{2,3}", r"/url", ("q", "url")),
        (r"(?:l|lm)\.(?:facebook|instagram)\.com", r"/(?:l\.php)?", ("u",)),
        (r"(?:www\.)?facebook\.com", r"/(?:l\.php|flx/warn/?)", ("u",)),
        (r"(?:www\.)?linkedin\.com", r"/(?:redir/redirect|safety/go)/?", ("url",)),
        (r"(?:www\.)?youtube\.com", r"/redirect", ("q",)),
        (r"duckduckgo\.com", r"/l/?", ("uddg",)),
        (r"urldefense\.proofpoint\.com", r"/v1/url", ("u",)),
    ]
]
PROOFPOINT_2 = re.compile(r"https?://urldefense\.proofpoint\.com/v2/url\?u=([^&]+)", re.IGNORECASE)
PROOFPOINT_3 = re.compile(r"https?://urldefense\.(?:com|us)/v3/__(.+?)__;([\w-]*)", re.IGNORECASE)
# What stands for characters that were left out in version 3: one, or a run of them whose length a letter gives.
LEFT_OUT = re.compile(r"\*(\*.)?")
RUN_LENGTHS = {
    letter: length
    for length, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 2)
}
# Parameters that say by which mail, advertisement or post somebody came, as their makers document them.
MARKS = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igsh(?:id)?"
    r"|mc_[ce]id|mkt_tok|_hsenc|_hsmi|vero_id|oly_(?:enc|anon)_id|_g[al]|mtm_\w+|pk_(?:campaign|kwd|source|medium)",
    re.IGNORECASE,
)
# An address in words or in HTML; what ends a sentence after it is none of it.
IN_TEXT = re.compile(r"""https?://[^\s<>"'\\]+[^\s<>"'\\.,;:!?)\]’”»]""", re.IGNORECASE)
UNFIT = re.compile(r"""[\s<>"'\\]""")
DEEPEST = 5  # a mail that was forwarded has wrappers in wrappers


def own_address(address: str) -> str:
    """The address without wrappers and marks; the rest stays letter for letter.

    What is no web address, or can't be read, stays as it is.
    """
    for _depth in range(DEEPEST):
        inner = unwrapped(address)
        if inner is None:
            break
        address = inner
    return without_marks(address)


def tidy_addresses(text: str) -> str:
    """The text or HTML with each address in it as its owner gives it."""
    return IN_TEXT.sub(lambda match: own_address_in_text(match[0]), text) if "://" in text else text


def own_address_in_text(address) -> str:
    """The own address, written as it was: with `&amp;` in HTML, and without anything that would end it there."""
    is_html = "&amp;" in address
    own = own_address(unescape(address) if is_html else address)
    own = UNFIT.sub(lambda match: quote(match[0]), own)
    return own.replace("&", "&amp;") if is_html else own


def unwrapped(address) -> str | None:
    """The address that a wrapper leads to; None if this is no wrapper."""
    parts = web_address(address)
    if parts is None:
        return None
    inner = proofpoint_target(address) or target_of(parts)
    return inner if inner and web_address(inner) else None


def web_address(address):
    """Its parts; None for a mail address, a path, or what is no address."""
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return parts if is_web else None


def target_of(parts) -> str | None:
    for host, path, names in WRAPPERS:
        if host.fullmatch(parts.hostname) and path.fullmatch(parts.path):
            values = parse_qs(parts.query)
            return next((values[name][0] for name in names if name in values), None)
    return None


def proofpoint_target(address) -> str | None:
    """Proofpoint's wrappers write the address in a code of their own."""
    if match := PROOFPOINT_2.match(address):
        return unquote(match[1].replace("-", "%").replace("_", "/"))
    if match := PROOFPOINT_3.match(address):
        return restored(match[1], match[2])
    return None


def restored(text, code) -> str | None:
    """The address with the characters that version 3 left out, which `code` holds in base64."""
    try:
        left_out = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    characters = iter(left_out)

    def taken(match):
        length = RUN_LENGTHS.get(match[1][1], 0) if match[1] else 1
        return "".join(next(characters, "") for _number in range(length))

    # A proxy on the way makes one slash of two.
    return re.sub(r"^(https?:/)([^/])", r"\1/\2", LEFT_OUT.sub(taken, text))


def without_marks(address) -> str:
    parts = web_address(address)
    if parts is None or not parts.query:
        return address
    kept = [pair for pair in parts.query.split("&") if not MARKS.fullmatch(pair.partition("=")[0])]
    query = "&".join(kept)
    return address if query == parts.query else urlunsplit(parts._replace(query=query))
