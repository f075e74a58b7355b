"""Statements and octets of the product's pages, counted in this process."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.bench.stage import TOKEN, Cast, report_fields
from tests.counting import count_sql

ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')
FONT = re.compile(r"\.woff2$")
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


def browser(app: Flask, cookie: str) -> FlaskClient:
    """A signed-in client in this process."""
    client = app.test_client()
    client.set_cookie("s", cookie.partition("=")[2])
    return client


def page(app: Flask, cookie: str, path: str) -> dict[str, int]:
    """One page on its second view: SQL statements, octets, octets as compressed."""
    client = browser(app, cookie)
    client.get(path)
    with count_sql(app) as sent:
        whole = client.get(path).data
    return {
        "statements": len(sent),
        "bytes": len(whole),
        "compressed": len(client.get(path, headers={"Accept-Encoding": "gzip"}).data),
    }


def report(app: Flask, cast: Cast) -> dict[str, int]:
    """One report posted: SQL statements, octets of the fragment that comes back."""
    client, assignment = browser(app, cast.officers[-1]), cast.reportable[-1].pop()
    found = TOKEN.search(client.get(f"/phan-cong/{assignment}").text)
    assert found is not None
    with count_sql(app) as sent:
        answer = client.post(
            f"/phan-cong/{assignment}/bao-cao", data=report_fields(found[1]), headers={"HX-Request": "true"}
        )
    assert answer.status_code == 200, answer.text
    return {"statements": len(sent), "bytes": len(answer.data)}


def first_visit(app: Flask, cookie: str, path: str) -> dict[str, Any]:
    """The page and what it makes a browser load that has nothing of ours yet; fonts are counted apart."""
    client = browser(app, cookie)
    text = client.get(path).text
    octets = {path: len(client.get(path, headers=BROWSER).data)}
    for address in dict.fromkeys(ASSET.findall(text)):
        if not FONT.search(address):
            octets[address] = len(client.get(address, headers=BROWSER).data)
    return {"requests": len(octets), "compressed": sum(octets.values()), "parts": octets}
