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
SITE = ROOT / "build" / "site"
# Sphinx writes the pages with one process less than it is given, the first being busy with reading them.
JOBS = str((os.cpu_count() or 1) + 1)
# Images for containers often set it, and uv compiles nothing when it installs: the kernel of each
# page would then compile NumPy and Matplotlib again, which is a third of the build.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# What the site carries is run by the session downloads, where no more is installed than a reader has.
DOWNLOADED = "--ignore=tests/site/test_downloads.py"


def install(session: nox.Session, *groups: str) -> None:
    """Install NumPy and the groups' packages; bpref itself is imported from this folder."""
    requirements = nox.project.dependency_groups(PROJECT, *groups)
    session.install(*PROJECT["project"]["dependencies"], *requirements)


def build(session: nox.Session, site: Path, doctrees: Path) -> None:
    """Build the site, every warning an error. What Sphinx remembers stays out of it."""
    # Every page is read anew: the cells' results are kept, and Sphinx's own memory is not to be
    # trusted with its search index (sphinx-doc/sphinx#12599).
    strict = ("-n", "-W", "-E", "-j", JOBS)
    session.run("sphinx-build", *strict, "-d", str(doctrees), "docs", str(site))


def need_the_site(session: nox.Session) -> None:
    """Stop with a hint where the site that is to be tested has not been built."""
    if not (SITE / "index.html").exists():
        session.error("build the site first: python -m nox -s docs")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the whole site and check it; `-- FOLDER` copies it there, `-- --serve` follows changes."""
    if "--serve" in session.posargs:
        install(session, "live", "node")
        folders = ("-d", "build/doctrees-live", "docs", "build/live")
        session.run("sphinx-autobuild", "--watch", "bpref", "-j", JOBS, *folders)
        return
    install(session, "docs", "site-check", "node")
    shutil.rmtree(SITE, ignore_errors=True)  # what an older build left there belongs to no page
    build(session, SITE, ROOT / "build" / "doctrees")
    session.run("python", "-m", "pytest", "-q", "tests/site", DOWNLOADED)
    for folder in session.posargs:
        shutil.copytree(SITE, folder, dirs_exist_ok=True)
    session.log(f"The site is built. Open {SITE / 'index.html'}")


@nox.session
def tests(session: nox.Session) -> None:
    """Run every doctest and every test that needs no built site; `-- tests/bpref` runs a part."""
    install(session, "docs", "tests")
    built = ("--ignore=tests/site", "--ignore=tests/browser")
    # A selection of tests, `-- -k sigmoid`, need not cover everything.
    options = session.posargs or ["--cov", "--cov-fail-under=100"]
    session.run("python", "-m", "pytest", *built, *options)


@nox.session
def browser(session: nox.Session) -> None:
    """Open the built site in the system's Chromium; `-- --lighthouse [PAGE ...]` asks for marks."""
    need_the_site(session)
    install(session, "browser", "node")
    if "--lighthouse" in session.posargs:
        pages = [argument for argument in session.posargs if argument != "--lighthouse"]
        session.run("python", "tests/browser/lighthouse.py", *pages)
        return
    pytest = ("python", "-m", "pytest", "-o", "testpaths=tests/browser", *session.posargs)
    # A selection, `-- -k search`, may have no test of one of the two kinds, which pytest calls 5.
    codes = [0, 5] if session.posargs else [0]
    session.run(*pytest, "-n", "2", "-m", "not timed", success_codes=codes)
    # By themselves: they measure how long the page takes.
    session.run(*pytest, "-m", "timed", success_codes=codes)


@nox.session(reuse_venv=False)
def downloads(session: nox.Session) -> None:
    """Take what the built site carries and run it, with no more than a reader has."""
    need_the_site(session)
    [wheel] = (SITE / "download").glob("*.whl")
    readers = ("matplotlib", "markdown-it-py", "mdit-py-plugins", "ipykernel", "nbclient")
    session.install(str(wheel), *readers, "pytest")
    # Elsewhere, so that this folder's bpref is not the one that is imported.
    session.chdir(session.create_tmp())
    file = ROOT / "tests/site/test_downloads.py"
    test = ("python", "-m", "pytest", "-q", "--rootdir", ".", str(file))
    session.run(*test, "-m", "not needs_more")
    session.install("scikit-learn", "autograd")  # for the digits, and for automatic differentiation
    session.run(*test, "-m", "needs_more")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types, spelling, the workflows, and the habits that Scientific Python advises."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports", env={"PYTHONPATH": "docs"})
    session.run("codespell")
    # Without ShellCheck: the only commands of the workflows are calls of nox.
    session.run("jactionlint", "--shellcheck=")
    session.run("zizmor", "--offline", "--quiet", ".")
    session.run("repo-review", ".")


@nox.session
def twice(session: nox.Session) -> None:
    """Build the site twice from nothing, and again in place: every byte must be the same."""
    install(session, "docs", "node")
    folder = ROOT / "build" / "twice"
    shutil.rmtree(folder, ignore_errors=True)

    def built(name: str) -> dict[str, bytes]:
        site = folder / name / "site"
        build(session, site, folder / name / "doctrees")
        files = (path for path in site.rglob("*") if path.is_file())
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}

    first = built("first")
    for how, again in (("in place", built("first")), ("from nothing", built("second"))):
        differ = [
            name for name in first.keys() | again.keys() if first.get(name) != again.get(name)
        ]
        if differ:
            session.error(f"a second build {how} differs in {sorted(differ)}")
    session.log(f"{len(first)} files, the same in three builds")


@nox.session
def links(session: nox.Session) -> None:
    """Ask for every address outside that the pages link to."""
    install(session, "docs")
    options = ("-b", "linkcheck", "-D", "nb_execution_mode=off", "-d", "build/doctrees-links")
    session.run("sphinx-build", *options, "docs", "build/links")


@nox.session
def peers(session: nox.Session) -> None:
    """Run the functions' sources under jax.numpy, and on Dask's arrays."""
    install(session, "peers")
    session.run("python", "-m", "pytest", "tests/bpref/test_copying.py", *session.posargs)


# With pip, which takes a PyTorch that lies on the disk where its settings say so.
@nox.session(venv_backend="virtualenv")
def autodiff(session: nox.Session) -> None:
    """Find the example's gradients with JAX and PyTorch, and keep how far they are from ours."""
    install(session, "autodiff")
    session.run("python", "-m", "benchmarks.autodiff")


@nox.session
def oldest(session: nox.Session) -> None:
    """Run the package's tests with the oldest NumPy that pyproject.toml promises."""
    floor = PROJECT["project"]["dependencies"][0].replace(">=", "==") + ".*"
    session.install(floor, *nox.project.dependency_groups(PROJECT, "tests"))
    session.run("python", "-m", "pytest", "tests/bpref", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Change bpref in one place at a time; some test must notice every change."""
    install(session, "tests")
    session.run("python", "tests/bpref/mutants.py", *session.posargs, env={"PYTHONPATH": "."})


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
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def layouts(session: nox.Session) -> None:
    """Ask PyTorch and Keras for the gradients of the course's network, and keep their answers."""
    install(session, "layouts")
    session.run("python", "-m", "benchmarks.layouts")


@nox.session
def cluster(session: nox.Session) -> None:
    """Find a gradient with two Dask workers, one of them killed; `-- tcp://ADDRESS:8786` with yours."""
    install(session, "cluster")
    session.run("python", "-m", "benchmarks.cluster", *session.posargs)
