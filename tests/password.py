"""The one password of the cast, for tools that speak to the program from outside."""

PASSWORD = "tendero-de-prueba-2026"
