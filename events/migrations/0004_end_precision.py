from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_mark_examples")]

    operations = [
        migrations.RenameField(
            model_name="trajectorypage", old_name="period_precision", new_name="period_start_precision"
        ),
        migrations.AddField(
            model_name="trajectorypage",
            name="period_end_precision",
            field=models.CharField(
                choices=[("day", "day"), ("month", "month"), ("year", "year")],
                default="day",
                max_length=5,
                verbose_name="known to the",
            ),
        ),
    ]
