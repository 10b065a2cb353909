"""Themes, organisations, people and legal references of the seeds."""

from datetime import date

from cms.models import LegalReference, Municipality, Organisation, Person, Theme

from .source import seeds

LEGAL_KINDS = {"Grondwet": "constitution", "Decreet": "decree", "Omzendbrief": "circular"}
# Contact details that the seed pages publish, of coordinators only.
CONTACT_FIELDS = ["email", "phone", "mobile"]


class Vocabularies:
    """Creates the seeds' records; each attribute maps a seed's slug to its instance."""

    def __init__(self):
        self.themes = self.load_themes()
        self.organisations = self.load_organisations()
        self.people = self.load_people()
        self.legal_references = self.load_legal_references()

    def load_themes(self):
        themes = {}
        for record in sorted(seeds()["themes"], key=lambda record: "parent" in record):
            themes[record["slug"]], _created = Theme.objects.update_or_create(
                slug=record["slug"],
                defaults={"name": record["name"], "parent": themes.get(record.get("parent"))},
            )
        return themes

    def load_organisations(self):
        organisations = {}
        for record in seeds()["organisations"]:
            organisations[record["slug"]], _created = Organisation.objects.get_or_create(
                name=record["name"],
                defaults={"kind": record.get("kind", ""), "full_name": record.get("full_name", "")},
            )
        for record in seeds()["organisations"]:
            organisation = organisations[record["slug"]]
            organisation.run_by = organisations.get(record.get("run_by"))
            organisation.supported_by = organisations.get(record.get("supported_by"))
            organisation.save()
        return organisations

    def load_people(self):
        people = {}
        for record in seeds()["people"]:
            people[record["slug"]], _created = Person.objects.get_or_create(
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
        return people

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
    """A seed's address as the values of the address fields of people and platforms."""
    if not record:
        return {}
    return {
        f"{prefix}street": record["street"],
        f"{prefix}postal_code": record["postal_code"],
        f"{prefix}municipality": Municipality.objects.get(name=record["city"], valid_until=None),
    }
