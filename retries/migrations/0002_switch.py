"""Make the switch, so that slots from before Retake was there are owed by nobody."""

from django.db import migrations
from django.utils import timezone


def make(apps, schema_editor):
    apps.get_model("retries", "SweepSwitch").objects.get_or_create(pk=1, defaults={"since": timezone.now()})


class Migration(migrations.Migration):

    dependencies = [("retries", "0001_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
