"""Debian's Postfix as the relay of an organisation: a configuration and a queue of its own in a temporary folder.

Takes letters on loopback at a port the system chose and passes them on to another server (`mailsink`). The machine's
own Postfix, if it runs, is not touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import missing

PATIENCE = 20  # seconds to start
PARTS = Path("/usr/lib/postfix/sbin")
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Relay:
    """A relay that runs: its port and what it wrote down."""

    port: int
    log: Path


@contextlib.contextmanager
def relay(next_port: int, certificate: Path | None = None, **more: str) -> Iterator[Relay]:
    """A relay that passes letters on to a port of this machine; with a certificate it offers STARTTLS.

    `more` are settings of Postfix's own (see postconf(5)). Skips the test where Postfix is not installed or not ours
    to start; on CI that fails.
    """
    if not shutil.which("postfix", path=f"/usr/sbin:{os.environ['PATH']}") or os.getuid() != 0:
        missing("Postfix, as root")
    # not where other tests keep theirs: Postfix's own user has to come through
    with tempfile.TemporaryDirectory(prefix="dd-relay-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port = _free_port()
        _configure(folder, port, next_port, certificate, more)
        command = ["/usr/sbin/postfix", "-c", str(folder / "etc")]
        subprocess.run([*command, "start"], check=True, capture_output=True)
        try:
            _wait(port, folder / "log")
            yield Relay(port, folder / "log")
        finally:
            subprocess.run([*command, "stop"], check=False, capture_output=True)


def _configure(
    folder: Path, port: int, next_port: int, certificate: Path | None, more: dict[str, str]
) -> None:
    for part in ("etc", "queue", "data"):
        (folder / part).mkdir()
    shutil.chown(folder / "data", "postfix")
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": str(folder / "queue"),
        "data_directory": str(folder / "data"),
        "daemon_directory": str(PARTS),
        "shlib_directory": "/usr/lib/postfix",
        "maillog_file": str(folder / "log"),
        "maillog_file_prefixes": str(folder),
        "myhostname": "relay.lamgiang.example",
        "mydestination": "",
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "mynetworks": "127.0.0.0/8",
        "relayhost": f"[127.0.0.1]:{next_port}",
        "smtpd_relay_restrictions": "permit_mynetworks, reject",
        "smtp_tls_security_level": "none",
        "alias_maps": "",
        "alias_database": "",
        "biff": "no",
    }
    if certificate:
        settings |= {
            "smtpd_tls_security_level": "encrypt",
            "smtpd_tls_cert_file": str(both := _kept(folder, certificate)),
            "smtpd_tls_key_file": str(both),
            "smtpd_tls_auth_only": "yes",
        }
    lines = [f"{name} = {value}\n" for name, value in (settings | more).items()]
    (folder / "etc" / "main.cf").write_text("".join(lines))
    (folder / "etc" / "master.cf").write_text(MASTER.format(port=port))


def _kept(folder: Path, certificate: Path) -> Path:
    kept = folder / "etc" / "both.pem"
    kept.write_bytes(certificate.read_bytes())
    kept.chmod(0o600)
    return kept


def _wait(port: int, log: Path) -> None:
    ends_at = time.monotonic() + PATIENCE
    while time.monotonic() < ends_at:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as line:
            if line.recv(100).startswith(b"220"):
                return
        time.sleep(0.05)
    raise RuntimeError(f"the relay did not start: {log.read_text()[-2000:] if log.exists() else 'no log'}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
