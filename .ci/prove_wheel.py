"""Install a wheel into an empty environment without Node, and see it serve the sign-in page with style and script.

python .ci/prove_wheel.py WHEEL
"""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

PATIENCE = 60


def main() -> int:
    wheel = Path(sys.argv[1]).resolve()
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run(uv, "venv", "--quiet", "--python", sys.executable, place / "venv")
        run(uv, "pip", "install", "--quiet", "--python", place / "venv", wheel)
        path = str(place / "venv" / "bin")
        assert shutil.which("node", path=path) is None
        environment = {"PATH": path, "HOME": folder, "TENDERO_DATA": str(place / "data"), "LANG": "es_ES.UTF-8"}
        command = place / "venv" / "bin" / "tendero"
        run(command, "migrate", cwd=place, env=environment)
        run(command, "backup", place / "copy.zip", cwd=place, env=environment)
        serve(command, place, environment)
    return 0


def serve(command: Path, place: Path, environment: dict[str, str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([command, "serve", "--port", str(port)], cwd=place, env=environment)
    try:
        page = fetch(f"http://localhost:{port}/accounts/login/", process)
        parts = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', page)))
        assert any(part.endswith(".css") for part in parts), page[:2000]
        assert any(part.endswith(".js") for part in parts), page[:2000]
        assert "Contraseña" in page, "the sign-in page is not in Spanish"
        for part in parts:
            fetch(urljoin(f"http://localhost:{port}", part), process)
        print(f"{Path(command).name}: sign-in page and {len(parts)} parts served without Node")
    finally:
        process.terminate()
        process.wait(timeout=30)


def fetch(url: str, process: "subprocess.Popen[bytes]") -> str:
    for _attempt in range(PATIENCE * 10):
        assert process.poll() is None, "the web process ended"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.status == 200
                return answer.read().decode("utf-8", "replace")
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as problem:
            if not isinstance(problem.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise SystemExit(f"nothing answered at {url}")


def run(*command: object, **how: object) -> None:
    subprocess.run([str(part) for part in command], check=True, **how)  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.exit(main())
