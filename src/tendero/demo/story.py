"""The customers everybody at Menaje Montoro talks about, told as data.

Days count from today (0), so that the shop is always in the middle of its week: -4 was four days ago.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was done: what kind, when, who, and what was said."""

    kind: str
    day: int
    time: str
    who: str
    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class ToDo:
    """A task: for its customer, or about the deal it stands in."""

    title: str
    kind: str
    day: int
    time: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity; `still` is for how many days nothing has moved. A closed one was closed on `close`."""

    name: str
    stage: str
    amount: str
    close: int
    next: ToDo | None = None
    still: int = 3
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """A company with the person behind it, or a person alone (`contact` empty)."""

    name: str
    owner: str
    phone: str
    city: str
    street: str
    contact: str = ""
    position: str = ""
    email: str = ""
    tax_id: str = ""
    roles: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    source: str = ""
    referred_by: str = ""
    prescribes_to: str = ""
    also: tuple[str, str] | None = None
    consents: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    happened: tuple[Happened, ...] = ()
    tasks: tuple[ToDo, ...] = ()
    deals: tuple[Deal, ...] = field(default=())

    @property
    def organisation(self) -> bool:
        return bool(self.contact)


CUSTOMERS: Final = (
    Customer(
        "Cafetería La Parada",
        "beto",
        "976 21 40 87",
        "Zaragoza",
        "San Miguel, 14",
        contact="Rosa Ferrer Lasala",
        position="dueña",
        email="rosa@laparada.example",
        tax_id="B50118421",
        roles=("prescriber",),
        likes=("Café natural, loza blanca",),
        needs=("Moler rápido en hora punta",),
        values=("service", "price"),
        source="club",
        referred_by="Hotel Tibur",
        prescribes_to="Obrador Santa Fe",
        also=("sara", "Facturación"),
        consents=("email", "post", "whatsapp", "-sms"),
        tags=("café en grano",),
        happened=(
            Happened(
                "call",
                -4,
                "12:10",
                "sara",
                "Preguntó por el molino de la carta",
                "«¿El 15 % vale también para el M-64?» Sara confirmó que sí y pasó el aviso a Beto.",
            ),
            Happened("email", -12, "08:47", "beto", "Pidió la ficha del M-64", "Le interesa sobre todo el ruido."),
            Happened(
                "visit",
                -33,
                "17:30",
                "nuria",
                "Visita con informe",
                "El molino actual hace ruido y tarda en hora punta. Pide precio de uno nuevo antes de Navidad.",
            ),
            Happened("call", -71, "10:05", "beto", "Cambió el horario de reparto", "Mejor antes de las nueve."),
        ),
        tasks=(ToDo("Preparar muestra del M-64", "other", 0, "10:30"),),
        deals=(
            Deal(
                "Molino M-64 y puesta en marcha",
                "Presupuesto enviado",
                "1890",
                10,
                ToDo("Visita", "visit", 0, "10:30", "Lleva la muestra del M-64 y el presupuesto de 1.890,00 €."),
            ),
        ),
    ),
    Customer(
        "Bar Casa Emilio",
        "beto",
        "976 43 10 55",
        "Zaragoza",
        "Avenida de Madrid, 5",
        contact="Emilio Gascón",
        position="dueño",
        email="emilio@casaemilio.example",
        values=("price",),
        source="counter",
        consents=("email",),
        happened=(
            Happened("visit", 0, "09:45", "beto", "Visita hecha: quiere precio del lavavajillas", "Tiene poco sitio."),
        ),
        deals=(
            Deal("Lavavajillas de capota", "Visitada", "3180", 21, ToDo("Medir el hueco del lavavajillas", "other", 0)),
        ),
    ),
    Customer(
        "Panadería Hermanos Lou",
        "beto",
        "976 77 15 26",
        "Zaragoza",
        "Calle Delicias, 40",
        contact="Ángel Lou",
        position="socio",
        values=("quality",),
        source="fair",
        consents=("email", "phone"),
        happened=(Happened("visit", -18, "11:00", "beto", "Enseñó el obrador", "Los hornos tienen ya quince años."),),
        deals=(Deal("2 hornos de convección", "Visitada", "11600", 28, ToDo("Llamar por los 2 hornos", "call", -4)),),
    ),
    Customer(
        "Escuela de Hostelería del Ebro",
        "beto",
        "976 51 62 00",
        "Zaragoza",
        "Paseo Echegaray, 118",
        contact="Mar Clavería",
        position="compras",
        email="compras@hosteleriaebro.example",
        roles=("prescriber",),
        values=("quality", "service"),
        source="directory",
        consents=("email", "post"),
        happened=(Happened("email", -6, "13:20", "beto", "Pidió la ficha de las batidoras"),),
        deals=(
            Deal(
                "6 batidoras para el aula",
                "Presupuesto enviado",
                "5340",
                10,
                ToDo("Enviar ficha de las batidoras", "email", -2),
            ),
        ),
    ),
    Customer(
        "Hotel Tibur",
        "beto",
        "976 29 50 50",
        "Zaragoza",
        "Plaza de La Seo, 2",
        contact="Jaime Uriol",
        position="gerente",
        email="gerencia@hoteltibur.example",
        roles=("ambassador",),
        values=("service",),
        source="chamber",
        consents=("email", "post", "phone"),
        tags=("hotel",),
        happened=(
            Happened("email", 0, "09:31", "beto", "¿Podéis servir las 60 copas antes del puente?"),
            Happened("visit", -60, "12:00", "beto", "Recorrido por el comedor nuevo"),
        ),
        tasks=(ToDo("Pedir catálogo de cubertería", "other", 1),),
        deals=(
            Deal("Renovación de menaje 2027", "Presupuesto enviado", "14200", 24, ToDo("Visita", "visit", 7)),
            Deal("Vajilla y cristalería", "Ganada", "4980", -13),
        ),
    ),
    Customer(
        "Pensión Alcañiz",
        "beto",
        "976 44 02 15",
        "Alcañiz",
        "Calle Mayor, 8",
        contact="Gloria Bello",
        position="dueña",
        values=("price",),
        source="web",
        happened=(
            Happened("call", -6, "18:15", "sara", "Espera precio de la vajilla"),
            Happened(
                "note",
                0,
                "08:50",
                "sara",
                "Ha vuelto a llamar",
                "@beto te he pasado su número: llámala antes de las 12:02.",
            ),
        ),
        deals=(
            Deal(
                "Vajilla para 40 cubiertos",
                "Nueva",
                "1280",
                17,
                ToDo("Llamar por la vajilla", "call", 0, "11:40", "Espera precio: antes de las 12:02."),
            ),
        ),
    ),
    Customer(
        "Heladería Moncayo",
        "beto",
        "976 64 08 71",
        "Tarazona",
        "Plaza de San Francisco, 3",
        contact="Lucía Tremps",
        position="dueña",
        values=("quality",),
        source="club",
        happened=(Happened("visit", -21, "10:30", "beto", "Vio la cafetera de dos grupos"),),
        deals=(Deal("Cafetera de 2 grupos", "Nueva", "3450", 30, None, still=21),),
    ),
    Customer(
        "Catering Aljafería",
        "beto",
        "976 28 33 90",
        "Zaragoza",
        "Calle Diputados, 12",
        contact="Iván Sebastián",
        position="gerente",
        email="pedidos@cateringaljaferia.example",
        roles=("distributor", "prescriber", "ally"),
        values=("service", "price"),
        source="fair",
        consents=("email",),
        happened=(Happened("email", -8, "16:40", "beto", "Lista de menaje para bodas"),),
        deals=(Deal("Menaje de cocina", "Nueva", "2160", 24, ToDo("Enviar presupuesto", "email", 3)),),
    ),
    Customer(
        "Carmen Lanuza Gil",
        "beto",
        "655 70 21 38",
        "Zaragoza",
        "Calle Asalto, 21",
        email="carmen.lanuza@correo.example",
        values=("price",),
        source="web",
        consents=("email", "whatsapp"),
        happened=(Happened("email", -15, "21:05", "marta", "Pregunta por placas de inducción"),),
        tasks=(ToDo("Revisar precios de inducción", "other", 2),),
        deals=(Deal("Placa de inducción", "Nueva", "690", 15, ToDo("Llamar", "call", 2)),),
    ),
    Customer(
        "Marisquería Ordesa",
        "beto",
        "976 30 71 44",
        "Zaragoza",
        "Calle Cádiz, 9",
        contact="Paco Ventura",
        position="dueño",
        values=("service",),
        source="referral",
        referred_by="Hotel Tibur",
        consents=("phone",),
        happened=(Happened("call", -5, "10:20", "beto", "Confirma las medidas del abatidor"),),
        deals=(
            Deal(
                "Abatidor y dos mesas frías",
                "Visitada",
                "8940",
                35,
                ToDo("Revisar medidas del abatidor", "visit", 0, "16:00"),
            ),
            Deal("Cámara frigorífica", "Ganada", "6350", -12),
        ),
    ),
    Customer(
        "Restaurante El Cierzo",
        "beto",
        "976 39 12 70",
        "Zaragoza",
        "Calle Heroísmo, 30",
        contact="Mónica Abad",
        position="jefe de cocina",
        values=("quality",),
        source="directory",
        happened=(Happened("call", -21, "17:00", "beto", "Cuchillos para la sala"),),
        deals=(Deal("Cuchillería de sala", "Presupuesto enviado", "940", 6, ToDo("Llamar", "call", 2)),),
    ),
    Customer(
        "Residencia Los Olmos",
        "beto",
        "976 52 88 01",
        "Zaragoza",
        "Camino de los Molinos, 60",
        contact="Teresa Marco",
        position="directora",
        values=("service", "quality"),
        source="chamber",
        also=("nuria", "Proyecto de cocina"),
        happened=(Happened("meeting", -28, "17:00", "nuria", "Plano de la cocina", "Quieren abrir en primavera."),),
        deals=(
            Deal(
                "Cocina del comedor",
                "Negociación",
                "21750",
                17,
                ToDo("Cierre de la cocina, con Teresa Marco", "visit", 0, "17:00"),
            ),
        ),
    ),
    Customer(
        "Obrador Santa Fe",
        "beto",
        "976 50 33 18",
        "Zaragoza",
        "Camino de Santa Fe, 4",
        contact="Daniel Royo",
        position="dueño",
        values=("price",),
        source="referral",
        referred_by="Cafetería La Parada",
        happened=(Happened("visit", -25, "09:30", "beto", "Vio la amasadora en marcha"),),
        tasks=(ToDo("Confirmar montaje", "other", 0),),
        deals=(Deal("Amasadora y armario", "Negociación", "4120", 9, ToDo("Visita", "visit", 3)),),
    ),
    Customer(
        "Pilar Ibáñez Sancho",
        "beto",
        "655 41 09 77",
        "Zaragoza",
        "Calle Lorente, 18",
        email="pilar.ibanez@correo.example",
        values=("quality",),
        source="counter",
        consents=("email",),
        tasks=(ToDo("Puesta en marcha de su cafetera", "visit", 0, "18:30"),),
        deals=(Deal("Cafetera automática", "Ganada", "749", -4),),
    ),
    Customer(
        "Joaquín Núñez Zúñiga",
        "beto",
        "655 18 30 92",
        "Utebo",
        "Calle Las Fuentes, 7",
        email="joaquin.nunez@correo.example",
        roles=("ambassador",),
        likes=("Cuchillos japoneses",),
        values=("quality",),
        source="counter",
        consents=("whatsapp",),
        happened=(Happened("message", -12, "20:10", "beto", "Trajo a dos amigos a la tienda"),),
        tasks=(ToDo("Llamar para agradecer", "call", 0, "", "Trajo a dos clientes."),),
    ),
    Customer(
        "Asociación de Comedores Escolares del Jalón",
        "beto",
        "976 60 41 12",
        "Calatayud",
        "Paseo de Sixto Celorrio, 22",
        contact="Inés Oliván",
        position="compras",
        roles=("prescriber",),
        values=("price", "service"),
        source="directory",
        happened=(Happened("call", -11, "10:40", "beto", "Preparan el concurso de enero"),),
        tasks=(ToDo("Enviar tarifa", "email", 6),),
    ),
    Customer(
        "Bodegas Campo Blanco",
        "ana",
        "976 62 20 04",
        "Cariñena",
        "Camino de la Estación, 1",
        contact="Raúl Lasierra",
        position="ventas",
        roles=("supplier",),
        source="fair",
        happened=(Happened("email", -21, "12:00", "ana", "Nueva tarifa de copas grabadas"),),
    ),
    Customer(
        "Casa Rural Valdejasa",
        "pablo",
        "689 14 77 30",
        "Ejea de los Caballeros",
        "",
        contact="Elena Garcés",
        roles=("prospect",),
        source="web",
    ),
    Customer(
        "Comedor Río Gállego",
        "nuria",
        "976 57 09 18",
        "Zuera",
        "Calle Candevanía, 11",
        contact="Pilar Tena",
        position="encargada",
        values=("service",),
        source="directory",
        happened=(Happened("visit", -12, "12:30", "nuria", "Revisión de las bandejas térmicas"),),
        tasks=(ToDo("Visita", "visit", 9),),
    ),
    Customer(
        "Lidia Marzo Ansón",
        "nuria",
        "660 91 45 07",
        "Huesca",
        "Coso Bajo, 25",
        values=("service",),
        source="counter",
        consents=("email", "whatsapp"),
        happened=(Happened("note", -7, "18:40", "caja", "Pidió recambio de la junta de la olla"),),
    ),
)
