from django.db import migrations, models

STRETCH = 100_000


def repeat_the_buyer(apps, schema_editor):
    """Each line names the customer of its sale while that is out of the bin; a stretch of keys a statement."""
    lines, sales = apps.get_model("sales", "SaleLine")._base_manager, apps.get_model("sales", "Sale")._base_manager
    last = lines.aggregate(last=models.Max("pk"))["last"] or 0
    alive = sales.filter(pk=models.OuterRef("sale"), binned_at=None)
    for start in range(0, last + 1, STRETCH):
        lines.filter(pk__gte=start, pk__lt=start + STRETCH).update(buyer=models.Subquery(alive.values("party_id")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('sales', '0003_marks_in_the_bin'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='saleline',
            name='saleline_product_on',
        ),
        migrations.AddField(
            model_name='saleline',
            name='buyer',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.RunPython(repeat_the_buyer, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='saleline',
            index=models.Index(fields=['product', 'on', 'buyer', 'sale'], name='saleline_bought'),
        ),
    ]
