"""Every task of the project: `nox -l` lists them, `nox -s docs` runs one."""

import os
import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["docs", "tests"]
# Environments are kept, and brought up to date with pyproject.toml at every run.
nox.options.reuse_venv = "yes"

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")

# The built site, and what builds it, are tested where Sphinx is installed: by the session docs.
NO_SITE = ("--ignore=tests/test_site.py", "--ignore=tests/ext", "--ignore=tests/browser")
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def install(session: nox.Session, *groups: str) -> None:
    """Install NumPy and the groups' packages; bpref itself is imported from this folder."""
    requirements = nox.project.dependency_groups(PROJECT, *groups)
    session.install(*PROJECT["project"]["dependencies"], *requirements)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the whole site, every warning an error, and check what was built."""
    install(session, "docs", "site-check")
    try:
        # One process a core; -d keeps what Sphinx remembers out of the site.
        sphinx = ("sphinx-build", "-n", "-W", "-j", "auto", "-d", "build/doctrees")
        session.run(*sphinx, "docs", "build/site")
    except nox.command.CommandFailed:
        # Sphinx would not repeat its warnings for pages it has read: the next build reads all.
        shutil.rmtree(ROOT / "build/doctrees", ignore_errors=True)
        raise
    checks = ("tests/test_site.py", "tests/ext", "--cov=docs/_ext")
    session.run("python", "-m", "pytest", "-q", *checks)
    session.log(f"The site is built. Open {ROOT / 'build/site/index.html'}")


@nox.session
def browser(session: nox.Session) -> None:
    """Read the built site as its readers do, in the system's Chromium, with the network closed."""
    install(session, "browser")
    session.run("python", "-m", "pytest", "tests/browser", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests and every doctest, in docstrings, pages and README."""
    install(session, "tests")
    # A selection of tests, `nox -s tests -- -k sigmoid`, need not cover everything.
    options = session.posargs or ["--cov", "--cov-fail-under=100"]
    session.run("python", "-m", "pytest", *NO_SITE, *options)


@nox.session
def long(session: nox.Session) -> None:
    """Check gradients and properties on 1,000 new networks a test."""
    install(session, "tests")
    files = ("tests/test_gradients.py", "tests/test_properties.py")
    options = ("-v", "--hypothesis-show-statistics", *session.posargs)
    session.run("python", "-m", "pytest", *options, *files, env={"BPREF_NETWORKS": "1000"})


@nox.session
def peers(session: nox.Session) -> None:
    """Run the functions' sources under jax.numpy, and on Dask's arrays."""
    install(session, "peers")
    session.run("python", "-m", "pytest", "tests/test_copying.py", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Change bpref in one place at a time; some test must notice every change."""
    install(session, "tests")
    session.run("python", "tests/mutants.py", *session.posargs, env={"PYTHONPATH": "."})


@nox.session
def oldest(session: nox.Session) -> None:
    """Run the tests with the oldest NumPy that pyproject.toml promises."""
    floor = PROJECT["project"]["dependencies"][0].replace(">=", "==") + ".*"
    session.install(floor, *nox.project.dependency_groups(PROJECT, "tests"))
    session.run("python", "-m", "pytest", *NO_SITE, *session.posargs)


@nox.session
def live(session: nox.Session) -> None:
    """Rebuild the site and reload the browser while you write."""
    install(session, "live")
    folders = ("-d", "build/doctrees-live", "docs", "build/live")
    session.run("sphinx-autobuild", "--watch", "bpref", "-j", "auto", *folders, *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style with ruff and types with mypy --strict."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session(reuse_venv=False)
def package(session: nox.Session) -> None:
    """Install bpref as a user would, and run its doctests from where it was installed."""
    session.install(".", "pytest")
    # Elsewhere, so that this folder's bpref is not the one that is imported.
    session.chdir(session.create_tmp())
    session.run("python", "-m", "pytest", "-q", "--doctest-modules", "--pyargs", "bpref")


@nox.session
def benchmark(session: nox.Session) -> None:
    """Time the gradient against its limit and the peers; `-- --rows 2-3-2` times a few networks."""
    install(session, "benchmark")
    quick = any(option.startswith("--rows") for option in session.posargs)
    for threads in (ONE_THREAD,) if quick else (ONE_THREAD, {}):
        env = {"PYTHONPATH": os.pathsep.join((".", "tests")), **threads}
        session.run("python", "-m", "speed", *session.posargs, env=env)
