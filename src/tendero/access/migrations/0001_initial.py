import django.db.models.deletion
import tendero.kernel.clock
import tendero.kernel.fields
import tendero.kernel.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('identity', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyStamp',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('value', models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('system', models.BooleanField(default=False, verbose_name='comes with Tendero')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position')),
            ],
            options={
                'verbose_name': 'profile',
                'verbose_name_plural': 'profiles',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('name', models.CharField(max_length=80, verbose_name='what it is for')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('hint', models.CharField(max_length=4, verbose_name='ends in')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('expires', models.DateTimeField(blank=True, null=True, verbose_name='valid until')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('used_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last used')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'API token',
                'verbose_name_plural': 'API tokens',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('profile', models.SlugField(max_length=40, verbose_name='profile')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('expires', models.DateTimeField(verbose_name='valid until')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('browser', models.CharField(blank=True, max_length=80, verbose_name='browser')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since'],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('record', models.CharField(max_length=60, verbose_name='record type')),
                ('verb', models.CharField(max_length=60, verbose_name='verb')),
                ('scope', models.CharField(choices=[('none', 'none'), ('own', 'own'), ('team', 'team'), ('all', 'all')], max_length=4, verbose_name='scope')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='access.profile', verbose_name='profile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('profile', 'record', 'verb'), name='access_grant_once'), models.CheckConstraint(condition=models.Q(('scope__in', ('none', 'own', 'team', 'all'))), name='access_grant_scope')],
            },
        ),
        migrations.CreateModel(
            name='FieldRule',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('record', models.CharField(max_length=60, verbose_name='record type')),
                ('field', models.CharField(max_length=100, verbose_name='field')),
                ('mode', models.CharField(choices=[('hidden', 'Hidden'), ('readonly', 'Read only')], max_length=8, verbose_name='mode')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_rules', to='access.profile', verbose_name='profile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('profile', 'record', 'field'), name='access_fieldrule_once'), models.CheckConstraint(condition=models.Q(('mode__in', ['hidden', 'readonly'])), name='access_fieldrule_mode')],
            },
        ),
    ]
