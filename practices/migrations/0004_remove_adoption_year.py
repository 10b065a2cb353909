from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practices", "0003_date_adoptions")]

    operations = [migrations.RemoveField(model_name="adoption", name="year")]
