"""Config: settings, routes, WSGI and the command line; the only room that knows every other."""
