"""What the customers everybody talks about buy, and how often. Some of them should have come back by now."""

from __future__ import annotations

from typing import Final

from tendero.demo.story.shapes import Habit

COUNTER, TELEPHONE, WEB, VISIT = range(4)

HABITS: Final = (
    Habit("Cafetería La Parada", "CAF-NAT", (6, 12), 26, -12, COUNTER),
    Habit("Cafetería La Parada", "DET-20", (1, 2), 70, -40, TELEPHONE),
    Habit("Cafetería La Parada", "LOZ-10", (12, 36), 210, -75, COUNTER),
    Habit("Bar Casa Emilio", "CAF-NAT", (4, 6), 14, -41, COUNTER),
    Habit("Bar Casa Emilio", "VAS-SI", (24, 48), 160, -120, COUNTER),
    Habit("Panadería Hermanos Lou", "GN-11", (2, 6), 95, -30, VISIT),
    Habit("Panadería Hermanos Lou", "SER-REV", (1, 1), 365, -200, VISIT),
    Habit("Escuela de Hostelería del Ebro", "CUC-SAN", (6, 14), 180, -62, VISIT, 10),
    Habit("Escuela de Hostelería del Ebro", "TAB-50", (10, 20), 180, -62, VISIT, 10),
    Habit("Escuela de Hostelería del Ebro", "ACE-05", (6, 10), 30, -18, TELEPHONE),
    Habit("Hotel Tibur", "CAF-NAT", (18, 30), 21, -9, TELEPHONE, 5),
    Habit("Hotel Tibur", "CAF-DES", (4, 6), 42, -9, TELEPHONE, 5),
    Habit("Hotel Tibur", "COP-45", (24, 72), 75, -20, VISIT),
    Habit("Hotel Tibur", "DET-20", (3, 5), 45, -26, TELEPHONE),
    Habit("Hotel Tibur", "MAN-250", (8, 16), 190, -110, VISIT, 8),
    Habit("Pensión Alcañiz", "CAF-NAT", (3, 5), 30, -88, TELEPHONE),
    Habit("Heladería Moncayo", "VAS-SI", (24, 48), 120, -33, COUNTER),
    Habit("Catering Aljafería", "BAN-TER", (4, 12), 85, -22, VISIT, 5),
    Habit("Catering Aljafería", "LOZ-27", (36, 90), 130, -58, VISIT, 5),
    Habit("Catering Aljafería", "ACE-05", (8, 15), 24, -61, TELEPHONE),
    Habit("Carmen Lanuza Gil", "CAF-DES", (1, 1), 34, -19, COUNTER),
    Habit("Marisquería Ordesa", "COP-45", (12, 24), 110, -140, COUNTER),
    Habit("Restaurante El Cierzo", "ACE-05", (5, 8), 28, -76, TELEPHONE),
    Habit("Restaurante El Cierzo", "LOZ-27", (12, 30), 150, -90, VISIT),
    Habit("Residencia Los Olmos", "DET-20", (4, 6), 32, -11, TELEPHONE),
    Habit("Residencia Los Olmos", "BAN-TER", (6, 12), 240, -150, VISIT),
    Habit("Obrador Santa Fe", "GN-11", (3, 8), 80, -15, WEB),
    Habit("Joaquín Núñez Zúñiga", "CUC-SAN", (1, 1), 200, -45, WEB),
    Habit("Bodegas Campo Blanco", "COP-45", (48, 96), 140, -36, VISIT, 5),
    Habit("Casa Rural Valdejasa", "CAF-NAT", (2, 3), 45, -27, WEB),
)

EVERYDAY: Final = ("CAF-NAT", "CAF-DES", "ACE-05", "DET-20", "VAS-SI", "LOZ-10", "LOZ-27", "COP-45", "GN-11")
"""What a business buys again and again."""
NOW_AND_THEN: Final = ("OLL-R6", "BAS-05", "LIB-EBR", "TAB-50", "CUC-SAN", "REC-JOL", "CAF-AUT", "CAF-DES", "COP-45")
"""What somebody takes home from the counter."""
FOR_YEARS: Final = ("M-64", "CAF-2G", "LAV-40", "BAT-500", "FRE-88", "MFR-3P", "HOR-10", "EXP-40")
"""What is bought once, and lasts."""
