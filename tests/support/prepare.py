"""What `make test` sets up that Python packages cannot bring: a browser, where the machine has none that starts.

PostgreSQL needs nothing: where the machine has none, the development lock brings it (see databases.py).
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error

from tests.support.serving import chromium

PACKAGES = "chromium fonts-dejavu-core"


def browser_starts() -> bool:
    try:
        with chromium():
            return True
    except Error:
        return False


def install_browser() -> None:
    """By apt-get where it is ours to use, else Playwright's own build."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        update = subprocess.run(["apt-get", "update", "--quiet=2"], env=quiet, check=False)
        if update.returncode == 0:
            install = ["apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", *PACKAGES.split()]
            subprocess.run(install, env=quiet, check=False)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    if browser_starts():
        return
    install_browser()
    if not browser_starts():
        sys.exit(f"No Chromium starts here, and the browser tests need one: install {PACKAGES}, or set $CHROMIUM.")


if __name__ == "__main__":
    main()
