"""A lock beside a file, so that two processes that change it do so one after the other."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from newsthemes.errors import InputError


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, ``.<name>.lock`` beside it; it ends with the process, however that dies.

    The folder is made where there is none. Raises InputError where it can't be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, locked(Path(folder) / "labels.csv"):
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['.labels.csv.lock']
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = open(path.with_name(f".{path.name}.lock"), "a")  # noqa: SIM115 (held below)
    except OSError as error:
        raise InputError(
            f"{path} can't be written ({error.strerror or error}); copy the result folder to one you may write to"
        ) from None
    with file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield
