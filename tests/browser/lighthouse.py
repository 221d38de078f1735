"""Lighthouse's marks for the built site, as a phone sees it: `nox -s browser -- --lighthouse` runs this.

Each page is loaded anew several times, and the median counts: one run in four is slower for what
else the machine does. Files are served compressed, as hosts do. Node is needed, and Chromium.
"""

import gzip
import json
import mimetypes
import os
import shutil
import statistics
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

SITE = Path(__file__).parents[2] / "build" / "site"
# The front page, a page of middling length, and the two longest.
PAGES = (
    "index.html",
    "article/last-layer-parameters.html",
    "article/crossing.html",
    "reference/functions.html",
)
RUNS = 5
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LIGHTHOUSE = ("npx", "--yes", "lighthouse@12")


class Compressed(BaseHTTPRequestHandler):
    """Serves the site's files, compressed but for the fonts, which are already."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file, or 404."""
        file = SITE / urlsplit(self.path).path.lstrip("/")
        found = file.is_file()
        data = file.read_bytes() if found else b""
        self.send_response(200 if found else 404)
        if found:
            self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "text/plain")
            if file.suffix != ".woff2":
                data = gzip.compress(data)
                self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def marks(address: str) -> dict[str, int]:
    """Return what Lighthouse gives a page, of 100 in each category."""
    flags = "--chrome-flags=--headless --no-sandbox --disable-gpu"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    report = subprocess.run(
        [*LIGHTHOUSE, address, "--quiet", "--output=json", flags],
        env=os.environ | {"CHROME_PATH": chromium},
        check=True,
        capture_output=True,
        text=True,
    )
    categories = json.loads(report.stdout)["categories"]
    return {name: round(100 * categories[name]["score"]) for name in AIMS}


def main(pages: list[str]) -> None:
    """Print each page's marks, and end with an error if a median misses its aim."""
    if not (SITE / "index.html").exists():
        raise SystemExit("build the site first: python -m nox -s docs")
    missed = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Compressed) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for page in pages or PAGES:
            address = f"http://127.0.0.1:{server.server_port}/{page}"
            runs = [marks(address) for _ in range(RUNS)]
            print(page)
            for name, aim in AIMS.items():
                found = sorted(run[name] for run in runs)
                median = statistics.median(found)
                missed += median < aim
                verdict = "" if median >= aim else " MISSED"
                print(f"  {name}: median {median} of {found}, at least {aim}{verdict}", flush=True)
        server.shutdown()
    if missed:
        raise SystemExit(f"{missed} missed")


if __name__ == "__main__":
    main(sys.argv[1:])
