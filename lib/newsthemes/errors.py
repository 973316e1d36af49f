"""What goes wrong through no fault of the code: a mistake in what was given, or no room for the results."""

import errno

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class InputError(ValueError):
    """A mistake in what the user gave: one line that says what, where and what to do.

    The command line prints the message to standard error and exits with status 2.

    >>> try:
    ...     raise InputError("themes.yml, line 3: unknown key 'seed'; did you mean 'seeds'?")
    ... except ValueError as error:
    ...     print(error)
    themes.yml, line 3: unknown key 'seed'; did you mean 'seeds'?
    """


def is_for_want_of_room(error: BaseException) -> bool:
    """Test whether an error says that the disk, the user's share of it, or the memory is full: nothing else is wrong.

    >>> is_for_want_of_room(OSError(errno.ENOSPC, "No space left on device")), is_for_want_of_room(OSError("lost"))
    (True, False)
    """
    return isinstance(error, MemoryError) or getattr(error, "errno", None) in FULL
