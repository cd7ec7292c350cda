"""Let `held_at` say since when a publication is on hold, and nothing once it is not."""

from django.db import migrations
from django.db.models import F


def tidy(apps, schema_editor):
    publications = apps.get_model("publisher", "Publication").objects
    publications.exclude(state="on_hold").filter(held_at__isnull=False).update(held_at=None)
    publications.filter(state="on_hold", held_at=None).update(held_at=F("created_at"))


class Migration(migrations.Migration):

    dependencies = [("publisher", "0003_playlists_follow")]

    operations = [migrations.RunPython(tidy, migrations.RunPython.noop)]
