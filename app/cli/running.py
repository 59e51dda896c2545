"""What `serve` and `demo` share: a port that is free, and the server."""

import errno
import socket

import uvicorn

from app.cli.console import refuse

APP = "app.main:from_environment"
"""By name, so that every worker makes its own, with its own connections."""

GOODBYE_SECONDS = 10
"""How long answers that are under way may take when the server is told to stop."""

SILENT_SECONDS = 60
"""How long a worker may be silent before it is killed and made anew. Uvicorn's 5 s are less than a start may take on a
busy machine, where workers would be killed at each try."""


def need_port(host: str, port: int) -> None:
    """Refuse a port that is taken, before anything is made or migrated."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            refuse(f"Port {port} is in use. Choose another with --port.")
        refuse(f"Cannot listen on {host} port {port}: {error.strerror or error}.")


def run(host: str, port: int, *, workers: int = 1, quiet: bool = False) -> None:
    """Serve until told to stop. uvloop and httptools are used where they are installed.

    A proxy's headers are believed from this machine only, or from where FORWARDED_ALLOW_IPS says.
    """
    uvicorn.run(
        APP,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        ws="none",
        proxy_headers=True,
        server_header=False,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
        timeout_worker_healthcheck=SILENT_SECONDS,
        log_level="warning" if quiet else "info",
    )
