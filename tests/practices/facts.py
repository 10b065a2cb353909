"""A practice with every fact that has a field or row: as a form and as a program send it, and as the API gives it."""

import datetime

from wagtail.test.utils.form_data import inline_formset, streamfield

from practices.models import (
    Adoption,
    PracticeMethod,
    PracticeMunicipality,
    PracticeNetwork,
    PracticeOrigin,
    PracticePartner,
    PracticeReach,
    PracticeRecognition,
)
from tests.factories import MethodFactory, MunicipalityFactory, OrganisationFactory, RegionFactory
from tests.practices.factories import StubFactory

PLAIN = {
    "participant_cost_note": "per sessie",
    "frequency_count": 2,
    "frequency_unit": "week",
    "sessions_count": 16,
    "duration_count": 8,
    "duration_unit": "week",
}
FIGURE = {
    "label": "Dak- en thuislozen",
    "value": "1.313",
    "unit": "",
    "baseline": "",
    "year": 2022,
    "source": "Telling",
    "counted_on": "09/2022",
    "published_on": "5-3-2023",
}
PARTS = [{"label": "kinderen", "value": "479"}]
# What the public API tells of it all, less ids and addresses.
EXPECTED_FACTS = {
    "methods": ["Housing First"],
    "partners": ["Netwerk Noord"],
    "partner_groups": [(14, "OCMW’s", "partner")],
    "networks": [("Housing First Hub", {"date": "2019-01-01", "precision": "year"}, "Netwerk Noord")],
    "recognitions": [("Sociale innovatie", "Netwerk Noord", {"date": "2021-05-03", "precision": "day"})],
    "grew_from": [("Nachtopvang", "continues", 2016, "Nachtopvang"), ("Wijkwerk", "merged_from", 2018, None)],
    "municipalities": [("Deinze", "Nevele")],
    "frequency": (2, "week"),
    "sessions": 16,
    "duration": (8, "week"),
    "participant_cost": 0.0,
    "participant_cost_note": "per sessie",
    "reach": [(120, "gezinnen", "Deinze", None, "", 2019, 2021, "Jaarverslag")],
    "indicators": [
        (
            {"date": "2022-09-01", "precision": "month"},
            {"date": "2023-03-05", "precision": "day"},
            [{"label": "kinderen", "value": "479"}],
        )
    ],
    "funding_sources": [(2017, 2019)],
    "adopted_by": [
        (
            2014,
            {"date": "2014-09-01", "precision": "month"},
            {"date": "2014-06-01", "precision": "day"},
            "40 gezinnen",
        )
    ],
}


def words():
    """What the facts point at, by name."""
    return {
        "method": MethodFactory(name="Housing First", slug="housing-first"),
        "organisation": OrganisationFactory(name="Netwerk Noord"),
        "town": MunicipalityFactory(name="Deinze"),
        "region": RegionFactory(name="Zuidstreek"),
    }


def earlier(parent):
    return StubFactory(parent=parent, title="Nachtopvang", slug="nachtopvang")


def rows_for_form(instances, earlier_page):
    """The child rows as values of a form; as text where people type."""
    organisation = instances["organisation"].pk
    return {
        "methods": [{"method": instances["method"].pk}],
        "partners": [
            {"organisation": organisation, "role": "", "count": "", "kind": ""},
            {"organisation": "", "role": "partner", "count": "14", "kind": "OCMW’s"},
        ],
        "networks": [
            {
                "name": "Housing First Hub",
                "organisation": organisation,
                "since": "2019",
                "url": "",
            }
        ],
        "recognitions": [
            {
                "name": "Sociale innovatie",
                "organisation": organisation,
                "by": "",
                "recognised_on": "3 mei 2021",
                "url": "",
            }
        ],
        "grew_from": [
            {"practice": earlier_page.pk, "name": "", "relation": "continues", "year": "2016"},
            {"practice": "", "name": "Wijkwerk", "relation": "merged_from", "year": "2018"},
        ],
        "working_area": [{"municipality": instances["town"].pk, "name_then": "Nevele"}],
        "reach": [
            {
                "count": "120",
                "who": "gezinnen",
                "municipality": instances["town"].pk,
                "region": "",
                "place": "",
                "year_from": "2019",
                "year_until": "2021",
                "source": "Jaarverslag",
            }
        ],
        "adopted_by": [
            {
                "organisation": organisation,
                "started_on": "september 2014",
                "licensed_on": "1-6-2014",
                "reach": "40 gezinnen",
                "adaptation": "",
                "contact": "",
                "adopted_page": "",
            }
        ],
    }


def as_form(instances, earlier_page):
    """All facts as the edit form sends them."""
    rows = rows_for_form(instances, earlier_page)
    funding = {"source": "Provincie", "amount": "", "year": "2017", "year_until": "2019"}
    return {
        **{name: inline_formset(values) for name, values in rows.items()},
        **{name: str(value) for name, value in PLAIN.items()},
        "participant_cost": "€ 0",
        "indicators": streamfield([("indicator", {**FIGURE, "parts": streamfield([("item", PARTS[0])])})]),
        "funding_sources": streamfield([("funding", funding)]),
    }


