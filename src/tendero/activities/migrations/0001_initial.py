import django.db.models.deletion
import tendero.activities.models.task
import tendero.kernel.clock
import tendero.kernel.fields
import tendero.kernel.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('kernel', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('subject_type', models.CharField(blank=True, default='', editable=False, max_length=60, verbose_name='about what')),
                ('subject_id', models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='about which')),
                ('kind', models.CharField(choices=[('note', 'Note'), ('call', 'Call'), ('visit', 'Visit'), ('meeting', 'Meeting'), ('email', 'E-mail'), ('letter', 'Letter'), ('message', 'Message'), ('milestone', 'Milestone')], default='note', max_length=12, verbose_name='kind')),
                ('direction', models.CharField(choices=[('out', 'We did'), ('in', 'They did')], default='out', max_length=3, verbose_name='who began it')),
                ('at', models.DateTimeField(default=tendero.kernel.clock.now, verbose_name='when')),
                ('title', models.CharField(blank=True, default='', max_length=200, verbose_name='subject')),
                ('body', models.TextField(blank=True, default='', verbose_name='text')),
                ('outcome', models.CharField(blank=True, default='', max_length=200, verbose_name='outcome')),
                ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='minutes')),
                ('private', models.BooleanField(default=False, verbose_name='only for me')),
                ('pinned', models.BooleanField(default=False, verbose_name='pinned')),
                ('code', models.CharField(blank=True, default='', editable=False, max_length=40)),
                ('facts', models.JSONField(blank=True, default=dict, editable=False)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='directory.party', verbose_name='contact')),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activities',
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('subject_type', models.CharField(blank=True, default='', editable=False, max_length=60, verbose_name='about what')),
                ('subject_id', models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='about which')),
                ('title', models.CharField(max_length=200, verbose_name='name')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='file')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='directory.party', verbose_name='contact')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='activities.activity')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'mentions',
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('subject_type', models.CharField(blank=True, default='', editable=False, max_length=60, verbose_name='about what')),
                ('subject_id', models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='about which')),
                ('title', models.CharField(max_length=200, verbose_name='task')),
                ('kind', models.CharField(choices=[('call', 'Call'), ('visit', 'Visit'), ('email', 'E-mail'), ('other', 'Other')], default='other', max_length=8, verbose_name='kind')),
                ('due_on', models.DateField(default=tendero.kernel.clock.today, verbose_name='day')),
                ('due_time', models.TimeField(blank=True, null=True, verbose_name='hour')),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'High'), (2, 'Normal'), (3, 'Low')], default=2, verbose_name='priority')),
                ('repeats', models.CharField(blank=True, default='', max_length=120, validators=[tendero.activities.models.task.valid_recurrence], verbose_name='repeats')),
                ('note', models.TextField(blank=True, default='', verbose_name='note')),
                ('done_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='done')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='for whom')),
                ('done_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('follows', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.task')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='directory.party', verbose_name='contact')),
            ],
            options={
                'verbose_name': 'task',
                'verbose_name_plural': 'tasks',
            },
        ),
        migrations.CreateModel(
            name='PartyPulse',
            fields=[
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='pulse', serialize=False, to='directory.party', verbose_name='contact')),
                ('last_activity_at', models.DateTimeField(null=True, verbose_name='last contact')),
                ('last_activity_kind', models.CharField(choices=[('note', 'Note'), ('call', 'Call'), ('visit', 'Visit'), ('meeting', 'Meeting'), ('email', 'E-mail'), ('letter', 'Letter'), ('message', 'Message'), ('milestone', 'Milestone')], default='', max_length=12, verbose_name='last contact by')),
                ('next_task_on', models.DateField(null=True, verbose_name='next task')),
                ('next_task_time', models.TimeField(null=True, verbose_name='hour of the next task')),
                ('next_task_title', models.CharField(default='', max_length=200, verbose_name='what comes next')),
                ('next_task_kind', models.CharField(choices=[('call', 'Call'), ('visit', 'Visit'), ('email', 'E-mail'), ('other', 'Other')], default='', max_length=8, verbose_name='kind of the next task')),
                ('open_tasks', models.PositiveIntegerField(default=0, verbose_name='open tasks')),
                ('next_task', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.task')),
            ],
            options={
                'verbose_name': 'pulse',
                'verbose_name_plural': 'pulses',
            },
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(models.F('party'), models.OrderBy(models.F('at'), descending=True), models.F('id'), name='activity_party_at'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(models.F('author'), models.OrderBy(models.F('at'), descending=True), name='activity_author_at'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(models.F('subject_type'), models.F('subject_id'), models.OrderBy(models.F('at'), descending=True), condition=models.Q(('subject_id__isnull', False)), name='activity_subject'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(models.OrderBy(models.F('at'), descending=True), models.F('id'), name='activity_at'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['party', '-created'], name='document_party'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('subject_type'), models.F('subject_id'), condition=models.Q(('subject_id__isnull', False)), name='document_subject'),
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(models.F('user'), models.OrderBy(models.F('created'), descending=True), condition=models.Q(('read_at__isnull', True)), name='mention_unread'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('activity', 'user'), name='mention_once'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('binned_at__isnull', True), ('done_at__isnull', True)), fields=['assignee', 'due_on', 'id'], name='task_open_mine'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('binned_at__isnull', True), ('done_at__isnull', True)), fields=['party', 'due_on', 'id'], name='task_open_party'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['due_on', 'id'], name='task_due'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(models.F('done_by'), models.OrderBy(models.F('done_at'), descending=True), condition=models.Q(('done_at__isnull', False)), name='task_done'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(models.F('subject_type'), models.F('subject_id'), condition=models.Q(('subject_id__isnull', False)), name='task_subject'),
        ),
        migrations.AddIndex(
            model_name='partypulse',
            index=models.Index(fields=['last_activity_at', 'party'], name='pulse_last'),
        ),
        migrations.AddIndex(
            model_name='partypulse',
            index=models.Index(fields=['next_task_on', 'party'], name='pulse_next'),
        ),
    ]
