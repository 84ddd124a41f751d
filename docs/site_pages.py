"""Hook of mkdocs: pages in the root of the repository are part of the site, with working links.

On GitHub a page in ``docs/`` links to ``../CONTRIBUTING.md``; in the site both are in one folder.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROOT_PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "SECURITY.md": "SECURITY.md",
    "CHANGELOG.md": "CHANGELOG.md",
}
"""Page in the root of the repository, and its place in the site."""
LINK = re.compile(r"\[([^\]]*)\]\((?!\w+:|#)([^)#\s]+)(#[^)\s]*)?\)")
"""A link to a file: its text, the file, and the place in it."""


def in_repository(page: str) -> str:
    """Return where a page of the site is in the repository.

    >>> in_repository("index.md"), in_repository("decisions/index.md")
    ('README.md', 'docs/decisions/index.md')
    """
    from_root = {place: name for name, place in ROOT_PAGES.items()}
    return from_root.get(page, f"docs/{page}")


def in_site(path: str) -> str | None:
    """Return where a file of the repository is in the site, None when it is no part of it.

    >>> in_site("docs/method.md"), in_site("README.md"), in_site("LICENSE")
    ('method.md', 'index.md', None)
    """
    return path.removeprefix("docs/") if path.startswith("docs/") else ROOT_PAGES.get(path)


def relinked(markdown: str, page: str) -> str:
    """Return the text of a page of the site with its links led to their place in the site.

    A link to a file of the repository that is no part of the site becomes its text.

    >>> relinked("[a](../CONTRIBUTING.md#x) [b](method.md) [c](../LICENSE)", "glossary.md")
    '[a](CONTRIBUTING.md#x) [b](method.md) c'
    """
    folder = posixpath.dirname(in_repository(page))

    def led(match: re.Match[str]) -> str:
        text, target, place = match.groups()
        led_to = in_site(posixpath.normpath(posixpath.join(folder, target)))
        if led_to is None:
            return text
        return f"[{text}]({posixpath.relpath(led_to, posixpath.dirname(page) or '.')}{place or ''})"

    return LINK.sub(led, markdown)


def on_files(files: Any, config: Any) -> Any:
    """Add the pages in the root to the files of the site (called by mkdocs)."""
    from mkdocs.structure.files import File

    for name, place in ROOT_PAGES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, place, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Lead the links of a page to their place in the site (called by mkdocs)."""
    return relinked(markdown, page.file.src_uri)
