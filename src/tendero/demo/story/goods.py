"""What Menaje Montoro sells, has sold, and is asked for: prices of one unit without tax, in euros.

The last of `was` is the oldest price. Days count from today, as everywhere in the story.
"""

from __future__ import annotations

from typing import Final

from tendero.demo.story.shapes import Good

COFFEE, KITCHEN, COLD, WASHING, TABLE, KNIVES, HOME, PANTRY, SERVICES = FAMILIES = (
    "Cafeteras y molinos",
    "Maquinaria de cocina",
    "Frío",
    "Lavado",
    "Vajilla y cristalería",
    "Cuchillería y menaje",
    "Para casa",
    "Café y despensa",
    "Servicios y recambios",
)

GOODS: Final = (
    Good("Molino M-64", "M-64", COFFEE, "1890", "1209.60", was=((-300, "1790", "1148"), (-620, "1725", "1090"))),
    Good("Molino M-50", "M-50", COFFEE, "1290", "865", on_sale=False, was=((-500, "1340", "865"),)),
    Good("Cafetera de 2 grupos Sierra", "CAF-2G", COFFEE, "3450", "2415", was=((-240, "3290", "2310"),)),
    Good("Cafetera de 1 grupo Sierra", "CAF-1G", COFFEE, "2180", "1520"),
    Good("Termo de leche 6 l", "TER-06", COFFEE, "268", "171"),
    Good("Horno de convección 10 bandejas", "HOR-10", KITCHEN, "5800", "4290", was=((-420, "5450", "4020"),)),
    Good("Batidora de brazo 500 W", "BAT-500", KITCHEN, "890", "604"),
    Good("Amasadora de espiral 20 l", "AMA-20", KITCHEN, "2240", "1610"),
    Good("Plancha de gas 80 cm", "PLA-80", KITCHEN, "745", "498"),
    Good("Freidora doble 8 + 8 l", "FRE-88", KITCHEN, "612", "415"),
    Good("Placa de inducción de sobremesa", "IND-35", KITCHEN, "690", "486", was=((-120, "725", "486"),)),
    Good("Abatidor de 5 bandejas", "ABA-05", COLD, "4380", "3190"),
    Good("Mesa fría de 3 puertas", "MFR-3P", COLD, "2280", "1655"),
    Good("Cámara frigorífica modular", "CAM-MOD", COLD, "6350", "4890"),
    Good("Armario expositor de bebidas", "EXP-40", COLD, "1125", "812"),
    Good("Lavavajillas de capota", "LAV-CAP", WASHING, "3180", "2230", was=((-180, "3050", "2140"),)),
    Good("Lavavasos de cesta 40", "LAV-40", WASHING, "1490", "1042"),
    Good("Detergente líquido 20 l", "DET-20", WASHING, "48.50", "27.90", "garrafa",
         was=((-150, "45.90", "26.40"), (-520, "41.00", "24.10"))),
    Good("Plato llano loza blanca 27 cm", "LOZ-27", TABLE, "4.95", "2.15", was=((-365, "4.60", "2.02"),)),
    Good("Taza de café loza blanca 10 cl", "LOZ-10", TABLE, "3.50", "1.20"),
    Good("Copa de vino grabada 45 cl", "COP-45", TABLE, "6.20", "3.05", was=((-21, "5.90", "2.84"),)),
    Good("Vaso de sidra", "VAS-SI", TABLE, "1.85", "0.78"),
    Good("Mantel de lino 150 × 250", "MAN-250", TABLE, "39.00", "18.20"),
    Good("Bandeja térmica de comedor", "BAN-TER", TABLE, "54.00", "33.75"),
    Good("Cuchillo japonés santoku 18 cm", "CUC-SAN", KNIVES, "96.00", "54.40"),
    Good("Juego de cubiertos de sala, 12 servicios", "CUB-12", KNIVES, "235.00", "139.00"),
    Good("Olla de acero 24 l", "OLL-24", KNIVES, "118.00", "68.50"),
    Good("Cubeta gastronorm 1/1", "GN-11", KNIVES, "22.40", "11.60"),
    Good("Tabla de corte 50 × 30", "TAB-50", KNIVES, "27.90", "13.10"),
    Good("Cafetera automática de casa", "CAF-AUT", HOME, "619.01", "455.00"),
    Good("Olla rápida 6 l", "OLL-R6", HOME, "82.60", "49.90"),
    Good("Báscula de cocina", "BAS-05", HOME, "19.75", "9.40"),
    Good("Cafetera de cápsulas Nova", "CAP-NOV", HOME, "84.00", "61.00", on_sale=False),
    Good("Café natural en grano", "CAF-NAT", PANTRY, "17.80", "10.90", "kg", "10",
         was=((-60, "16.40", "9.80"), (-400, "14.20", "8.10"))),
    Good("Café descafeinado en grano", "CAF-DES", PANTRY, "18.60", "11.70", "kg", "10"),
    Good("Aceite de oliva virgen extra 5 l", "ACE-05", PANTRY, "34.50", "27.80", "garrafa", "4",
         was=((-200, "43.00", "36.10"),)),
    Good("Libro «La cocina del Ebro»", "LIB-EBR", PANTRY, "21.15", "13.75", tax="4"),
    Good("Puesta en marcha y formación", "SER-PM", SERVICES, "145", "", "servicio"),
    Good("Revisión anual de cafetera", "SER-REV", SERVICES, "98", "", "servicio"),
    Good("Hora de técnico", "SER-HT", SERVICES, "42", "24", "hora", was=((-330, "39", "22.50"),)),
    Good("Junta de olla rápida", "REC-JOL", SERVICES, "6.40", "2.05"),
    Good("Muelas de molino 64 mm", "REC-M64", SERVICES, "68.00", "37.50", "juego"),
    Good("Armario de maduración de carne", "", COLD, "0", "", on_sale=False),
    Good("Vajilla compostable para llevar", "", TABLE, "0", "", on_sale=False),
    Good("Freidora sin aceite de hostelería", "", KITCHEN, "0", "", on_sale=False),
)  # fmt: skip
