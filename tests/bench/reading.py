"""Reading: seconds for a 50-page PDF of text, one of tables, and for the same pages as a scan."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.intake.files import ITEMS, pdf_of
from tests.intake.scanned import pictures, scan_of
from tracker.intake import readers, scans

PAGES = 50
GOALS = {"text": 3.0, "tables": 8.0}
STYLE = (
    "<meta charset=utf-8><style>@page{size:A4;margin:20mm 15mm 20mm 30mm}body{font:14pt serif;text-align:justify}"
    "section{break-after:page}p{margin:0 0 6pt}table{border-collapse:collapse;font-size:11pt}"
    "td{border:1px solid;padding:2pt 4pt}</style>"
)


def text_page(number: int) -> str:
    """A page full of orders."""
    return "".join(f"<p>{number}.{item}. {ITEMS[item % 2]}</p>" for item in range(1, 8))


def table_page(number: int) -> str:
    """A page of the usual annex: order, content, who, when."""
    cells = ("{}", "Rà soát quy hoạch cụm công nghiệp số {}", "Sở Công Thương", "{:02d}/12/2026")
    row = "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    return "<table>" + "".join(row.format(n, number * n, n % 28 + 1) for n in range(1, 31)) + "</table>"


def printed(page: object, path: Path) -> Path:
    """A PDF of PAGES pages, of which `page(number)` gives the HTML."""
    assert callable(page)
    return pdf_of(STYLE + "".join(f"<section>{page(n)}</section>" for n in range(1, PAGES + 1)), path)


def seconds(path: Path, pages: int) -> tuple[float, int]:
    """How long the whole reading takes, and how many letters it gave."""
    begun = time.monotonic()
    found = readers.look(path, path.name)
    read = readers.read_pictures(path, path.name, found, readers.Watch()) if found.pictures else found
    text = read.text
    assert len(found.pages) == pages, f"{path.name} has {len(found.pages)} pages"
    return time.monotonic() - begun, len(text)


def measure(folder: Path, scan_pages: int) -> dict[str, dict[str, float]]:
    """The figures by kind of file."""
    made = {
        "text": printed(text_page, folder / "text.pdf"),
        "tables": printed(table_page, folder / "tables.pdf"),
    }
    measured = {}
    for name, path in made.items():
        took, letters = seconds(path, PAGES)
        measured[name] = {"pages": PAGES, "seconds": round(took, 2), "goal": GOALS[name], "letters": letters}
    if scan_pages and scans.is_available():
        scan = scan_of(pictures(made["text"], 150)[:scan_pages], folder / "scan.pdf")
        took, letters = seconds(scan, scan_pages)
        a_page = round(took / scan_pages, 2)
        measured["scan"] = {
            "pages": scan_pages,
            "seconds": round(took, 2),
            "a_page": a_page,
            "letters": letters,
        }
    return measured


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="tracker bench reading", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--scan-pages", type=int, default=PAGES, help="pages of the scan; 0 leaves it out")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        measured = measure(Path(folder), chosen.scan_pages)
    if chosen.json:
        json.dump(measured, sys.stdout)
        print()
        return
    for name, figures in measured.items():
        print(f"{name:8}" + "  ".join(f"{key} {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
