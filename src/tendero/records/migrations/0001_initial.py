import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import tendero.kernel.clock
import tendero.kernel.fields
import tendero.kernel.money
import tendero.kernel.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('identity', '0001_initial'),
        ('kernel', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiReply',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('user_id', models.BigIntegerField()),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('headers', models.JSONField(default=dict)),
                ('body', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField(default=tendero.kernel.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='apireply_at')],
                'constraints': [models.UniqueConstraint(fields=('user_id', 'key'), name='apireply_once')],
            },
        ),
        migrations.CreateModel(
            name='FieldDefinition',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('record', models.CharField(max_length=60, verbose_name='kind of record')),
                ('name', models.CharField(max_length=40, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*\\Z', 'Small letters, digits and _.')], verbose_name='key')),
                ('label', models.CharField(max_length=80, verbose_name='name')),
                ('label_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='label')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('number', 'Number'), ('money', 'Money'), ('date', 'Date'), ('choice', 'One of a list'), ('choices', 'Several of a list'), ('bool', 'Yes or no'), ('url', 'Link'), ('party', 'Contact')], max_length=12, verbose_name='type')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='options')),
                ('help', models.CharField(blank=True, default='', max_length=200, verbose_name='what it is for')),
                ('required', models.BooleanField(default=False, verbose_name='always filled in')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived')),
            ],
            options={
                'verbose_name': 'own field',
                'verbose_name_plural': 'own fields',
                'ordering': ['record', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('record', 'name'), name='fielddefinition_key'), models.UniqueConstraint(condition=models.Q(('archived_at__isnull', True)), fields=('record', 'label_folded'), name='fielddefinition_label')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True)),
                ('record_key', models.CharField(max_length=100)),
                ('user_id', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('user_name', models.CharField(blank=True, max_length=150)),
                ('file_name', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('draft', 'Being prepared'), ('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Stopped'), ('reverting', 'Being undone'), ('reverted', 'Undone'), ('restoring', 'Being brought back')], default='draft', max_length=10, verbose_name='state')),
                ('choices', models.JSONField(default=dict)),
                ('reading', models.JSONField(default=dict)),
                ('staged', models.JSONField(default=dict)),
                ('mapping', models.JSONField(default=dict)),
                ('options', models.JSONField(default=dict)),
                ('foreseen', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('problem', models.CharField(blank=True, default='', max_length=500)),
                ('revert_report', models.JSONField(default=dict)),
                ('undone', models.PositiveSmallIntegerField(default=0)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now)),
                ('finished', models.DateTimeField(blank=True, null=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='kernel.job')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('outcome', models.CharField(max_length=9)),
                ('record_id', models.BigIntegerField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='records.import')),
            ],
        ),
        migrations.CreateModel(
            name='ImportTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True)),
                ('record_key', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('titles', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=dict)),
                ('options', models.JSONField(default=dict)),
                ('owner_id', models.BigIntegerField(blank=True, null=True)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now)),
                ('used', models.DateTimeField(default=tendero.kernel.clock.now)),
            ],
            options={
                'ordering': ['-used'],
                'constraints': [models.UniqueConstraint(fields=('record_key', 'name'), name='importtemplate_name')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('record', models.CharField(max_length=60, verbose_name='record type')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('scope', models.CharField(choices=[('private', 'Only me'), ('team', 'My team')], default='private', max_length=7, verbose_name='who sees it')),
                ('pinned', models.BooleanField(default=False, verbose_name='pinned')),
                ('is_default', models.BooleanField(default=False, verbose_name='opens first')),
                ('filter', models.JSONField(blank=True, default=dict, verbose_name='filter')),
                ('order', models.CharField(blank=True, default='', max_length=100, verbose_name='order')),
                ('columns', models.JSONField(blank=True, default=list, verbose_name='columns')),
                ('layout', models.CharField(default='table', max_length=12, verbose_name='layout')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='whose')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'view',
                'verbose_name_plural': 'views',
                'ordering': ['-pinned', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ColumnLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.CharField(max_length=60)),
                ('view', models.CharField(max_length=60)),
                ('columns', models.JSONField(default=list)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'record', 'view'), name='columnlayout_once')],
            },
        ),
        migrations.CreateModel(
            name='ExportLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('at', models.DateTimeField(default=tendero.kernel.clock.now, verbose_name='when')),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=150, verbose_name='who')),
                ('record', models.CharField(max_length=60)),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('format', models.CharField(max_length=20)),
                ('columns', models.JSONField(default=list)),
                ('filter', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('change_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.changeset')),
            ],
            options={
                'indexes': [models.Index(fields=['at', 'id'], name='exportlog_at')],
            },
        ),
        migrations.CreateModel(
            name='CustomValue',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('record_id', models.BigIntegerField()),
                ('slot', models.CharField(blank=True, default='', editable=False, max_length=80)),
                ('number', tendero.kernel.money.AmountField(blank=True, null=True)),
                ('currency', models.CharField(blank=True, default='', max_length=3)),
                ('text', models.CharField(blank=True, default='', max_length=500)),
                ('text_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='text')),
                ('text_sort', tendero.kernel.fields.SortKeyField(blank=True, default='', editable=False, source='text')),
                ('date', models.DateField(blank=True, null=True)),
                ('ref_id', models.BigIntegerField(blank=True, null=True)),
                ('definition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='records.fielddefinition')),
            ],
            options={
                'indexes': [models.Index(fields=['record_id', 'definition'], name='customvalue_record'), models.Index(fields=['definition', 'number', 'record_id'], name='customvalue_number'), models.Index(fields=['definition', 'text_folded', 'record_id'], name='customvalue_text'), models.Index(fields=['definition', 'date', 'record_id'], name='customvalue_date'), models.Index(fields=['definition', 'ref_id', 'record_id'], name='customvalue_ref'), models.Index(condition=models.Q(('ref_id__isnull', False)), fields=['ref_id'], name='customvalue_party')],
                'constraints': [models.UniqueConstraint(fields=('definition', 'record_id', 'slot'), name='customvalue_once')],
            },
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(fields=['record_key', '-id'], name='import_record'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['batch', 'outcome', 'number'], name='importrow_outcome'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['batch', 'record_id'], name='importrow_record'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.UniqueConstraint(fields=('batch', 'number'), name='importrow_once'),
        ),
        migrations.AddIndex(
            model_name='savedview',
            index=models.Index(fields=['record', 'team'], name='savedview_team'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('owner', 'record'), name='savedview_one_default'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scope', 'private'), ('team__isnull', True)), ('scope', 'team'), _connector='OR'), name='savedview_scope'),
        ),
    ]
