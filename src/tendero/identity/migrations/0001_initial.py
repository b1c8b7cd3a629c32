import django.db.models.deletion
import django.db.models.functions.text
import tendero.kernel.clock
import tendero.kernel.fields
import tendero.kernel.refs
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'team',
                'verbose_name_plural': 'teams',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='user name')),
                ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('profile', models.CharField(default='lectura', max_length=40, verbose_name='profile')),
                ('language', models.CharField(default='es', max_length=8, verbose_name='language')),
                ('time_zone', models.CharField(default='Europe/Madrid', max_length=40, verbose_name='time zone')),
                ('theme', models.CharField(choices=[('auto', 'As the device'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=6, verbose_name='theme')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='identity.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='user_email_once')],
            },
        ),
    ]
