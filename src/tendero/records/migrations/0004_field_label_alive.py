# The name of a field that was undone may be given again.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0003_import_also_made'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='fielddefinition',
            name='fielddefinition_label',
        ),
        migrations.AddConstraint(
            model_name='fielddefinition',
            constraint=models.UniqueConstraint(condition=models.Q(('archived_at__isnull', True), ('binned_at__isnull', True)), fields=('record', 'label_folded'), name='fielddefinition_label'),
        ),
    ]
