"""Find what ended, and what failed, in a period without reading all of it."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('publisher', '0006_pulse')]

    operations = [
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(fields=['outcome', 'ended_at'], name='attempt_ended'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(django.db.models.functions.comparison.Coalesce('permanently_failed_at', 'completed_at'), name='publication_ended'),
        ),
    ]
