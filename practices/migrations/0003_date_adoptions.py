"""The year of an adoption becomes a date that is known to the year. Going back keeps the year of each date."""

import datetime

from django.db import migrations


def years_to_dates(apps, schema_editor):
    adoptions = apps.get_model("practices", "Adoption").objects.exclude(year=None)
    for year in set(adoptions.values_list("year", flat=True)):
        # A year that no calendar has was refused for years by the form; nothing else wrote one.
        if datetime.MINYEAR <= year <= datetime.MAXYEAR:
            started_on = datetime.date(year, 1, 1)
            adoptions.filter(year=year).update(started_on=started_on, started_on_precision="year")


def dates_to_years(apps, schema_editor):
    adoptions = apps.get_model("practices", "Adoption").objects.exclude(started_on=None)
    for started_on in set(adoptions.values_list("started_on", flat=True)):
        adoptions.filter(started_on=started_on).update(year=started_on.year)


class Migration(migrations.Migration):
    dependencies = [("practices", "0002_add_facts")]

    operations = [migrations.RunPython(years_to_dates, dates_to_years)]
