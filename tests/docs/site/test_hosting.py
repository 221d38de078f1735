"""Addresses come from who builds, and none is invented."""

import subprocess

import pytest

from bpref_docs.hosting import Hosting, hosting, web_address

NOWHERE = Hosting("", "", "", None)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:owner/name.git", "https://github.com/owner/name"),
        ("https://github.com/owner/name.git", "https://github.com/owner/name"),
        ("https://user:secret@github.com/owner/name", "https://github.com/owner/name"),
        ("ssh://git@gitlab.com:22/group/owner/name/", "https://gitlab.com/group/owner/name"),
        ("/srv/name.git", ""),
        ("../name.git", ""),
        ("file:///srv/my.name/git", ""),
        ("localhost:name", ""),
        ("", ""),
    ],
)
def test_a_remote_has_an_address_where_a_browser_finds_it(remote, address):
    assert web_address(remote) == address


def test_where_nothing_is_known_nothing_is_said(tmp_path):
    found = hosting({}, tmp_path)
    assert found == NOWHERE
    assert (found.url("a.html"), found.edit("docs/a.md"), found.issue(), found.date()) == ("",) * 4


@pytest.mark.parametrize("name", ["BPREF_BASE_URL", "READTHEDOCS_CANONICAL_URL"])
@pytest.mark.parametrize("address", ["https://bpref.example/en", "https://bpref.example/en/"])
def test_the_sites_address_ends_with_a_slash(name, address, tmp_path):
    found = hosting({name: address}, tmp_path)
    assert found.base == "https://bpref.example/en/"
    assert found.url("article/why.html") == "https://bpref.example/en/article/why.html"
    assert found.url("index.html") == "https://bpref.example/en/"


def test_what_is_no_address_is_refused(tmp_path):
    with pytest.raises(ValueError, match="must begin with https"):
        hosting({"BPREF_BASE_URL": "bpref.example"}, tmp_path)


def test_github_says_where_the_sources_are(tmp_path):
    run = {
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "owner/name",
        "GITHUB_REF_NAME": "main",
        "GITHUB_REF_TYPE": "branch",
    }
    found = hosting(run, tmp_path)
    assert found.edit("docs/a.md") == "https://github.com/owner/name/edit/main/docs/a.md"
    assert found.issue() == "https://github.com/owner/name/issues/new"
    # A tag and a pull request have nothing to edit, and the repository is there all the same.
    for name, kind in (("v1.0", "tag"), ("7/merge", "branch")):
        other = hosting(run | {"GITHUB_REF_NAME": name, "GITHUB_REF_TYPE": kind}, tmp_path)
        assert other.edit("docs/a.md") == ""
        assert other.repository == found.repository


def test_read_the_docs_says_which_branch_it_took(tmp_path):
    build = {
        "READTHEDOCS_GIT_CLONE_URL": "https://github.com/owner/name.git",
        "READTHEDOCS_GIT_IDENTIFIER": "main",
        "READTHEDOCS_VERSION_TYPE": "branch",
    }
    found = hosting(build, tmp_path)
    assert found.edit("docs/a.md") == "https://github.com/owner/name/edit/main/docs/a.md"
    # A tag and a pull request, which has a number for a name, have nothing to edit.
    for name, kind in (("v1.0", "tag"), ("7", "external")):
        other = {"READTHEDOCS_GIT_IDENTIFIER": name, "READTHEDOCS_VERSION_TYPE": kind}
        assert hosting(build | other, tmp_path).edit("docs/a.md") == ""


def test_of_an_unknown_host_only_the_repository_is_known(tmp_path):
    found = hosting({"BPREF_REPOSITORY": "https://code.example/o/n", "BPREF_BRANCH": "m"}, tmp_path)
    assert found.repository == "https://code.example/o/n"
    assert (found.edit("a.md"), found.issue()) == ("", "")


def test_git_says_what_the_environment_does_not(tmp_path):
    def git(*arguments):
        named = ("-c", "user.name=n", "-c", "user.email=e@example.org")
        subprocess.run(["git", *named, *arguments], cwd=tmp_path, check=True)

    git("init", "--quiet", "--initial-branch", "trunk")
    git("remote", "add", "origin", "git@github.com:owner/name.git")
    git("commit", "--quiet", "--allow-empty", "--date", "@0", "-m", "first")
    found = hosting({}, tmp_path)
    assert (found.repository, found.branch) == ("https://github.com/owner/name", "trunk")
    assert found.seconds > 0


def test_the_date_is_that_of_the_sources(tmp_path):
    assert hosting({"SOURCE_DATE_EPOCH": "86399"}, tmp_path).date() == "1 January 1970"
    assert hosting({"SOURCE_DATE_EPOCH": "86400"}, tmp_path).date() == "2 January 1970"
