"""What other rooms may want to hear of, and `cms` can't tell them: it doesn't know them."""

from django.dispatch import Signal

# Once a minute, after `tick` has done its own work.
ticked = Signal()
# The pages with the keys in `pages` say something else now, though nobody published them.
rewritten = Signal()
