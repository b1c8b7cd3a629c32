"""How common the words of names are, and which ones mean the same: two Garcías say little, two Lasalas much.

Shares of the residents of Spain, rounded down to a step (INE, frequencies of names and surnames, about 2011), compound
names counted by their words. Facts of the language, not data about anyone. All folded.
"""

from typing import Final

GIVEN: Final = (
    (0.05, "jose maria"),
    (0.02, "antonio carmen francisco juan manuel"),
    (0.01, "ana angel carlos dolores isabel javier jesus josefa luis miguel pilar"),
    (
        0.005,
        """
        alberto alejandro angeles antonia concepcion cristina daniel david elena fernando francisca jorge laura luisa
        marta mercedes pablo pedro rafael ramon rosa rosario teresa
        """,
    ),
    (
        0.002,
        """
        adrian agustin alba alfonso alicia alvaro amparo andrea andres angela beatriz belen diego eduardo emilio
        encarnacion enrique esther eva gabriel gloria ignacio inmaculada irene ivan jaime joaquin juana julia julian
        julio lucia manuela mar marcos margarita marina mario monica montserrat natalia nieves nuria oscar patricia
        paula raquel raul ricardo roberto rocio ruben salvador sandra santiago sara sergio silvia soledad sonia susana
        tomas vicente victor victoria yolanda
        """,
    ),
    (
        0.001,
        """
        aitor alejandra alfredo anna araceli ascension asuncion aurora begona blanca carla carolina catalina celia
        cesar clara claudia consuelo cristian daniela domingo elisa elvira emilia esperanza esteban eugenia fatima
        felipe felix gema gonzalo gregorio guillermo hector hugo ines ismael joan jordi josefina josep lidia lorena
        lourdes luz magdalena marc mariano martin matilde milagros miriam mohamed natividad nerea nicolas noelia olga
        purificacion remedios samuel sebastian sofia trinidad vanesa veronica vicenta virginia
        """,
    ),
)
FAMILY: Final = (
    (0.02, "fernandez garcia gonzalez lopez rodriguez"),
    (0.01, "gomez martin martinez perez sanchez"),
    (0.005, "alvarez diaz hernandez jimenez moreno munoz romero ruiz"),
    (
        0.002,
        """
        alonso blanco castillo castro cruz delgado dominguez garrido gil gutierrez iglesias marin medina molina morales
        navarro nunez ortega ortiz ramirez ramos rubio santos sanz serrano suarez torres vazquez
        """,
    ),
    (
        0.001,
        """
        aguilar arias benitez bravo caballero cabrera calvo campos cano carmona carrasco cortes crespo diez duran
        esteban ferrer flores fuentes gallardo gallego gimenez guerrero herrera herrero hidalgo ibanez lara leon
        lorenzo lozano marquez mendez merino miguel montero mora moya nieto pardo parra pascual pastor pena prieto rey
        reyes rojas roman saez san santana santiago silva soler soto vargas vega velasco vicente vidal
        """,
    ),
)

# One name said in several ways: as it is written, at home, in another language of Spain.
_SAME_NAMES: Final = """
agustin agus · alberto beto · alejandra alex sandra ale · alejandro alex ale · alfonso alfons fonso · angel angelito
angeles angelines · antonia tona toni · antonio toni tono antoni antton · ascension asun · asuncion asun
bartolome tolo · beatriz bea
carlos carles charly · carmen carmela carmina mamen · carolina caro · concepcion concha conchi
consuelo chelo · cristina cris · daniel dani · daniela dani · dolores lola loli · eduardo edu lalo · elena helena
encarnacion encarna · enrique quique kike enric · ernesto neto · esperanza espe · eugenia geni · federico fede
fernando nando ferran · francisca paca paqui · francisco paco fran curro pacho pancho kiko quico francesc patxi
gabriel gabi · gabriela gabi · gerardo gerard · gregorio goyo · guadalupe lupe · guillermo guille memo guillem
hermenegildo gildo · ignacio nacho inaki ignasi · inmaculada inma · isabel isa chabela · jaime jaume · javier javi xavi
xavier · jesus chus suso chuy · joaquin quim ximo joaquim · jorge jordi · jose pepe josep pepin xose · josefa pepa fina
pepi · josefina fina pepa · juan joan xoan juanito · leonardo leo · lorenzo llorenc · lourdes lurdes · luis lucho lluis
luisito · manuel manolo manu · manuela manoli · margarita marga rita · maria mari ma · matilde mati · mercedes merche
meche · miguel migue miquel mikel · milagros mila · montserrat montse · natividad nati · nicolas nico · patricia patri
pedro pere perico · pilar pili · purificacion puri · rafael rafa · ramon moncho · remedios reme · ricardo richi ricard
roberto rober beto · rosario charo · salvador salva · sebastian sebas · sergio sergi · soledad sole · susana susi
teresa tere · tomas tomi · trinidad trini · vicente vicen vicent · victoria vicky · veronica vero · yolanda yoli
"""


def _shares(steps: tuple[tuple[float, str], ...]) -> dict[str, float]:
    return {word: share for share, words in steps for word in words.split()}


def _meanings() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in _groups():
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: frozenset(group) for word, group in found.items()}


def _groups() -> list[list[str]]:
    """A line or a dot ends a group."""
    return [words.split() for line in _SAME_NAMES.splitlines() for words in line.split("·") if words.strip()]


GIVEN_SHARES: Final = _shares(GIVEN)
FAMILY_SHARES: Final = _shares(FAMILY)
KNOWN_NAMES: Final = frozenset(GIVEN_SHARES) | frozenset(FAMILY_SHARES)
SAID_ALSO: Final = _meanings()
