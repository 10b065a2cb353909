"""Limits on what one request may ask; a request above one is rejected with the reason.

The reasons, and limits that stand elsewhere: docs/decisions/0023-bounds.md.
"""

# Values of one query parameter, of one list of names, or of one criterion; and of all criteria together.
MOST_VALUES, MOST_VALUES_TOGETHER = 20, 100
# Characters of search text.
LONGEST_TEXT = 100
# Bytes of JSON in a public POST.
LARGEST_QUESTION = 100_000
# Bytes of a request body: of editors, and of everybody else.
LARGEST_UPLOAD, LARGEST_BODY = 25 * 1024 * 1024, 1024 * 1024
# Seconds that one database statement of a web request may take.
LONGEST_STATEMENT = 5
# Seconds that it waits for a database server that should have ended the statement by then.
LONGEST_SILENCE = 5.2
# Whole lists that a process, of four threads, sends at the same time.
MOST_DOWNLOADS = 2
