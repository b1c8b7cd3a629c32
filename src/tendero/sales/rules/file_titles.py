"""The titles that programs of sales give their columns, and where each belongs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tendero.kernel.text import fold, plain_sign

_SIGNS: Final = re.compile(r"[^a-z0-9%]+")
_TITLES: Final = {
    "date": (
        "fecha, fecha venta, fecha de venta, fecha factura, fecha de factura, fecha ticket, fecha pedido, "
        "fecha de pedido, fecha documento, fecha de compra, fecha compra, fecha y hora, fecha hora, f fra, "
        "date, order date, orderdate, invoice date, sale date, date order, purchase date, datetime, dia"
    ),
    "hour": "hora, hour, time, hora venta, hora ticket",
    "number": (
        "numero, n, no, num, numero factura, n factura, num factura, factura, numero de factura, ticket, n "
        "ticket, numero ticket, numero de ticket, documento, n documento, numero documento, pedido, n pedido, "
        "numero de pedido, order, order id, orderid, order number, order reference, invoice, invoice number, "
        "invoice no, invoice n, receipt, albaran, n albaran, serie numero, n de factura, n de ticket, n de pedido, "
        "n de documento, num ticket, num de factura, num de ticket, num pedido, num documento, num albaran"
    ),
    "kind": "tipo, tipo documento, tipo de documento, clase, document type, type",
    "currency": "moneda, divisa, currency",
    "channel": "canal, canal de venta, channel, sales channel, origen",
    "store": (
        "tienda, almacen, local, establecimiento, sucursal, store, shop, warehouse, punto de venta, tpv, caja"
    ),
    "payment": (
        "forma de pago, forma pago, medio de pago, metodo de pago, pago, payment, payment method, payment "
        "mode"
    ),
    "seller": (
        "vendedor, comercial, agente, dependiente, empleado, seller, salesperson, sales person, sales rep, "
        "atendido por"
    ),
    "note": "observaciones, notas, comentarios, notes, comments",
    "product_code": (
        "codigo articulo, cod articulo, cod art, codigo producto, codigo de producto, codigo de articulo, ref "
        "articulo, referencia articulo, referencia producto, sku, product id, productid, product code, item "
        "code, internal reference"
    ),
    "product": (
        "producto, articulo, nombre producto, nombre articulo, product, product name, item, item name, "
        "articulo nombre"
    ),
    "family": "familia, categoria, seccion, sub category, subcategory, category, product category, grupo",
    "text": "descripcion, concepto, detalle, description, descripcion articulo",
    "quantity": "cantidad, cant, unidades, uds, ud, quantity, qty, units, quantity ordered, piezas",
    "price": (
        "precio, precio unitario, p unitario, pvp, precio unidad, price, unit price, unitprice, precio venta, "
        "importe unitario"
    ),
    "discount": "descuento, dto, dto %, % dto, descuento %, % descuento, discount, discount %, disc",
    "tax": "iva %, % iva, tipo iva, tipo de iva, iva porcentaje, tax %, tax rate, vat rate, vat %",
    "amount": (
        "base, base imponible, importe, importe neto, neto, subtotal, importe sin iva, total linea, importe "
        "linea, amount, net amount, net, sales, untaxed amount, line total, dollars, importe venta"
    ),
    "tax_amount": "iva, cuota iva, cuota, importe iva, tax, taxes, vat, tax amount",
    "total": (
        "total, importe total, total factura, total con iva, importe con iva, total ticket, grand total, "
        "total amount"
    ),
    "cost": "coste, costo, coste total, coste linea, cost, total cost",
    "unit_cost": "coste unitario, precio coste, precio de coste, costo unitario, unit cost",
    "margin": "margen, beneficio, profit, margin",
    "customer.reference": (
        "codigo cliente, cod cliente, id cliente, n cliente, num cliente, numero cliente, numero de cliente, "
        "customer id, customerid, customer code, customer number, cliente id, client id"
    ),
    "customer.name": (
        "cliente, nombre cliente, nombre del cliente, customer, customer name, comprador, buyer, client"
    ),
}  # fmt: skip


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {title.strip(): target for target, titles in _TITLES.items() for title in titles.split(",")}


def guess(label: str) -> str:
    """The target that a title names, "" for none."""
    return _known().get(" ".join(_SIGNS.sub(" ", fold(plain_sign(label))).split()), "")
