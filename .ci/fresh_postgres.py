"""Run a command on a PostgreSQL database that is made for it and dropped afterwards.

python .ci/fresh_postgres.py postgres://user@host:port/name COMMAND [ARGUMENT...]
"""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def main() -> int:
    url, command = sys.argv[1], sys.argv[2:]
    parts = urlsplit(url)
    name = f"{parts.path.lstrip('/')}_fresh"
    server = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            environment = {**os.environ, "TENDERO_DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}
            return subprocess.run(command, check=False, env=environment).returncode
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    sys.exit(main())
