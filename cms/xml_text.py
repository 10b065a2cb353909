"""Text without the characters that XML does not allow: feeds and calendars take no others."""

import re

# XML 1.0, section 2.2.
INVALID_IN_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text) -> str:
    """The text without characters that XML does not allow."""
    return INVALID_IN_XML.sub("", text)
