"""Loads regions, municipalities, postal codes and mergers from the files in `cms/fixtures`."""

import csv
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from caching.models import ListingChange
from cms.models import Municipality, PlaceName, PostalCode, Region
from cms.regions import REGIONS
from search.indexing import schedule_pages

UPDATED = ["nis_code", "name", "province", "region", "primary_care_zone"]
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def rows(name):
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


class Command(BaseCommand):
    help = "Loads the Flemish municipalities, regions and names of places; safe to run again."

    @transaction.atomic
    def handle(self, **options):
        names_before = municipality_names()
        self.load_regions()
        self.load_municipalities()
        for row in rows("mergers_2019.csv"):
            for name in row["old_names"].split("|"):
                self.load_merged(name, "", row["new_name"], row["date"])
        for row in rows("mergers_2025.csv"):
            if row["old_nis"] != row["new_nis"]:
                self.load_merged(row["old_name"], row["old_nis"], row["new_name"], row["effective"])
        self.load_names()
        # Bulk creation sends no signals.
        for model in (Municipality, PlaceName, PostalCode):
            ListingChange.record(model)
        # Words of the name of a municipality are indexed as they are, so a new name changes the terms of pages.
        if names_before != municipality_names():
            schedule_pages(Page.objects.filter(live=True, depth__gt=1))
        count = Municipality.objects.filter(valid_until=None).count()
        self.stdout.write(f"{count} municipalities, {Region.objects.count()} regions.")

    def load_regions(self):
        for look in REGIONS.values():
            defaults = {"name": look.name, "slug": look.slug, "column": look.column, "row": look.row}
            Region.objects.update_or_create(code=look.code, defaults=defaults)

    def load_municipalities(self):
        regions = {region.code: region for region in Region.objects.all()}
        records = list(rows("municipalities.csv"))
        municipalities = [
            Municipality(
                slug=row["slug"],
                nis_code=row["nis_code"],
                name=row["name"],
                province=row["province"],
                region=regions[row["reference_region_code"]],
                primary_care_zone=row["primary_care_zone"],
            )
            for row in records
        ]
        Municipality.objects.bulk_create(
            municipalities, update_conflicts=True, unique_fields=["slug"], update_fields=UPDATED
        )
        keys = dict(Municipality.objects.values_list("slug", "pk"))
        codes = [
            PostalCode(municipality_id=keys[row["slug"]], code=code)
            for row in records
            for code in row["postal_codes"].split("|")
        ]
        PostalCode.objects.bulk_create(codes, ignore_conflicts=True)
        # Bulk creation sends no signals, so index them here.
        get_search_backend().add_bulk(Municipality, Municipality.objects.all())

    def load_merged(self, name, nis_code, successor_name, merged_on):
        """A municipality that merged into another; people still search for its name."""
        successor = Municipality.objects.get(name=successor_name, valid_until=None)
        if not successor.valid_from:
            successor.valid_from = merged_on
            successor.save(update_fields=["valid_from"])
        last_day = date.fromordinal(date.fromisoformat(merged_on).toordinal() - 1)
        Municipality.objects.update_or_create(
            slug=f"{slugify(name)}-{last_day.year}",
            defaults={
                "nis_code": nis_code,
                "name": name,
                "province": successor.province,
                "region": successor.region,
                "valid_until": last_day,
                "succeeded_by": successor,
            },
        )

    def load_names(self):
        """Adds what is new in the files, and deletes what is no longer there."""
        names = {
            facts(name): name for name in [*names_in_flanders(), *names_of_regions(), *names_elsewhere()]
        }
        for name in PlaceName.objects.all():
            if not names.pop(facts(name), None):
                name.delete()
        PlaceName.objects.bulk_create(names.values())


def municipality_names() -> set:
    return set(Municipality.objects.values_list("name", flat=True))


def facts(name):
    """All that the row says."""
    return name.kind, name.name, name.municipality_id, name.region_id, name.postal_codes, name.language


def names_in_flanders():
    municipalities = {place.name: place for place in Municipality.objects.filter(valid_until=None)}
    for row in rows("place_names.csv"):
        yield PlaceName(
            kind=row["kind"],
            name=row["name"],
            municipality=municipalities[row["municipality"]],
            postal_codes=row["postal_codes"].replace("|", " "),
            language=row["language"],
        )


def names_of_regions():
    regions = {region.code: region for region in Region.objects.all()}
    for row in rows("region_names.csv"):
        for code in row["region_codes"].split("|"):
            yield PlaceName(
                kind=PlaceName.Kind.REGION,
                name=row["name"],
                region=regions[code],
                language=row["language"],
            )


def names_elsewhere():
    """Names in Brussels and Wallonia."""
    for row in rows("places_elsewhere.csv"):
        yield PlaceName(kind=row["area"], name=row["name"], language=row["language"])
