"""Every task of the project: `nox -l` lists them, `nox -s docs` runs one."""

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2024.10"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["docs", "tests"]
# Environments are kept, and brought up to date with pyproject.toml at every run.
nox.options.reuse_venv = "yes"

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")

# The built site, and what builds it, are tested where Sphinx is installed: by the session docs.
SITE = ROOT / "build" / "site"
NO_SITE = [
    f"--ignore=tests/{name}" for name in ("test_site.py", "test_downloads.py", "browser", "ext")
]
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


def build(session: nox.Session, site: str, doctrees: str) -> None:
    """Build the site, strictly. What Sphinx remembers stays out of it."""
    # Every page is read anew, which takes seconds: of pages that it does not read, Sphinx forgets
    # the entries of the search index (https://github.com/sphinx-doc/sphinx/issues/12599).
    strict = ("-E", "-n", "-W", "-j", "auto")  # one process a core
    session.run("sphinx-build", *strict, "-d", doctrees, "docs", site)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the whole site, every warning an error, and check it; `-- FOLDER` puts a copy there."""
    install(session, "docs", "site-check")
    build(session, "build/site", "build/doctrees")
    checks = ("tests/test_site.py", "tests/ext", "--cov=docs/_ext", "--cov-fail-under=85")
    session.run("python", "-m", "pytest", "-q", *checks)
    for folder in session.posargs:
        shutil.copytree(SITE, folder, dirs_exist_ok=True)
    session.log(f"The site is built. Open {SITE / 'index.html'}")


@nox.session(reuse_venv=False)
def downloads(session: nox.Session) -> None:
    """Take what the built site carries and run it, with no more than a reader has."""
    [wheel] = (SITE / "download").glob("*.whl")
    readers = ("matplotlib", "markdown-it-py", "mdit-py-plugins", "ipykernel", "nbclient")
    session.install(str(wheel), *readers, "pytest")
    # Elsewhere, so that this folder's bpref is not the one that is imported.
    session.chdir(session.create_tmp())
    test = ("python", "-m", "pytest", "-q", "--rootdir", ".", str(ROOT / "tests/test_downloads.py"))
    session.run(*test, "-m", "not scikit_learn")
    session.install("scikit-learn")  # for the digits
    session.run(*test, "-m", "scikit_learn")


@nox.session
def twice(session: nox.Session) -> None:
    """Build the site twice from nothing: every byte must be the same."""
    install(session, "docs")
    folder = ROOT / "build" / "twice"
    shutil.rmtree(folder, ignore_errors=True)

    def built(name: str) -> dict[str, bytes]:
        site = folder / name / "site"
        build(session, str(site), str(folder / name / "doctrees"))
        files = (path for path in site.rglob("*") if path.is_file())
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}

    first, again = built("first"), built("second")
    if differ := [
        name for name in first.keys() | again.keys() if first.get(name) != again.get(name)
    ]:
        session.error(f"a second build differs in {sorted(differ)}")
    session.log(f"{len(first)} files, the same in two builds")


@nox.session
def links(session: nox.Session) -> None:
    """Ask for every address outside that the pages link to."""
    install(session, "docs")
    options = ("-b", "linkcheck", "-D", "nb_execution_mode=off", "-d", "build/doctrees-links")
    session.run("sphinx-build", *options, "docs", "build/links")


@nox.session
def browser(session: nox.Session) -> None:
    """Open the built site in the system's Chromium, with the network closed."""
    install(session, "browser")
    pytest = ("python", "-m", "pytest", "tests/browser")
    if session.posargs:
        session.run(*pytest, *session.posargs)
        return
    session.run(*pytest, "-n", "2", "-m", "not timed")
    session.run(*pytest, "-m", "timed")  # by themselves: they measure how long the page takes


@nox.session
def lighthouse(session: nox.Session) -> None:
    """Ask Lighthouse for its marks, with Node and Chromium; `-- PAGE ...` asks for other pages."""
    session.run("python", "tests/lighthouse.py", *session.posargs)


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
    """Check style, types, spelling, the workflows, and the habits that Scientific Python advises."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("codespell")
    # Without ShellCheck: the only commands of the workflows are calls of nox.
    session.run("jactionlint", "--shellcheck=")
    session.run("zizmor", "--offline", "--quiet", ".")
    session.run("repo-review", ".")


@nox.session(reuse_venv=False)
def package(session: nox.Session) -> None:
    """Build bpref into dist/, install it as a user would, and run its doctests from there."""
    version = PROJECT["project"]["version"]
    tag = os.environ.get("GITHUB_REF_NAME")
    if os.environ.get("GITHUB_REF_TYPE") == "tag" and tag != f"v{version}":
        session.error(f"the tag is {tag}, and the version is {version}")
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    session.install("build", "pytest")
    session.run("python", "-m", "build", "--outdir", "dist")
    [wheel] = (ROOT / "dist").glob("*.whl")
    session.install(str(wheel))
    # Elsewhere, so that this folder's bpref is not the one that is imported.
    session.chdir(session.create_tmp())
    session.run("python", "-m", "pytest", "-q", "--doctest-modules", "--pyargs", "bpref")


@nox.session
def publish(session: nox.Session) -> None:
    """Send what the session package built and tried to PyPI; only the workflow release may."""
    session.install("uv")
    files = sorted(map(str, (ROOT / "dist").iterdir()))
    session.run("uv", "publish", "--trusted-publishing", "always", *files)


@nox.session
def benchmark(session: nox.Session) -> None:
    """Time the gradient against its limit and the peers; `-- --rows 2-3-2` times a few networks."""
    install(session, "benchmark")
    quick = any(option.startswith("--rows") for option in session.posargs)
    for threads in (ONE_THREAD,) if quick else (ONE_THREAD, {}):
        env = {"PYTHONPATH": os.pathsep.join((".", "tests", "docs/_ext")), **threads}
        session.run("python", "-m", "speed", *session.posargs, env=env)
