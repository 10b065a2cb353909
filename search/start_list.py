"""The synonyms of a new site, from `fixtures/synonyms.csv`: words of the field, and what people say at a counter."""

import csv
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from caching.models import ListingChange

from .models import Synonym, key_of

START_LIST = Path(__file__).parent / "fixtures" / "synonyms.csv"
VOCABULARIES = {"theme": "cms.Theme", "target_group": "cms.TargetGroup"}


def load_start_list() -> int:
    """Loads the list and gives how many synonyms it made: none where reviewers keep their own.

    That is where there is a synonym, or where Wagtail's log says that somebody added, changed or deleted one; so a
    list that reviewers emptied stays empty. Rows whose theme or target group this site doesn't have are left out.
    """
    if Synonym.objects.exists() or was_ever_edited():
        return 0
    keys = {
        kind: dict(apps.get_model(VOCABULARIES[kind]).objects.values_list("slug", "pk"))
        for kind in VOCABULARIES
    }
    synonyms = [synonym for row in read_rows() if (synonym := make_synonym(row, keys))]
    Synonym.objects.bulk_create(synonyms, batch_size=200)
    if synonyms:
        ListingChange.record(Synonym)
    return len(synonyms)


def was_ever_edited() -> bool:
    return ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Synonym)).exists()


def read_rows():
    with START_LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_synonym(row, keys):
    """The synonym of a row of the list, not saved; None if the site doesn't have its theme or target group."""
    synonym = Synonym(words=row["words"], key=key_of(row["words"]), two_way=row["two_way"] == "yes")
    if row["kind"] == "words":
        synonym.means = row["meaning"]
        return synonym
    pk = keys[row["kind"]].get(row["meaning"])
    setattr(synonym, f"{row['kind']}_id", pk)
    return synonym if pk else None
