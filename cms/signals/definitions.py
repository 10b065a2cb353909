"""Signals for the rooms above, which `cms` must not import."""

from django.dispatch import Signal

# Sent once a minute, after `tick` has done its own work.
ticked = Signal()
# Sent when the content of the pages with the keys in `pages` changed without publishing.
rewritten = Signal()
# Sent when a backup was restored, in its transaction: `since` is when it was made, `logs` the logs of erasures.
restored = Signal()
