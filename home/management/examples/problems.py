"""What is wrong with the files, told all at once: a writer mends ten errors in one round."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.publishing import NotReadyToPublish

from .reading import WrongFixture


class Problems(list):
    """A line for each problem: the file, the key and what is wrong there."""

    @contextmanager
    def at(self, path, key=""):
        """What is wrong within this is written down, and undone in the database; the rest goes on."""
        with self.noted(path, key), transaction.atomic():
            yield

    @contextmanager
    def noted(self, path, key=""):
        try:
            yield
        except NotReadyToPublish as error:
            self.extend(f"{path}: {line}" for line in error.summary)
        except ValidationError as error:
            self.extend(f"{path}: {key} {line}".replace("  ", " ") for line in lines_of(error))
        except (WrongFixture, IntegrityError, KeyError, TypeError, ValueError, AttributeError) as error:
            name = "" if isinstance(error, WrongFixture) else f"{type(error).__name__}: "
            self.append(f"{path}: {key} {name}{error}".replace("  ", " "))


def lines_of(error):
    if hasattr(error, "error_dict"):
        return [f"{name}: {message}" for name, messages in error.message_dict.items() for message in messages]
    return error.messages
