"""The REST API: one set of operations for every registered record, typed by its declaration.

`api` mounts them with django-ninja, `operations` does them, `document` describes them (OpenAPI 3.1).
"""
