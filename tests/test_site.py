"""The documentation builds as a site with strict links, and all its links work without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEADS = {"a": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}


class Links(HTMLParser):
    """The ids of a page, the places it leads to, and the files it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.leads: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids |= {value for name in ("id", "name") if (value := found.get(name))}
        if (target := found.get(LEADS.get(tag, ""))) is not None:
            self.leads.append((tag, target))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if "KW_REQUIRE_OFFICE" not in os.environ:
        pytest.importorskip("mkdocs", reason='mkdocs is not installed: python -m pip install ".[docs]"')
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_in_the_site(site: Path) -> None:
    made = {path.relative_to(site).with_suffix(".md").as_posix() for path in site.rglob("*.html")}
    written = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    written |= {"index.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"}
    assert written <= made


def test_every_link_of_the_site_works_without_a_network(site: Path) -> None:
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    broken = []
    for page, links in pages.items():
        for tag, target in links.leads:
            parts = urlsplit(target)
            if parts.scheme:
                # A reader may choose to go elsewhere; a page may not load anything from there.
                broken += [(page.name, target)] * (tag != "a")
                continue
            place = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            known = pages[place].ids if place in pages else set()
            if not place.exists() or (
                parts.fragment and place.suffix == ".html" and parts.fragment not in known
            ):
                broken.append((page.name, target))
    assert [item for item in broken if item[0] != "404.html"] == []
