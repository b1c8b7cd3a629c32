"""The words that tell names apart: particles, given names that come second, company forms and trades.

Facts of the language, not data about anyone. All folded (no case, no accents).
"""

from typing import Final

# They belong to the word that follows: "de la Fuente", "del Río", "San Martín".
PARTICLES: Final = frozenset(
    """
    de del la las los el lo da das do dos di du des van von der den ter san santa santo mc mac al bin ben
    """.split()
)
# They stay in lower case inside a name.
LOWER: Final = frozenset(
    """
    de del la las los el lo da das do dos di du des van von der den y i e en para con
    """.split()
)
# "Ortega y Gasset" is one surname.
JOINERS: Final = frozenset(("y", "i", "e"))

# Given names that commonly stand second and are seldom a first surname.
SECOND_GIVEN: Final = frozenset(
    """
    adela adrian agustin alberto alejandra alejandro alfonso alfredo alicia amparo ana andrea andres angel angela
    angeles antonia antonio araceli armando arturo asuncion aurora beatriz belen carlos carmen carolina catalina
    cecilia celia clara concepcion consuelo cristina cruz daniel daniela david dolores eduardo elena elisa eloy
    emilio encarnacion enrique ernesto esteban eugenia eugenio eulalia eva fatima felipe fernanda fernando francisca
    francisco gabriel gabriela gerardo gloria gonzalo gregorio guadalupe guillermo gustavo hector ignacio ines
    inmaculada irene isabel isidro ismael ivan jaime javier jesus joaquin jorge jose josefa josefina juan juana
    julia julian julio laura leonor lorena lourdes lucia luis luisa luz manuel manuela marcelo marcos margarita
    maria mariano marina mario marta mateo matilde mauricio mercedes miguel milagros montserrat monica natividad
    nicolas nieves noelia nuria olga oscar pablo paloma patricia paula paz pedro pilar rafael ramon raquel raul
    remedios ricardo roberto rocio rodrigo rosa rosario ruben salvador sandra santiago sara sebastian sergio silvia
    sofia soledad sonia susana teresa tomas trinidad valentina veronica vicente victor victoria virginia yolanda
    """.split()
)
# First names that make compounds: "José Luis", "María del Carmen", "Juan Carlos".
COMPOUND_FIRST: Final = frozenset(
    """
    ana angel antonio carlos carmen david diego eduardo eva fernando francisco gloria jesus jorge jose juan julio
    laura luis luisa luz m m. ma ma. manuel maria mario martha marta miguel nuria oscar pablo pedro rafael ramon
    rosa sara victor
    """.split()
)

# A legal form is a company beyond doubt; written "S.L.", "S. L." or "SL" alike.
LEGAL_FORMS: Final = frozenset(
    """
    sl slu sll slp slne sa sau sal sad sc scp cb scoop scl coop srl sas spa ltda ltd limited inc llc llp gmbh corp
    eirl sapi sac saa sccl aie ute bv nv sarl eurl ag plc lda
    """.split()
)
# A first word of trade: a company, very probably.
TRADE_WORDS: Final = frozenset(
    """
    academia aceites aceitunas administracion agencia agencias agro agropecuaria albergue alimentacion almacen
    almacenes alquileres apartamentos arquitectos articulos asador asesores asesoria asesorias asociacion
    associacio atelier automoviles autobuses autocares autoescuela autos ayuntamiento bar bares bazar bodega
    bodegas boutique bufete cafe cafes cafeteria calderas calzados camara camping cantina carniceria carnicas
    carpinteria carpinterias carrefour casino catering cementos central centre centro cerrajeria cerveceria
    charcuteria clinica clinicas club cocinas colegio colmado comedor comedores comercial comercializadora
    comunidad confecciones confiteria congelados construcciones constructora consultora consultores consultoria
    cooperativa corporacion cristaleria decoracion delegacion departamento deportes despacho diputacion
    distribuciones distribuidora distribuidor diseno droguerias drogueria editorial electricidad
    electrodomesticos electronica empresa empresas escola escuela establecimientos estanco estacion estudio
    estudios excavaciones explotaciones exportadora fabrica fabricados farmacia federacion ferreteria
    ferreterias finca fincas floristeria fontaneria fruteria frutas fundacion galeria ganaderia garaje
    gasolinera gestion gestoria gimnasio granja granjas grup grupo guarderia hamburgueseria heladeria helados
    herboristeria hijos hnos hermanos hogar horno hospedaje hospital hosteleria hostal hotel hoteles iglesia
    imprenta impresiones industria industrias ingenieria inmobiliaria inmuebles institucion instituto
    instalaciones inversiones ips joyeria jugueteria laboratorio laboratorios lavanderia libreria llibreria
    logistica loterias maquinaria marisqueria mayorista mensajeria menaje mercado mercados mercantil meson
    metalurgica ministerio mobiliario montajes motos mudanzas muebles mueble notaria obrador oficina oficinas
    optica organizacion ortopedia panaderia panificadora panificadoras papeleria parador parroquia pasteleria
    patronato peluqueria pension perfumeria pescaderia pescados pinturas pizzeria plasticos posada productos
    promociones promotora proveedora publicidad queseria quiosco recambios refrigeracion registro reformas
    residencia restaurant restaurante restaurantes rotulos salon sastreria secretaria seguros serveis servicio
    servicios sindicato sociedad suministros supermercado supermercados taberna taller talleres taxi taxis
    tecnicas teatro tecnologia telefonica textiles tienda tiendas tintoreria transports transportes turismo
    universidad universitat urbanizacion veterinaria viajes vinos viveros zapateria
    """.split()
)
COMPANY_SIGNS: Final = frozenset(
    ["group", "partners", "associates", "asociados", "solutions", "holding", "consulting", "legal"]
)

