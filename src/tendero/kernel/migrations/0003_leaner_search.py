# A document's id says its record already; and how many new words may wait is said by each connection.

from django.db import migrations, models


def leave_it_to_connections(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX IF EXISTS kernel_searchdocument_words RESET (gin_pending_list_limit)")


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0002_kept_copies'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='searchdocument', name='kernel_searchdocument_record'),
        migrations.AlterField(
            model_name='searchdocument',
            name='party_id',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(leave_it_to_connections, migrations.RunPython.noop),
    ]
