"""Invented people who registered for the example events; nobody is mailed."""

from django.utils.text import slugify
from wagtail.models import Page

from registrations.admission import Applicant, admit
from registrations.models import Registration
from registrations.seats import locked

# No mail ever gets there (RFC 2606).
DOMAIN = "voorbeeld.example"


def register_people(tables, targets, problems) -> None:
    """Registers the people of `registrations.toml` for pages that are published."""
    for key, table in tables.items():
        with problems.at("registrations.toml", key):
            page = targets.get(Page, key, key)
            with locked(page.pk) as seats:
                for person in table["people"]:
                    admit(seats, applicant(person, seats.terms))


def applicant(table, terms) -> Applicant:
    """The person of a table; `parts` are numbers of the parts, counted from 1."""
    values = {name: value for name, value in table.items() if name != "parts"}
    address = slugify(f"{values['first_name']} {values['last_name']}")
    return Applicant(
        {**values, "email": f"{address}@{DOMAIN}"},
        parts=tuple(terms.parts[number - 1].key for number in table.get("parts", [])),
        price=terms.prices[0].key if terms.prices else "",
        source=Registration.Source.OFFICER,
    )


def pages_with_people(keys) -> list[Page]:
    """Those of these pages for which somebody registered who is not invented."""
    real = Registration.objects.filter(page__in=keys, anonymised_at=None).exclude(
        email__endswith=f"@{DOMAIN}"
    )
    return list(Page.objects.filter(pk__in=real.values("page")))


def remove_people(keys) -> None:
    """Takes the invented people off these pages."""
    Registration.objects.filter(page__in=keys, email__endswith=f"@{DOMAIN}").delete()
