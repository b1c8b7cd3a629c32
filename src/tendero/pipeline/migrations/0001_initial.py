import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import tendero.kernel.clock
import tendero.kernel.fields
import tendero.kernel.money
import tendero.kernel.refs
import tendero.pipeline.models.opportunity
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LossReason',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('name', models.CharField(max_length=80, verbose_name='reason')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'loss reason',
                'verbose_name_plural': 'loss reasons',
                'ordering': ['position', 'id'],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('name', models.CharField(max_length=60, verbose_name='stage')),
                ('kind', models.CharField(choices=[('open', 'Open'), ('won', 'Won'), ('lost', 'Lost')], default='open', max_length=4, verbose_name='means')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('probability', models.PositiveSmallIntegerField(default=0, help_text='In percent.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='probability')),
                ('rotting_days', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='days until it counts as stopped')),
            ],
            options={
                'verbose_name': 'stage',
                'verbose_name_plural': 'stages',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('probability__lte', 100)), name='stage_probability'), models.UniqueConstraint(condition=models.Q(models.Q(('kind', 'open'), _negated=True), ('binned_at__isnull', True)), fields=('kind',), name='stage_one_won_one_lost')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Opportunity',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('name', models.CharField(max_length=200, verbose_name='opportunity')),
                ('name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='name')),
                ('name_sort', tendero.kernel.fields.SortKeyField(blank=True, default='', editable=False, source='name')),
                ('status', models.CharField(choices=[('open', 'Open'), ('won', 'Won'), ('lost', 'Lost')], default='open', editable=False, max_length=4, verbose_name='status')),
                ('amount', tendero.kernel.money.AmountField(default=0, verbose_name='amount')),
                ('currency', tendero.kernel.money.CurrencyField(default='EUR', max_length=3, verbose_name='currency')),
                ('probability', models.PositiveSmallIntegerField(blank=True, help_text='In percent. Empty: that of its stage.', null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='probability')),
                ('chance', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='probability that counts')),
                ('expected_close', models.DateField(blank=True, null=True, verbose_name='expected close')),
                ('source', models.CharField(blank=True, default='', max_length=80, verbose_name='source')),
                ('note', models.TextField(blank=True, default='', verbose_name='note')),
                ('moved_at', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='in this stage since')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed')),
                ('reason_note', models.CharField(blank=True, default='', editable=False, max_length=300, verbose_name='in other words')),
                ('competitor', models.CharField(blank=True, default='', editable=False, max_length=120, verbose_name='competitor')),
                ('position', models.BigIntegerField(default=tendero.pipeline.models.opportunity.top_place, editable=False, verbose_name='place in its column')),
                ('next_on', models.DateField(blank=True, editable=False, null=True, verbose_name='next step')),
                ('next_time', models.TimeField(blank=True, editable=False, null=True, verbose_name='hour of the next step')),
                ('next_title', models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='what comes next')),
                ('next_kind', models.CharField(blank=True, choices=[('call', 'Call'), ('visit', 'Visit'), ('email', 'E-mail'), ('other', 'Other')], default='', editable=False, max_length=8)),
                ('next_task_id', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('touched_at', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='last movement')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.party', verbose_name='contact person')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opportunities', to='directory.party', verbose_name='contact')),
                ('reason', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.lossreason', verbose_name='reason')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opportunities', to='pipeline.stage', verbose_name='stage')),
            ],
            options={
                'verbose_name': 'opportunity',
                'verbose_name_plural': 'opportunities',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='StageChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=tendero.kernel.clock.now, verbose_name='when')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('from_stage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.stage', verbose_name='from')),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stage_changes', to='pipeline.opportunity')),
                ('to_stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.stage', verbose_name='to')),
            ],
            options={
                'verbose_name': 'stage change',
                'verbose_name_plural': 'stage changes',
            },
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(fields=['name_sort', 'id'], name='opportunity_name'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(fields=['party', 'status', 'id'], name='opportunity_party'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(condition=models.Q(('binned_at__isnull', True), ('status', 'open')), fields=['stage', 'position', 'id'], name='opportunity_board'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(condition=models.Q(('binned_at__isnull', True), ('status', 'open')), fields=['owner', 'stage', 'position', 'id'], name='opportunity_mine'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(condition=models.Q(('binned_at__isnull', True), ('status', 'open')), fields=['owner', 'next_on', 'id'], name='opportunity_next'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(fields=['status', '-closed_at', 'id'], name='opportunity_closed'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(fields=['amount', 'id'], name='opportunity_amount'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(condition=models.Q(('binned_at__isnull', True), ('status', 'open')), fields=['stage', 'currency', 'next_on', 'amount', 'chance', 'owner'], name='opportunity_sums'),
        ),
        migrations.AddConstraint(
            model_name='opportunity',
            constraint=models.CheckConstraint(condition=models.Q(('chance__lte', 100)), name='opportunity_chance'),
        ),
        migrations.AddConstraint(
            model_name='opportunity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='opportunity_closed_has_moment'),
        ),
        migrations.AddIndex(
            model_name='stagechange',
            index=models.Index(fields=['opportunity', '-at'], name='stagechange_opportunity'),
        ),
    ]
