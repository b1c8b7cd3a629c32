"""Import and export: files of other programs become records, and records become files, without losing a row.

``reading`` turns any file into a staged table, ``mapping`` proposes where each column goes, ``values`` converts a cell
to a typed value. The modules beside them put that into the database: ``staging``, ``planning``, ``running``,
``reporting``, ``exporting``. The three packages know neither the database nor the request.
"""
