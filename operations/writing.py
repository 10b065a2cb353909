"""How a command stops all writing: requests, and scheduled work."""

from cms.locks import only_one
from cms.models.read_only import PATIENCE, ReadOnlyMode, StillWritingError, wait_for


class BusyError(Exception):
    """Somebody or something went on writing; the message says what, and what to do."""


def stop_writing() -> None:
    """Begins read-only mode when no tick runs and no request writes. Raises BusyError if that takes too long."""
    if not wait_for(stopped_between_ticks, PATIENCE):
        raise BusyError("`manage.py tick` is running: try again when it has ended, or stop its timer.")


def stopped_between_ticks() -> bool:
    """False while a tick runs, which looks at the mode when it begins and not later."""
    with only_one("tick") as is_ours:
        if not is_ours:
            return False
        try:
            ReadOnlyMode.switch_on()
        except StillWritingError as error:
            raise BusyError(
                f"Somebody was still writing after {PATIENCE} seconds. Nothing was changed: try again."
            ) from error
    return True
