import django.db.models.deletion
import django.db.models.manager
import tendero.kernel.clock
import tendero.kernel.fields
import tendero.kernel.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kernel', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('organisation', 'Company')], default='person', max_length=12, verbose_name='kind')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='name')),
                ('name_sort', tendero.kernel.fields.SortKeyField(blank=True, default='', editable=False, source='name')),
                ('first_name', models.CharField(blank=True, default='', max_length=100, verbose_name='first name')),
                ('first_name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='first_name')),
                ('last_name', models.CharField(blank=True, default='', max_length=100, verbose_name='last name')),
                ('last_name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='last_name')),
                ('second_last_name', models.CharField(blank=True, default='', max_length=100, verbose_name='second last name')),
                ('second_last_name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='second_last_name')),
                ('legal_name', models.CharField(blank=True, default='', max_length=200, verbose_name='legal name')),
                ('legal_name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='legal_name')),
                ('tax_id', models.CharField(blank=True, default='', max_length=30, verbose_name='tax id')),
                ('tax_country', models.CharField(default='ES', max_length=2, verbose_name='country of the tax id')),
                ('tax_id_valid', models.BooleanField(blank=True, editable=False, null=True, verbose_name='tax id checked')),
                ('birthday_key', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='birthday')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='year of birth')),
                ('language', models.CharField(blank=True, default='', max_length=8, verbose_name='language')),
                ('website', models.CharField(blank=True, default='', max_length=300, verbose_name='website')),
                ('source_detail', models.CharField(blank=True, default='', max_length=200, verbose_name='detail of the source')),
                ('source_detail_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='source_detail')),
                ('values_first', models.CharField(blank=True, choices=[('price', 'Price'), ('service', 'Service'), ('quality', 'Quality')], default='', max_length=8, verbose_name='values most')),
                ('values_second', models.CharField(blank=True, choices=[('price', 'Price'), ('service', 'Service'), ('quality', 'Quality')], default='', max_length=8, verbose_name='values next')),
                ('email', models.CharField(blank=True, default='', editable=False, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, default='', editable=False, max_length=40, verbose_name='telephone')),
                ('phone_shown', models.CharField(blank=True, default='', editable=False, max_length=40)),
                ('city', models.CharField(blank=True, default='', editable=False, max_length=100, verbose_name='city')),
                ('city_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='city')),
                ('city_sort', tendero.kernel.fields.SortKeyField(blank=True, default='', editable=False, source='city')),
                ('region', models.CharField(blank=True, default='', editable=False, max_length=100, verbose_name='province')),
                ('region_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='region')),
                ('postal_code', models.CharField(blank=True, default='', editable=False, max_length=12, verbose_name='postal code')),
                ('country', models.CharField(blank=True, default='', editable=False, max_length=2, verbose_name='country')),
                ('consent_email', models.CharField(choices=[('allowed', 'Allowed'), ('objected', 'Objected'), ('unknown', 'Unknown')], default='unknown', editable=False, max_length=8, verbose_name='Offers by e-mail')),
                ('consent_post', models.CharField(choices=[('allowed', 'Allowed'), ('objected', 'Objected'), ('unknown', 'Unknown')], default='unknown', editable=False, max_length=8, verbose_name='Offers by post')),
                ('consent_phone', models.CharField(choices=[('allowed', 'Allowed'), ('objected', 'Objected'), ('unknown', 'Unknown')], default='unknown', editable=False, max_length=8, verbose_name='Offers by telephone')),
                ('consent_whatsapp', models.CharField(choices=[('allowed', 'Allowed'), ('objected', 'Objected'), ('unknown', 'Unknown')], default='unknown', editable=False, max_length=8, verbose_name='Offers by WhatsApp')),
                ('consent_sms', models.CharField(choices=[('allowed', 'Allowed'), ('objected', 'Objected'), ('unknown', 'Unknown')], default='unknown', editable=False, max_length=8, verbose_name='Offers by SMS')),
                ('main_contact', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.party', verbose_name='with whom')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible')),
                ('photo', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile', verbose_name='photo')),
                ('referred_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referred', to='directory.party', verbose_name='referred by')),
                ('works_at', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='staff', to='directory.party', verbose_name='works at')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'base_manager_name': 'everything',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RelationshipType',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='name')),
                ('name_sort', tendero.kernel.fields.SortKeyField(blank=True, default='', editable=False, source='name')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position')),
                ('code', models.SlugField(blank=True, default='', max_length=40, verbose_name='code')),
                ('inverse', models.CharField(max_length=80, verbose_name='read from the other side')),
            ],
            options={
                'verbose_name': 'kind of relationship',
                'verbose_name_plural': 'kinds of relationship',
                'ordering': ['position', 'name_sort', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('binned_at__isnull', True)), fields=('name_folded',), name='relationshiptype_name')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RoleType',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='name')),
                ('name_sort', tendero.kernel.fields.SortKeyField(blank=True, default='', editable=False, source='name')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position')),
                ('code', models.SlugField(blank=True, default='', max_length=40, verbose_name='code')),
                ('objective', models.CharField(blank=True, default='', max_length=200, verbose_name='objective')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.roletype', verbose_name='role to reach')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'ordering': ['position', 'name_sort', 'id'],
                'abstract': False,
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='PartyRole',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='directory.party', verbose_name='contact')),
                ('current', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='directory.roletype')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='directory.roletype', verbose_name='role')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.roletype', verbose_name='role to reach')),
            ],
            options={
                'ordering': ['role__position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='name')),
                ('name_sort', tendero.kernel.fields.SortKeyField(blank=True, default='', editable=False, source='name')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position')),
                ('code', models.SlugField(blank=True, default='', max_length=40, verbose_name='code')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['position', 'name_sort', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('binned_at__isnull', True)), fields=('name_folded',), name='source_name')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name='party',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.source', verbose_name='source'),
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', tendero.kernel.fields.RefField(default=tendero.kernel.refs.new_ref, editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('changed', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='changed')),
                ('binned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the bin since')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='name')),
                ('name_sort', tendero.kernel.fields.SortKeyField(blank=True, default='', editable=False, source='name')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['position', 'name_sort', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('binned_at__isnull', True)), fields=('name_folded',), name='tag_name')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='PartyTag',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='directory.party', verbose_name='contact')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='directory.tag', verbose_name='tag')),
            ],
            options={
                'ordering': ['tag__name_sort', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('kind', models.CharField(choices=[('taste', 'Likes'), ('need', 'Needs')], max_length=5, verbose_name='kind')),
                ('text', models.CharField(max_length=200, verbose_name='what')),
                ('text_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='text')),
                ('on', models.DateField(default=tendero.kernel.clock.today, verbose_name='when')),
                ('origin', models.CharField(blank=True, default='', max_length=120, verbose_name='how we know')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='directory.party', verbose_name='contact')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'indexes': [models.Index(fields=['party', '-on', 'id'], name='observation_party')],
            },
        ),
        migrations.CreateModel(
            name='ConsentEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('channel', models.CharField(blank=True, choices=[('email', 'E-mail'), ('post', 'Post'), ('phone', 'Telephone'), ('whatsapp', 'WhatsApp'), ('sms', 'SMS')], default='', max_length=10, verbose_name='channel')),
                ('purpose', models.CharField(blank=True, choices=[('offers', 'Offers'), ('news', 'News'), ('surveys', 'Surveys')], default='', max_length=10, verbose_name='purpose')),
                ('decision', models.CharField(choices=[('given', 'Gives permission'), ('objected', 'Objects'), ('lifted', 'Takes the objection back'), ('annulled', 'Was written by mistake')], max_length=8, verbose_name='decision')),
                ('basis', models.CharField(choices=[('consent', 'Consent, with proof'), ('purchase', 'Earlier purchase (LSSI 21.2)'), ('other', 'Another basis, stated'), ('none', 'None')], default='none', max_length=8, verbose_name='basis')),
                ('on', models.DateField(default=tendero.kernel.clock.today, verbose_name='when')),
                ('origin', models.CharField(blank=True, default='', max_length=120, verbose_name='where')),
                ('proof', models.CharField(blank=True, default='', max_length=300, verbose_name='proof')),
                ('once', models.CharField(blank=True, editable=False, max_length=120, null=True)),
                ('annuls', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='annulled_by', to='directory.consententry')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='directory.party', verbose_name='contact')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'indexes': [models.Index(fields=['party', '-on', 'id'], name='consententry_party')],
                'constraints': [models.UniqueConstraint(fields=('party', 'once'), name='consententry_once'), models.CheckConstraint(condition=models.Q(models.Q(('annuls__isnull', False), ('decision', 'annulled')), models.Q(models.Q(('decision', 'annulled'), _negated=True), ('annuls__isnull', True)), _connector='OR'), name='consententry_annuls')],
            },
        ),
        migrations.CreateModel(
            name='PartyAddress',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('label', models.CharField(blank=True, default='', max_length=40, verbose_name='label')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('street', models.CharField(blank=True, default='', max_length=200, verbose_name='street')),
                ('street2', models.CharField(blank=True, default='', max_length=200, verbose_name='floor, door')),
                ('postal_code', models.CharField(blank=True, default='', max_length=12, verbose_name='postal code')),
                ('city', models.CharField(blank=True, default='', max_length=100, verbose_name='city')),
                ('city_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='city')),
                ('region', models.CharField(blank=True, default='', max_length=100, verbose_name='province')),
                ('country', models.CharField(blank=True, default='ES', max_length=2, verbose_name='country')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='directory.party', verbose_name='contact')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['postal_code', 'id'], name='partyaddress_postal'), models.Index(fields=['party', 'position', 'id'], name='partyaddress_party')],
            },
        ),
        migrations.CreateModel(
            name='PartyEmail',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('label', models.CharField(blank=True, default='', max_length=40, verbose_name='label')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('address', models.CharField(max_length=254, verbose_name='e-mail')),
                ('address_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='address')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emails', to='directory.party', verbose_name='contact')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['address_folded', 'id'], name='partyemail_address'), models.Index(fields=['party', 'position', 'id'], name='partyemail_party')],
            },
        ),
        migrations.CreateModel(
            name='PartyKey',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=14)),
                ('key', models.CharField(max_length=200)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='directory.party')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'key', 'party'], name='partykey_key')],
                'constraints': [models.UniqueConstraint(fields=('party', 'kind', 'key'), name='partykey_once')],
            },
        ),
        migrations.CreateModel(
            name='PartyPhone',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('label', models.CharField(blank=True, default='', max_length=40, verbose_name='label')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('number', models.CharField(max_length=40, verbose_name='telephone')),
                ('shown', models.CharField(blank=True, default='', max_length=40)),
                ('digits', models.CharField(blank=True, default='', editable=False, max_length=20)),
                ('whatsapp', models.BooleanField(default=False, verbose_name='has WhatsApp')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phones', to='directory.party', verbose_name='contact')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['number', 'id'], name='partyphone_number'), models.Index(fields=['party', 'position', 'id'], name='partyphone_party')],
            },
        ),
        migrations.CreateModel(
            name='PartyProfile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('label', models.CharField(blank=True, default='', max_length=40, verbose_name='label')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('address', models.CharField(max_length=300, verbose_name='address')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profiles', to='directory.party', verbose_name='contact')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['party', 'position', 'id'], name='partyprofile_party')],
            },
        ),
        migrations.CreateModel(
            name='PartyReference',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('system', models.CharField(blank=True, default='', max_length=40, verbose_name='system')),
                ('system_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='system')),
                ('code', models.CharField(max_length=100, verbose_name='code')),
                ('code_folded', tendero.kernel.fields.FoldedField(blank=True, default='', editable=False, source='code')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='references', to='directory.party', verbose_name='contact')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['code_folded', 'id'], name='partyreference_code'), models.Index(fields=['party', 'id'], name='partyreference_party')],
            },
        ),
        migrations.CreateModel(
            name='Relationship',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('note', models.CharField(blank=True, default='', max_length=120, verbose_name='position or note')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='related_from', to='directory.party', verbose_name='with whom')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relationships', to='directory.party', verbose_name='contact')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.relationshiptype', verbose_name='relationship')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['party', 'id'], name='relationship_party'), models.Index(fields=['other', 'type', 'id'], name='relationship_other')],
                'constraints': [models.CheckConstraint(condition=models.Q(('party', models.F('other')), _negated=True), name='relationship_with_another'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='relationship_dates')],
            },
        ),
        migrations.CreateModel(
            name='Responsible',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('created', models.DateTimeField(default=tendero.kernel.clock.now, editable=False, verbose_name='created')),
                ('topic', models.CharField(max_length=60, verbose_name='for what')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibles', to='directory.party', verbose_name='contact')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('party', 'user', 'topic'), name='responsible_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='roletype',
            constraint=models.UniqueConstraint(condition=models.Q(('binned_at__isnull', True)), fields=('name_folded',), name='roletype_name'),
        ),
        migrations.AddIndex(
            model_name='partyrole',
            index=models.Index(fields=['party', 'id'], name='partyrole_party'),
        ),
        migrations.AddIndex(
            model_name='partyrole',
            index=models.Index(fields=['role', 'party'], name='partyrole_role'),
        ),
        migrations.AddIndex(
            model_name='partyrole',
            index=models.Index(fields=['current', 'party'], name='partyrole_current'),
        ),
        migrations.AddIndex(
            model_name='partyrole',
            index=models.Index(condition=models.Q(('current__isnull', False)), fields=['until', 'id'], name='partyrole_until'),
        ),
        migrations.AddConstraint(
            model_name='partyrole',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('party', 'role'), name='partyrole_once'),
        ),
        migrations.AddConstraint(
            model_name='partyrole',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='partyrole_dates'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['name_sort', 'id'], name='party_name'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['owner', 'name_sort', 'id'], name='party_owner_name'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['city_folded', 'name_sort', 'id'], name='party_city_name'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['city_sort', 'id'], name='party_city'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['created', 'id'], name='party_created'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['changed', 'id'], name='party_changed'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('tax_id', ''), _negated=True), fields=['tax_id', 'id'], name='party_tax_id'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('postal_code', ''), _negated=True), fields=['postal_code', 'id'], name='party_postal_code'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('birthday_key', 0), _negated=True), fields=['birthday_key', 'id'], name='party_birthday_key'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('binned_at__isnull', False)), fields=['binned_at', 'id'], name='party_bin'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'organisation'])), name='party_kind'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='party_has_name'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('birthday_key', 0), models.Q(('birthday_key__gte', 101), ('birthday_key__lte', 1231)), _connector='OR'), name='party_birthday'),
        ),
        migrations.AddIndex(
            model_name='partytag',
            index=models.Index(fields=['tag', 'party'], name='partytag_tag'),
        ),
        migrations.AddConstraint(
            model_name='partytag',
            constraint=models.UniqueConstraint(fields=('party', 'tag'), name='partytag_once'),
        ),
    ]
