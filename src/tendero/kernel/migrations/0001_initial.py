import django.core.serializers.json
import django.db.models.deletion
import tendero.kernel.clock
import tendero.kernel.db.words
import tendero.kernel.fields
import tendero.kernel.models.jobs_running
import tendero.kernel.refs
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('task', models.CharField(max_length=100)),
                ('arguments', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('every', models.PositiveIntegerField(blank=True, help_text='Seconds between two turns', null=True)),
                ('at', models.CharField(blank=True, help_text='Time of day, hh:mm', max_length=5)),
                ('zone', models.CharField(default='UTC', max_length=64)),
                ('next_run', models.DateTimeField(db_index=True)),
                ('last_run', models.DateTimeField(blank=True, null=True)),
                ('active', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='SearchKind',
            fields=[
                ('number', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('record_key', models.CharField(max_length=100, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('value', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='ChangeSet',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('action', models.CharField(max_length=80, verbose_name='action')),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=150, verbose_name='who')),
                ('origin', models.CharField(max_length=10, verbose_name='from where')),
                ('at', models.DateTimeField(default=tendero.kernel.clock.now, verbose_name='when')),
                ('party_id', models.BigIntegerField(null=True)),
                ('batch', models.CharField(blank=True, default='', max_length=40)),
                ('reverts', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reverted_by', to='kernel.changeset')),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('record_key', models.CharField(max_length=60)),
                ('record_id', models.BigIntegerField()),
                ('root_key', models.CharField(max_length=60)),
                ('root_id', models.BigIntegerField()),
                ('party_id', models.BigIntegerField(null=True)),
                ('kind', models.CharField(choices=[('create', 'created'), ('change', 'changed'), ('remove', 'removed'), ('bin', 'moved to the bin'), ('unbin', 'taken out of the bin')], max_length=6)),
                ('field', models.CharField(blank=True, default='', max_length=60)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('change_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='kernel.changeset')),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True)),
                ('task', models.CharField(max_length=100)),
                ('queue', models.CharField(choices=[('short', 'Short'), ('long', 'Long')], default='short', max_length=10)),
                ('state', models.CharField(choices=[('ready', 'Waiting'), ('running', 'Running'), ('successful', 'Finished'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='ready', max_length=10)),
                ('arguments', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('key', models.CharField(blank=True, max_length=200, null=True)),
                ('party_id', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('user_id', models.BigIntegerField(blank=True, null=True)),
                ('user_name', models.CharField(blank=True, max_length=200)),
                ('actor_values', models.JSONField(blank=True, null=True)),
                ('queued', models.DateTimeField(default=tendero.kernel.clock.now)),
                ('run_at', models.DateTimeField(default=tendero.kernel.clock.now)),
                ('started', models.DateTimeField(blank=True, null=True)),
                ('finished', models.DateTimeField(blank=True, null=True)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('attempts_allowed', models.PositiveIntegerField(default=6)),
                ('fence', models.BigIntegerField(default=0)),
                ('worker', models.CharField(blank=True, max_length=100)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('cancel_asked', models.DateTimeField(blank=True, null=True)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('total', models.PositiveBigIntegerField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('checkpoint', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('result', models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('error', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'ready')), fields=['queue', 'run_at', 'id'], name='kernel_job_due'), models.Index(condition=models.Q(('state', 'running')), fields=['lease_until'], name='kernel_job_lease'), models.Index(fields=['user_id', 'id'], name='kernel_job_user'), models.Index(fields=['finished'], name='kernel_job_finished')],
                'constraints': [models.UniqueConstraint(fields=('task', 'key'), name='kernel_job_key')],
            },
            bases=(tendero.kernel.models.jobs_running.Running, models.Model),
        ),
        migrations.CreateModel(
            name='JobLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=tendero.kernel.clock.now)),
                ('level', models.CharField(default='info', max_length=10)),
                ('text', models.TextField()),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='kernel.job')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('record_key', models.CharField(max_length=100)),
                ('record_id', models.BigIntegerField()),
                ('party_id', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('title', models.CharField(max_length=300)),
                ('subtitle', models.CharField(blank=True, max_length=300)),
                ('words', models.TextField()),
                ('parts', models.JSONField(blank=True, default=dict)),
                ('weight', models.SmallIntegerField(default=0)),
            ],
            options={
                'indexes': [tendero.kernel.db.words.WordIndex(fields=['words'], name='kernel_searchdocument_words')],
                'constraints': [models.UniqueConstraint(fields=('record_id', 'record_key'), name='kernel_searchdocument_record')],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('shown', models.CharField(max_length=40)),
                ('frequency', models.PositiveIntegerField(default=1)),
                ('length', models.PositiveSmallIntegerField()),
                ('key', models.CharField(max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['key'], name='kernel_searchword_key'), models.Index(fields=['length', 'word'], name='kernel_searchword_length')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True)),
                ('disk_name', models.CharField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('content_type', models.CharField(max_length=100)),
                ('party_id', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('record_key', models.CharField(blank=True, max_length=100)),
                ('record_id', models.BigIntegerField(blank=True, null=True)),
                ('uploaded_by_id', models.BigIntegerField(blank=True, null=True)),
                ('uploaded_by_name', models.CharField(blank=True, max_length=200)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['record_key', 'record_id'], name='kernel_storedfile_record')],
            },
        ),
        migrations.AddIndex(
            model_name='changeset',
            index=models.Index(fields=['at', 'id'], name='changeset_at'),
        ),
        migrations.AddIndex(
            model_name='changeset',
            index=models.Index(fields=['actor_id', 'at'], name='changeset_actor'),
        ),
        migrations.AddIndex(
            model_name='changeset',
            index=models.Index(condition=models.Q(('batch', ''), _negated=True), fields=['batch'], name='changeset_batch'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['root_key', 'root_id', 'id'], name='change_root'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['record_key', 'record_id', 'id'], name='change_record'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['party_id'], name='change_party'),
        ),
    ]
