"""Words to make people, companies and places of: common Spanish names, towns with their postal codes, trades."""

from __future__ import annotations

from typing import Final, NamedTuple

WOMEN: Final = """
    María Carmen Ana Isabel Laura Cristina Marta Lucía Elena Pilar Rosa Paula Raquel Sara Nuria Silvia Beatriz
    Teresa Patricia Rocío Mónica Andrea Alba Julia Irene Sandra Mercedes Inés Ángela Gloria Noelia Carla Susana
    Amparo Sonia Yolanda Begoña Belén Montserrat Lorena Eva Esther Concepción Natalia Miriam Aurora Celia Lidia Olga
    Blanca Clara
""".split()
MEN: Final = """
    Antonio Manuel José Francisco David Juan Javier Daniel Carlos Jesús Alejandro Miguel Rafael Pablo Pedro Ángel
    Sergio Fernando Jorge Luis Alberto Álvaro Adrián Diego Raúl Iván Enrique Ramón Vicente Andrés Óscar Joaquín
    Santiago Víctor Eduardo Mario Roberto Jaime Ignacio Alfonso Ricardo Hugo Emilio Gabriel Marcos Julio Tomás
    Agustín Rubén Martín Félix
""".split()
SURNAMES: Final = """
    García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno
    Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina
    Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos
    Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Vidal León Márquez Herrera Peña Flores Cabrera Campos Vega
    Fuentes Carrasco Diez Caballero Reyes Nieto Aguilar Pascual Santana Herrero Lorenzo Montero Hidalgo Giménez
    Ibáñez Ferrer Durán Santiago Benítez Mora Vicente Vargas Arias Carmona Crespo Román Pastor Soto Sáez Velasco
    Moya Soler Parra Esteban Bravo Gallardo Lasala Oliván Gascón Lasierra Lanuza Garcés Sebastián Tena Clavería
    Tremps Uriol Zúñiga Marzo Ansón Ventura Lou Bello Abad Royo Marco Ordesa Aznar Buisán Cebrián Lacambra Mainar
    Nasarre Olivares Pardos Salillas Used Zaldívar Ñúñez
""".split()


class Town(NamedTuple):
    """A town, the first digits of its postal codes, its province, and the telephone prefix of the place."""

    name: str
    postal: str
    province: str
    prefix: str
    weight: int


ARAGON: Final = (
    Town("Zaragoza", "500", "Zaragoza", "976", 58),
    Town("Utebo", "50180", "Zaragoza", "976", 4),
    Town("Calatayud", "50300", "Zaragoza", "976", 5),
    Town("Ejea de los Caballeros", "50600", "Zaragoza", "976", 4),
    Town("Tarazona", "50500", "Zaragoza", "976", 3),
    Town("Cariñena", "50400", "Zaragoza", "976", 2),
    Town("Zuera", "50800", "Zaragoza", "976", 2),
    Town("La Almunia", "50100", "Zaragoza", "976", 2),
    Town("Caspe", "50700", "Zaragoza", "976", 2),
    Town("Huesca", "220", "Huesca", "974", 8),
    Town("Barbastro", "22300", "Huesca", "974", 3),
    Town("Jaca", "22700", "Huesca", "974", 3),
    Town("Monzón", "22400", "Huesca", "974", 2),
    Town("Teruel", "440", "Teruel", "978", 3),
    Town("Alcañiz", "44600", "Teruel", "978", 2),
)
SPAIN: Final = (
    Town("Madrid", "280", "Madrid", "91", 30),
    Town("Barcelona", "080", "Barcelona", "93", 18),
    Town("Valencia", "460", "Valencia", "96", 9),
    Town("Sevilla", "410", "Sevilla", "95", 8),
    Town("Zaragoza", "500", "Zaragoza", "976", 7),
    Town("Málaga", "290", "Málaga", "95", 6),
    Town("Murcia", "300", "Murcia", "968", 5),
    Town("Palma", "070", "Illes Balears", "971", 4),
    Town("Bilbao", "480", "Bizkaia", "94", 4),
    Town("Alicante", "030", "Alicante", "96", 4),
    Town("Córdoba", "140", "Córdoba", "957", 3),
    Town("Valladolid", "470", "Valladolid", "983", 3),
    Town("Vigo", "362", "Pontevedra", "986", 3),
    Town("Gijón", "332", "Asturias", "98", 3),
    Town("A Coruña", "150", "A Coruña", "981", 3),
    Town("Granada", "180", "Granada", "958", 3),
    Town("León", "240", "León", "987", 2),
    Town("Cádiz", "110", "Cádiz", "956", 2),
    Town("Logroño", "260", "La Rioja", "941", 2),
    Town("Lleida", "250", "Lleida", "973", 2),
    Town("Ávila", "050", "Ávila", "920", 1),
    Town("Huesca", "220", "Huesca", "974", 1),
)
STREETS: Final = (
    "Mayor",
    "San Miguel",
    "del Coso",
    "de la Paz",
    "del Carmen",
    "Alfonso I",
    "San Juan",
    "Nueva",
    "de la Constitución",
    "del Pilar",
    "Cervantes",
    "Goya",
    "de las Flores",
    "Ramón y Cajal",
    "de Aragón",
    "del Mercado",
    "San Vicente",
    "de la Estación",
    "Doctor Cerrada",
    "de los Molinos",
)
WAYS: Final = ("Calle", "Calle", "Calle", "Avenida", "Plaza", "Paseo", "Camino")

TRADES: Final = (
    ("Bar", 16),
    ("Cafetería", 12),
    ("Restaurante", 14),
    ("Panadería", 8),
    ("Hotel", 5),
    ("Hostal", 4),
    ("Pastelería", 4),
    ("Catering", 4),
    ("Heladería", 3),
    ("Marisquería", 2),
    ("Asador", 3),
    ("Pensión", 2),
    ("Casa Rural", 4),
    ("Comedor", 2),
    ("Residencia", 3),
    ("Colegio", 3),
    ("Carnicería", 3),
    ("Ferretería", 4),
    ("Electrodomésticos", 3),
    ("Regalos", 2),
    ("Obrador", 2),
    ("Taberna", 3),
    ("Mesón", 3),
    ("Pizzería", 2),
)
SHOP_NAMES: Final = """
    La Parada El Cierzo Moncayo Torrero Tibur Aljafería Ordesa El_Pilar La_Seo Los_Olmos El_Ebro Río_Gállego
    Casa_Emilio Valdejasa El_Tubo Santa_Fe La_Ribera Monte_Perdido El_Molino La_Estación Las_Fuentes El_Portillo
    La_Romareda San_Blas Los_Sitios Goya Delicias El_Canal La_Plaza El_Rincón Los_Arcos La_Terraza El_Jardín La_Cruz
    Buenavista El_Puente Miralbueno La_Almozara San_José El_Castillo Las_Eras La_Fuente El_Olivo La_Encina
    Los_Mallos Canfranc Somport Guara Bielsa Ainsa
""".split()
LEGAL: Final = ("S.L.", "S.L.", "S.L.", "S.A.", "S.L.U.", "C.B.", "S.C.")
POSITIONS: Final = (
    "dueño",
    "gerente",
    "encargada",
    "jefe de cocina",
    "compras",
    "administración",
    "directora",
    "socio",
)
MAIL: Final = ("correo.example", "mail.example", "buzon.example", "webmail.example")
