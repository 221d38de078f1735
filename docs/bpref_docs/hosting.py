"""Where the site is hosted, and where its sources are: as the building environment says, or nowhere.

No address is invented. What the environment does not say, and git does not know, is "".

    BPREF_BASE_URL             the site's address; Read the Docs' READTHEDOCS_CANONICAL_URL too
    BPREF_REPOSITORY           the repository's; GitHub's GITHUB_SERVER_URL and GITHUB_REPOSITORY,
                               Read the Docs' READTHEDOCS_GIT_CLONE_URL and the remote "origin" too
    BPREF_BRANCH               the branch to edit; GITHUB_REF_NAME, READTHEDOCS_GIT_IDENTIFIER and
                               the one checked out too
    SOURCE_DATE_EPOCH          the date; that of the last commit too
"""

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bpref_docs.folders import ROOT

# In the pages' language, whatever that of the machine is.
MONTHS = "January February March April May June July August September October November December"
# What a host that builds says of its checkout, which need not be on a branch: its kind and its name.
BRANCHES = (
    ("GITHUB_REF_TYPE", "GITHUB_REF_NAME"),
    ("READTHEDOCS_VERSION_TYPE", "READTHEDOCS_GIT_IDENTIFIER"),
)


class Hosting(NamedTuple):
    """The addresses that a page may name, each "" where it is not known, and the sources' date."""

    base: str  # ends with a slash
    repository: str
    branch: str
    seconds: int | None  # since 1970

    def url(self, path: str) -> str:
        """Return the address of a file of the site."""
        return self.base and self.base + path.removesuffix("index.html")

    def edit(self, path: str) -> str:
        """Return where a file of the repository can be edited, on GitHub."""
        known = self.on_github() and self.branch
        return f"{self.repository}/edit/{self.branch}/{path}" if known else ""

    def issue(self) -> str:
        """Return where a mistake can be reported, on GitHub."""
        return f"{self.repository}/issues/new" if self.on_github() else ""

    def on_github(self) -> bool:
        """Return whether the repository is on GitHub, or on a server of that kind."""
        return "github" in (urlsplit(self.repository).hostname or "").split(".")

    def date(self) -> str:
        """Return the date of the sources, "5 March 2026"."""
        if self.seconds is None:
            return ""
        day = datetime.fromtimestamp(self.seconds, UTC)
        return f"{day.day} {MONTHS.split()[day.month - 1]} {day.year}"


@cache
def git(*arguments: str, root: Path = ROOT) -> str:
    """Return what git says of this folder, "" where there is no repository or no git."""
    if not (root / ".git").exists():  # a folder around this one may be somebody else's
        return ""
    try:
        command = ["git", *arguments]
        return subprocess.run(command, cwd=root, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def web_address(remote: str) -> str:
    """Return the address at which a browser finds a remote: none if it is a folder, say."""
    if not (found := re.match(r"(?:\w+://)?(?:[^@/]*@)?([\w.-]+)(?::\d+)?[:/](.+)$", remote)):
        return ""
    host, path = found[1], found[2].removesuffix("/").removesuffix(".git").strip("/")
    local = "." not in host or remote.startswith(("/", ".", "file:"))
    return "" if local else f"https://{host}/{path}"


def hosting(environment: Mapping[str, str] = os.environ, root: Path = ROOT) -> Hosting:
    """Return what the environment says, and git where the environment says nothing."""

    def first(*names: str) -> str:
        return next((environment[name] for name in names if environment.get(name)), "")

    base = first("BPREF_BASE_URL", "READTHEDOCS_CANONICAL_URL")
    if base and urlsplit(base).scheme not in ("http", "https"):
        raise ValueError(f"the site's address must begin with https:// or http://: {base}")
    on_github = first("GITHUB_SERVER_URL"), first("GITHUB_REPOSITORY")
    repository = first("BPREF_REPOSITORY", "READTHEDOCS_GIT_CLONE_URL") or (
        "/".join(on_github) if all(on_github) else git("remote", "get-url", "origin", root=root)
    )
    # The name of a tag or of a pull request is nothing to edit.
    of_build = first(*(name for kind, name in BRANCHES if environment.get(kind) == "branch"))
    branch = first("BPREF_BRANCH") or of_build or git("branch", "--show-current", root=root)
    seconds = first("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct", root=root)
    return Hosting(
        base and base.rstrip("/") + "/",
        web_address(repository),
        branch if not branch.endswith("/merge") else "",
        int(seconds) if seconds else None,
    )
