import django.db.models.deletion
import tendero.kernel.clock
from django.conf import settings
from django.db import migrations, models


STRETCH = 100_000


def repeat_the_day(apps, schema_editor):
    """Each line says the day of its sale; a stretch of keys a statement, or the server would give up on it."""
    lines, sales = apps.get_model("sales", "SaleLine")._base_manager, apps.get_model("sales", "Sale")._base_manager
    last = lines.aggregate(last=models.Max("pk"))["last"] or 0
    day = models.Subquery(sales.filter(pk=models.OuterRef("sale")).values("on")[:1])
    for start in range(0, last + 1, STRETCH):
        lines.filter(pk__gte=start, pk__lt=start + STRETCH).update(on=day)


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_product_alias'),
        ('sales', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='saleline',
            name='saleline_product',
        ),
        migrations.AddField(
            model_name='saleline',
            name='on',
            field=models.DateField(default=tendero.kernel.clock.today, editable=False, verbose_name='date'),
        ),
        migrations.AlterField(
            model_name='sale',
            name='seller',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='seller'),
        ),
        migrations.AlterField(
            model_name='saleline',
            name='product',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sale_lines', to='catalog.product', verbose_name='product'),
        ),
        migrations.AlterField(
            model_name='saleline',
            name='sale',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='sales.sale', verbose_name='sale'),
        ),
        migrations.RunPython(repeat_the_day, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='saleline',
            index=models.Index(fields=['product', 'on', 'sale'], name='saleline_product_on'),
        ),
    ]
