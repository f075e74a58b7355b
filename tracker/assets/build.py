"""Fetches again what browsers load that others wrote, into static/vendor; only its maintainers need npm.

    python3 tracker/assets/build.py

`npm ci` installs the exact versions of package-lock.json (checked by their sha512) into a folder that is
thrown away; the few files we serve are copied and written down in static/vendor/MANIFEST.json. Then htmx's
own upgrade checker looks through our templates for habits of older versions.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENDOR = ROOT / "static" / "vendor"
INTER = "@fontsource-variable/inter"
SERVED = [  # package, file in it, name here
    ("htmx.org", "dist/htmx.min.js", "htmx-{version}.min.js"),
    ("htmx.org", "LICENSE", "htmx-LICENSE.txt"),
    (INTER, "files/inter-latin-wght-normal.woff2", "inter-latin-wght-normal.woff2"),
    (INTER, "files/inter-vietnamese-wght-normal.woff2", "inter-vietnamese-wght-normal.woff2"),
    (INTER, "LICENSE", "inter-LICENSE.txt"),
]


def main() -> int:
    """Build static/vendor; the checker's exit code, 1 where it found something in the templates."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, scratch)
        subprocess.run(["npm", "ci"], cwd=scratch, check=True)
        modules = Path(scratch) / "node_modules"
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.mkdir(parents=True)
        lines = [_copy(modules / package, inside, name) for package, inside, name in SERVED]
        (VENDOR / "MANIFEST.json").write_text(json.dumps(lines, indent=2) + "\n")
        checker = modules / "htmx.org" / "dist" / "scripts" / "upgrade-check.py"
        return subprocess.run([sys.executable, checker, ROOT / "templates"]).returncode


def _copy(package: Path, inside: str, name: str) -> dict[str, str | int]:
    about = json.loads((package / "package.json").read_text())
    served = VENDOR / name.format(version=about["version"])
    shutil.copyfile(package / inside, served)
    content = served.read_bytes()
    return {
        "path": served.name,
        "package": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "from": inside,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


if __name__ == "__main__":
    sys.exit(main())