# Kept as they are when SHOUTING is repaired.
ACRONYMS: Final = LEGAL_FORMS | frozenset(
    """
    ii iii iv vi vii viii xii xiii xxi cif nif tv ong ceip ies cp bbva
    once ugt ccoo uned ampa apa cee dgt inem itv upv
    """.split()
)

# First words that are part of what one is called: «Residencia Los Olmos» is not called «Los Olmos».
INSTITUTIONS: Final = frozenset("escuela residencia asociacion colegio instituto hospital fundacion pension".split())

# Given names by which a person is told from a company, with those above.
GIVEN_NAMES: Final = (
    SECOND_GIVEN
    | (COMPOUND_FIRST - {"m", "m.", "ma", "ma.", "angel"})
    | frozenset(
        """
        abel adolfo agueda aina ainhoa aitana aitor alba albert alejo alex alexandra alvaro amalia amaya ander angela
        anna ariadna arnau arantxa asier aurelio avelino azucena barbara bartolome basilio begona benito bernardo
        bernarda berta blanca blas bruno camila camilo candela candido carla carles carlota carme carolina
        cayetano cesar claudia claudio clotilde constantino cosme damian dario delia
        diana dionisio domingo elias elvira emilia emma
        enric ester esther eusebio ezequiel fabian fabio
        federico feliciano felicidad felisa felix fermin fidel florencio
        francesc gaspar genoveva german gines gisela gorka gregoria hilario hugo humberto iker imanol inaki inigo inma
        iris isaac isidoro itziar izan jacinto jacobo jana jaume jeronimo jimena joan joana jon jonathan jordi josep
        josue judith julieta justo kevin koldo lara lazaro leandro leire leo leonardo leticia lidia lola lorenzo lucas
        lucas luciano macarena magdalena maite manolo marc marcelino marcial marco maria mariana maribel martin matias
        maximo melchor mikel mireia miriam modesto moises monserrat montse nacho natalia neus nestor nicolas noa noemi
        nuria octavio olaya oriol orlando pascual pau paulino paulo pepe petra pio primitivo pura quim quique
        rebeca reyes rita rodolfo rogelio roman romina roque rosalia rosendo ruth sabina salome samuel santos saul
        segundo severino silvestre simon sira sofia susanna tamara tania telmo teodoro teofilo tirso toni ulises
        unai urbano valentin valeriano vanesa vega veronica xavier ximena yago yaiza yasmina yeray yolanda zoe
        """.split()
    )
)
# What stands for a whole surname or treatment, and is no acronym though it has no vowel.
SHORTENED: Final = frozenset("fdez glez mtnez mtz hdez rguez gtrrz sr sres dr dra srta mr mrs st ntra".split())
