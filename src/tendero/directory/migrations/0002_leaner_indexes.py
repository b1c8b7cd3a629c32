# Indexes that another one begins with go; those of columns that are mostly empty hold what is there only.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
        ('kernel', '0002_kept_copies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='consententry',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='party',
            name='main_contact',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.party', verbose_name='with whom'),
        ),
        migrations.AlterField(
            model_name='party',
            name='photo',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='photo'),
        ),
        migrations.AlterField(
            model_name='party',
            name='referred_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referred', to='directory.party', verbose_name='referred by'),
        ),
        migrations.AlterField(
            model_name='party',
            name='source',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.source', verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='party',
            name='works_at',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='staff', to='directory.party', verbose_name='works at'),
        ),
        migrations.AlterField(
            model_name='partyaddress',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='partyemail',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='emails', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='partykey',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='directory.party'),
        ),
        migrations.AlterField(
            model_name='partyphone',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='phones', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='partyprofile',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='profiles', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='partyreference',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='references', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='partyrole',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='partytag',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='relationship',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='relationships', to='directory.party', verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='responsible',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='responsibles', to='directory.party', verbose_name='contact'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('source__isnull', False)), fields=['source', 'id'], name='party_source'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('referred_by__isnull', False)), fields=['referred_by', 'id'], name='party_referred_by'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('photo__isnull', False)), fields=['photo', 'id'], name='party_photo'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('main_contact__isnull', False)), fields=['main_contact', 'id'], name='party_main_contact'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('works_at__isnull', False)), fields=['works_at', 'id'], name='party_works_at'),
        ),
    ]
