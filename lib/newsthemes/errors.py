class InputError(ValueError):
    """A mistake in what the user gave: one line that says what, where and what to do.

    The command line prints the message to standard error and exits with status 2.
    """
