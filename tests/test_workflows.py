"""The workflows and Read the Docs do nothing that a nox session does not do."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
RUN = re.compile(r"^\s*(?:- )?run: (.*)$", re.MULTILINE)
SESSIONS = {
    node.name
    for node in ast.parse((ROOT / "noxfile.py").read_text("utf-8")).body
    if isinstance(node, ast.FunctionDef)
    and any("session" in ast.unparse(decorator) for decorator in node.decorator_list)
}
JOB = re.compile(r"^  (\w+):\n((?:(?:    .*)?\n)+)", re.MULTILINE)
every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def sessions(commands: list[str], matrix: set[str] = frozenset()) -> set[str]:
    """Return the sessions that commands call; refuse commands that call none."""
    called = set()
    for command in commands:
        if command == "python -m pip install nox":
            continue
        found = re.fullmatch(
            r"python -m nox -s (\S+|\$\{\{ matrix\.session \}\})(?: -- .*)?", command
        )
        assert found, f"not a call of nox: {command}"
        called |= matrix if found[1].startswith("$") else {found[1]}
    return called


def test_there_are_workflows():
    assert {path.name for path in WORKFLOWS} == {
        "release.yml",
        "site.yml",
        "tests.yml",
        "weekly.yml",
    }


@every_workflow
def test_every_step_calls_a_session(path):
    text = path.read_text("utf-8")
    matrix = re.search(r"^ +session: \[(.*)\]$", text, re.MULTILINE)
    called = sessions(RUN.findall(text), set(matrix[1].split(", ")) if matrix else set())
    assert called
    assert called <= SESSIONS
    assert "run: |" not in text


@every_workflow
def test_every_action_is_pinned_by_its_hash(path):
    uses = re.findall(r"uses: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert uses
    assert [action for action in uses if not PINNED.fullmatch(action)] == []


@every_workflow
def test_nothing_is_permitted_unless_a_job_says_so(path):
    text = path.read_text("utf-8")
    assert "\npermissions: {}\n" in text
    assert len(re.findall(r"^    runs-on:", text, re.MULTILINE)) == len(
        re.findall(r"^    permissions:", text, re.MULTILINE)
    )


def test_the_same_action_has_the_same_hash_everywhere():
    uses = {
        action
        for path in WORKFLOWS
        for action in re.findall(r"uses: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    }
    assert len({action.partition("@")[0] for action in uses}) == len(uses)


def test_the_site_is_deployed_only_after_it_was_tested():
    text = (ROOT / ".github" / "workflows" / "site.yml").read_text("utf-8")
    jobs = dict(JOB.findall(text.partition("\njobs:\n")[2]))
    needed = re.search(r"^    needs: \[(.*)\]$", jobs["deploy"], re.MULTILINE)[1].split(", ")
    ran = [command for job in needed for command in RUN.findall(jobs[job])]
    assert {"docs", "tests", "browser", "downloads"} <= sessions(ran)
    assert "if:" not in text


def test_read_the_docs_runs_two_commands():
    text = (ROOT / ".readthedocs.yaml").read_text("utf-8")
    commands = re.findall(r"^    - (.*)$", text, re.MULTILINE)
    assert sessions(commands) == {"docs"}
    assert len(commands) == 2


def test_only_the_release_may_publish():
    publishing = [path.name for path in WORKFLOWS if "nox -s publish" in path.read_text("utf-8")]
    assert publishing == ["release.yml"]