def as_json(instances, earlier_page):
    """All facts as the write API reads them."""
    dates = {
        "since": ("2019-01-01", "year"),
        "recognised_on": ("2021-05-03", "day"),
        "started_on": ("2014-09-01", "month"),
        "licensed_on": ("2014-06-01", "day"),
    }
    keys = {"method", "organisation", "practice", "municipality", "region", "adopted_page"}

    def row(values):
        filled_values = {name: value for name, value in values.items() if value != ""}
        for name, (date, precision) in dates.items():
            if name in filled_values:
                filled_values |= {name: date, f"{name}_precision": precision}
        numbers = {"count", "year", "year_from", "year_until"}
        read = {name: int(value) if name in numbers else value for name, value in filled_values.items()}
        return {f"{name}_id" if name in keys else name: value for name, value in read.items()}

    rows = rows_for_form(instances, earlier_page)
    return {
        **{name: [row(values) for values in of_relation] for name, of_relation in rows.items()},
        **PLAIN,
        "participant_cost": "0",
        "indicators": [{"type": "indicator", "value": {**FIGURE, "parts": PARTS}}],
        "funding_sources": [
            {"type": "funding", "value": {"source": "Provincie", "year": 2017, "year_until": 2019}}
        ],
    }


def as_model(instances, earlier_page):
    """All facts as a factory takes them: fields, and the child rows."""
    organisation = instances["organisation"]
    return {
        **PLAIN,
        "participant_cost": 0,
        "indicators": [{"type": "indicator", "value": {**FIGURE, "parts": PARTS}}],
        "funding_sources": [
            {"type": "funding", "value": {"source": "Provincie", "year": 2017, "year_until": 2019}}
        ],
        "rows": {
            "methods": [PracticeMethod(method=instances["method"])],
            "partners": [
                PracticePartner(organisation=organisation),
                PracticePartner(role="partner", count=14, kind="OCMW’s"),
            ],
            "networks": [
                PracticeNetwork(
                    name="Housing First Hub",
                    organisation=organisation,
                    since=datetime.date(2019, 1, 1),
                    since_precision="year",
                )
            ],
            "recognitions": [
                PracticeRecognition(
                    name="Sociale innovatie",
                    organisation=organisation,
                    recognised_on=datetime.date(2021, 5, 3),
                )
            ],
            "grew_from": [
                PracticeOrigin(practice=earlier_page, year=2016),
                PracticeOrigin(name="Wijkwerk", relation="merged_from", year=2018),
            ],
            "working_area": [PracticeMunicipality(municipality=instances["town"], name_then="Nevele")],
            "reach": [
                PracticeReach(
                    count=120,
                    who="gezinnen",
                    municipality=instances["town"],
                    year_from=2019,
                    year_until=2021,
                    source="Jaarverslag",
                )
            ],
            "adopted_by": [
                Adoption(
                    organisation=organisation,
                    started_on=datetime.date(2014, 9, 1),
                    licensed_on=datetime.date(2014, 6, 1),
                    reach="40 gezinnen",
                )
            ],
        },
    }


def facts_of(data):
    """The same facts in what the public API tells of a practice, less ids and addresses."""
    paces = {
        name: data[name] and (data[name]["count"], data[name]["unit"]["key"])
        for name in ("frequency", "duration")
    }
    plain = {name: data[name] for name in ("sessions", "participant_cost", "participant_cost_note")}
    return {
        **paces,
        **plain,
        "methods": [method["name"] for method in data["methods"]],
        "partners": [partner["organisation"]["name"] for partner in data["partners"]],
        "partner_groups": [(row["count"], row["kind"], row["role"]["key"]) for row in data["partner_groups"]],
        "networks": [(row["name"], row["since"], row["organisation"]["name"]) for row in data["networks"]],
        "recognitions": [(row["name"], row["by"], row["recognised_on"]) for row in data["recognitions"]],
        "grew_from": [
            (
                row["name"],
                row["relation"]["key"],
                row["year"],
                row["practice"] and row["practice"]["title"],
            )
            for row in data["grew_from"]
        ],
        "municipalities": [(town["name"], town["name_then"]) for town in data["municipalities"]],
        "reach": [reach_of(row) for row in data["reach"]],
        "indicators": [
            (figure["counted_on"], figure["published_on"], figure["parts"]) for figure in data["indicators"]
        ],
        "funding_sources": [(row["year"], row["year_until"]) for row in data["funding_sources"]],
        "adopted_by": [
            (row["year"], row["started_on"], row["licensed_on"], row["reach"]) for row in data["adopted_by"]
        ],
    }


def reach_of(row):
    return (
        row["count"],
        row["who"],
        row["municipality"] and row["municipality"]["name"],
        row["region"] and row["region"]["name"],
        row["place"],
        row["year_from"],
        row["year_until"],
        row["source"],
    )
