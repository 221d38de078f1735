"""How the pages' cells run: what their kernels can import, and when they run again."""

import functools
import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jupyter_cache.cache.db import create_db  # comes with myst-nb
from jupyter_cache.cache.main import JupyterCacheBase
from jupyter_cache.executors import utils as executors

from bpref_docs.folders import ROOT
from bpref_docs.words.outline import equations

# What cells compute with, beside bpref and what is here.
PACKAGES = ("numpy", "matplotlib", "scikit-learn", "autograd")
# Files that cells read, run or import.
INPUTS = (
    "bpref/*.py",
    "docs/bpref_docs/**/*.py",
    "docs/bpref_docs/**/*.json",
    "benchmarks/*.*",
)


def let_kernels_import(*folders: Path) -> None:
    """Let every process that is started from here import from these folders."""
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, folders))


def configure_kernels(root: Path = ROOT) -> None:
    """Let kernels have this project's settings, whatever the user's own are."""
    profile = root / "build" / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    # Each kernel would warn that it talks unencrypted, which it does within this machine.
    settings = "c = get_config()\nc.IPKernelApp.log_level = 40  # errors\n"
    (profile / "ipython_kernel_config.py").write_text(settings, "utf-8")
    os.environ["IPYTHONDIR"] = str(profile.parent)


def end_kernels_at_once() -> None:
    """Let a kernel whose page has run be ended, and not asked to end itself.

    The answer of one that is asked is lost at times, and is then waited for some seconds
    (of the same cause: https://github.com/ipython/ipykernel/pull/1518).
    """
    executors.executenb = functools.partial(executors.executenb, shutdown_kernel="immediate")


def start_kernels_again(times: int = 3) -> None:
    """Let a page whose kernel dies before its first cell have another one.

    Ports are chosen for a kernel before it takes them, so of two pages that are read at once one
    may find its port taken (https://github.com/nteract/papermill/issues/511).
    """
    execute = executors.executenb

    def execute_with_another_kernel(*args: Any, **options: Any) -> Any:
        for _ in range(times):
            try:
                return execute(*args, **options)
            except RuntimeError as error:
                if "died before replying" not in str(error):
                    raise
        return execute(*args, **options)

    executors.executenb = execute_with_another_kernel


def keep_all_results() -> None:
    """Let jupyter-cache delete nothing; a folder holds one state of the pages, and never many.

    It looks twice for what is old, and takes for old what the process beside it adds in between.
    """
    JupyterCacheBase.truncate_caches = lambda cache: None


def fingerprint(root: Path = ROOT) -> str:
    """Return a short name for the state of all that can change what a cell shows, but its code."""
    files = [path for pattern in INPUTS for path in sorted(root.glob(pattern))]
    contents = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in files]
    state = [sys.version, *map(version, PACKAGES), *equations(root / "docs"), *contents]
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]


def cache_folder(root: Path = ROOT) -> str:
    """Return the folder for what the cells gave, made ready.

    jupyter-cache looks only at the cells' code, so the folder's name holds the rest. A new name
    also makes Sphinx read every page again.
    """
    folder = root / "build" / "notebooks" / fingerprint(root)
    # Pages are read in parallel, and the first two would both create the cache's tables.
    folder.mkdir(parents=True, exist_ok=True)
    create_db(str(folder))
    return str(folder)
