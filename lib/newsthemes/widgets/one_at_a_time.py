"""What a notebook asks of a widget is done one after the other, whichever threads it comes in.

JupyterLab sends messages of widgets to a thread of their own (a "subshell" of ipykernel 7), but the first ones, and
the cells, to the main thread. An edit that was counted while a seed came in showed the numbers of neither.
"""

import functools
import threading
from collections.abc import Callable
from typing import Any

LOCK = threading.RLock()  # one for all widgets: what one part is asked for changes others


def one_at_a_time(method: Callable[..., Any]) -> Callable[..., Any]:
    """Have a method wait until those of other threads have ended; it may call others of its own thread.

    >>> one_at_a_time(max)(1, 2)
    2
    """

    @functools.wraps(method)
    def waiting(*given: Any, **named: Any) -> Any:
        with LOCK:
            return method(*given, **named)

    return waiting
