"""Paths as the repository has them, and the place to show a finding at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from replint.finding import Certainty, Finding, Label, Severity
from replint.reporters.checkout import Checkout
from replint.span import Place

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reporters.conftest import Documents


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ("role.json", "aws/prod/role.json"),
        ("./a/../role.json", "aws/prod/role.json"),
        ("../key.json", "aws/key.json"),
        ("/repository/aws/key.json", "aws/key.json"),
        ("/repository-of-others/key.json", "/repository-of-others/key.json"),
        ("../../../key.json", "/key.json"),
    ],
)
def test_paths_start_from_the_root(told: str, path: str) -> None:
    """A path is told from the root of the repository, wherever in it the run started; one outside is whole."""
    assert Checkout("/repository", "/repository/aws/prod").path(told) == path


def test_without_a_repository_paths_are_as_they_are_told() -> None:
    """Nothing is made of a path but that it has no `./`."""
    assert [Checkout().path(told) for told in ("a.json", "./a.json", "../a.json")] == ["a.json", "a.json", "../a.json"]


def test_the_root_is_the_nearest(tmp_path: Path) -> None:
    """A `.git`, be it a folder or a worktree's file, beats the workspace, and that beats nothing."""
    deep = tmp_path / "workspace/one/deep"
    deep.mkdir(parents=True)
    workspace = {"GITHUB_WORKSPACE": str(tmp_path / "workspace")}
    assert Checkout.around(str(deep), {}) == Checkout(str(deep), str(deep))
    assert Checkout.around(str(deep), workspace).path("a.json") == "one/deep/a.json"
    assert Checkout.around(str(deep), {"GITHUB_WORKSPACE": str(tmp_path / "elsewhere")}).path("a.json") == "a.json"
    (tmp_path / "workspace/one/.git").write_text("gitdir: elsewhere")
    assert Checkout.around(str(deep), workspace, {"x"}) == Checkout(str(deep.parent), str(deep), {"x"})
    (tmp_path / "link").symlink_to(deep)
    assert Checkout.around(str(tmp_path / "link"), {}).path("a.json") == "deep/a.json"


@pytest.mark.parametrize(
    ("environ", "alerts"), [({}, False), ({"CI": "true"}, False), ({"GITHUB_ACTIONS": "true"}, True)]
)
def test_who_makes_alerts(tmp_path: Path, environ: dict[str, str], *, alerts: bool) -> None:
    """GitHub makes an alert of each result that it is handed."""
    assert Checkout.around(str(tmp_path), environ).alerts is alerts


def test_the_place_to_change_comes_first_if_it_changed(documents: Documents) -> None:
    """Another place is shown only when it changed and the place to change did not; none is lost."""
    labels = tuple(Label(Place(documents(name, "[]")), name) for name in ("a", "b", "c"))
    finding = Finding("r", Severity.ERROR, Certainty.CERTAIN, "m", labels[0], related=labels[1:])
    for changed, order in ((None, "abc"), (set(), "abc"), ({"c", "a"}, "abc"), ({"c"}, "cab"), ({"b", "c"}, "bac")):
        places = Checkout(changed=changed).places(finding)
        assert "".join(label.message for label in places) == order


def test_a_line_has_an_address_where_a_server_shows_it(tmp_path: Path) -> None:
    """GitHub and GitLab say where the files of their revision are; of another repository, or outside, nobody knows."""
    sha, here = "0123456789abcdef0123456789abcdef01234567", str(tmp_path)
    hub = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": sha}
    lab = {"CI_PROJECT_URL": "https://gitlab.example.com:8443/a/b/c", "CI_COMMIT_SHA": sha, "CI_PROJECT_DIR": here}
    told = Checkout.around(here, {**hub, "GITHUB_WORKSPACE": here})
    assert told.address("a (b) #1/\u6771.json", 3) == (
        f"https://github.com/o/r/blob/{sha}/a%20%28b%29%20%231/%E6%9D%B1.json#L3"
    )
    assert told.address("../a.json", 3) == ""
    assert Checkout.around(here, lab).address("a.json", 1) == (
        f"https://gitlab.example.com:8443/a/b/c/-/blob/{sha}/a.json#L1"
    )
    (tmp_path / "inner/.git").mkdir(parents=True)
    elsewhere = Checkout.around(str(tmp_path / "inner"), {**hub, "GITHUB_WORKSPACE": here})
    assert [each.address("a.json", 1) for each in (elsewhere, Checkout.around(here, {}), Checkout())] == [""] * 3


@pytest.mark.parametrize("value", ["https://x.org/)[y](", "javascript:alert()//", "https://u@x.org", "", "https://x y"])
def test_an_address_is_nothing_but_one(value: str, tmp_path: Path) -> None:
    """What is no address of a server is none, whoever set the variable."""
    environ = {"GITHUB_SERVER_URL": value, "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "0" * 40}
    assert Checkout.around(str(tmp_path), {**environ, "GITHUB_WORKSPACE": str(tmp_path)}).blobs == ""
