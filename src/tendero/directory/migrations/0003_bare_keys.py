# Keys of uniqueness become numbers, unchecked by the database: they are derived, four or five a party, and every import
# looks them up and writes them. Indexes nobody uses go.

from hashlib import blake2b

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = ["reference", "tax_id", "email", "phone", "name_birthday", "name_city"]
_UNUSED = """
    SELECT quote_ident(indexname) FROM pg_indexes WHERE schemaname = current_schema()
    AND indexname LIKE '%%\\_ref\\_%%\\_like' AND indexdef LIKE '%%(ref varchar\\_pattern\\_ops)'
"""


def copy_keys(apps, schema_editor):
    old, new = apps.get_model("directory", "OldPartyKey"), apps.get_model("directory", "PartyKey")
    batch = []
    for party, kind, key in old.objects.values_list("party_id", "kind", "key").iterator(5000):
        digest = blake2b(key.encode(), digest_size=8).digest()
        batch.append(new(party_id=party, mark=(KINDS.index(kind) << 60) + (int.from_bytes(digest, "big") >> 4)))
        if len(batch) == 5000:
            new.objects.bulk_create(batch)
            batch = []
    new.objects.bulk_create(batch)


def drop_indexes_for_like(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_UNUSED, [])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_leaner_indexes'),
        ('identity', '0001_initial'),
        ('kernel', '0003_leaner_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='partykey', name='partykey_once'),
        migrations.RemoveIndex(model_name='partykey', name='partykey_key'),
        migrations.RenameModel('PartyKey', 'OldPartyKey'),
        migrations.CreateModel(
            name='PartyKey',
            fields=[
                ('pk', models.CompositePrimaryKey('mark', 'party', blank=True, editable=False, primary_key=True, serialize=False)),
                ('mark', models.BigIntegerField()),
                ('party', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='directory.party')),
            ],
        ),
        migrations.RunPython(copy_keys, migrations.RunPython.noop),
        migrations.DeleteModel('OldPartyKey'),
        migrations.AlterField(
            model_name='party',
            name='owner',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible'),
        ),
        migrations.RunPython(drop_indexes_for_like, migrations.RunPython.noop),
    ]
