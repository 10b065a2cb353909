"""Themes, organisations, people and legal references of the seeds."""

from datetime import date

from cms.models import LegalReference, Municipality, Organisation, Person, Theme

from .source import seeds

LEGAL_KINDS = {"Grondwet": "constitution", "Decreet": "decree", "Omzendbrief": "circular"}
# Details as the seed pages publish them; nobody but these coordinators has any.
CONTACT_FIELDS = ["email", "phone", "mobile"]


class Vocabularies:
    """The seeds' records, found by the slug that the seeds give them."""

    def __init__(self):
        self.themes = self.load_themes()
        self.organisations = self.load_organisations()
        self.people = self.load_people()
        self.legal_references = self.load_legal_references()

    def load_themes(self):
        found = {}
        for record in sorted(seeds()["themes"], key=lambda record: "parent" in record):
            found[record["slug"]], _created = Theme.objects.update_or_create(
                slug=record["slug"],
                defaults={"name": record["name"], "parent": found.get(record.get("parent"))},
            )
        return found

    def load_organisations(self):
        found = {}
        for record in seeds()["organisations"]:
            found[record["slug"]], _created = Organisation.objects.get_or_create(
                name=record["name"],
                defaults={"kind": record.get("kind", ""), "full_name": record.get("full_name", "")},
            )
        for record in seeds()["organisations"]:
            organisation = found[record["slug"]]
            organisation.run_by = found.get(record.get("run_by"))
            organisation.supported_by = found.get(record.get("supported_by"))
            organisation.save()
        return found

    def load_people(self):
        found = {}
        for record in seeds()["people"]:
            found[record["slug"]], _created = Person.objects.get_or_create(
                first_name=record["first_name"],
                last_name=record["last_name"],
                defaults={
                    "honorific": record.get("honorific", ""),
                    "function": record.get("job_title", ""),
                    "organisation": self.organisations.get(record.get("organisation")),
                    "website": f"https://{record['website']}" if "website" in record else "",
                    "show_mobile": True,  # the seed pages publish it
                    **{name: record.get(name, "") for name in CONTACT_FIELDS},
                    **address(record.get("address")),
                },
            )
        return found

    def load_legal_references(self):
        return {
            record["slug"]: LegalReference.objects.get_or_create(
                citation=record["citation"],
                defaults={
                    "kind": LEGAL_KINDS[record["kind"]],
                    "date": date.fromisoformat(record["date"]) if "date" in record else None,
                },
            )[0]
            for record in seeds()["legal_references"]
        }


def address(record, prefix=""):
    """A seed's address as the fields that people and platforms have for it."""
    if not record:
        return {}
    return {
        f"{prefix}street": record["street"],
        f"{prefix}postal_code": record["postal_code"],
        f"{prefix}municipality": Municipality.objects.get(name=record["city"], valid_until=None),
    }
