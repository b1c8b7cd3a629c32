# The audit goes by moment; nobody asked a change set whom it is about, and one of thousands could not say.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0003_leaner_search'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='changeset',
            name='changeset_actor',
        ),
        migrations.RemoveField(
            model_name='changeset',
            name='party_id',
        ),
        migrations.AddIndex(
            model_name='changeset',
            index=models.Index(fields=['actor_id', 'at', 'id'], name='changeset_actor'),
        ),
        migrations.AddIndex(
            model_name='changeset',
            index=models.Index(fields=['action', 'at', 'id'], name='changeset_action'),
        ),
    ]
