"""What `make test` sets up that Python packages cannot bring: a browser that starts, and the libraries that set PDFs.

PostgreSQL needs nothing: where the machine has none, the development lock brings it (see databases.py).
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error

from app.web.pdf import NEEDED
from tests.support.serving import chromium

PACKAGES = "chromium fonts-dejavu-core"

PRINTING = f"{NEEDED} fonts-dejavu-core"


def browser_starts() -> bool:
    try:
        with chromium():
            return True
    except Error:
        return False


def pdfs_are_set() -> bool:
    """Asked of another process: libraries that were not there when this one looked stay away from it."""
    asked = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    return asked.returncode == 0


def install(packages: str) -> bool:
    """By apt-get, where that is ours to use."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    update = subprocess.run(["apt-get", "update", "--quiet=2"], env=quiet, check=False)
    if update.returncode == 0:
        wanted = ["apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", *packages.split()]
        subprocess.run(wanted, env=quiet, check=False)
    return True


def install_browser() -> None:
    """By apt-get, else Playwright's own build."""
    if not install(PACKAGES):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    if not browser_starts():
        install_browser()
        if not browser_starts():
            sys.exit(f"No Chromium starts here, and the browser tests need one: install {PACKAGES}, or set $CHROMIUM.")
    if not pdfs_are_set():
        install(PRINTING)
        if not pdfs_are_set():
            sys.exit(f"No PDF can be made here, and its tests need that: install {PRINTING}.")


if __name__ == "__main__":
    main()
