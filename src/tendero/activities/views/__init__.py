"""Hand-made screens: Hoy, the historial and its dialogs, tasks from wherever they stand."""
