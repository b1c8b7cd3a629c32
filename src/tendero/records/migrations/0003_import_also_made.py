# Companies that a file makes because somebody works there are counted apart from its rows.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_leaner_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='also_made',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
