"""The style sheet that every figure is drawn with."""

from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

import matplotlib as mpl

from newsthemes.figures.fonts import families

SHEET = Path(__file__).with_name("study.mplstyle")


def study_style() -> AbstractContextManager[None]:
    """A context in which matplotlib draws as the study does."""
    return mpl.rc_context({**_sheet(), "font.family": families()[0]})


@cache
def _sheet() -> mpl.RcParams:
    return mpl.rc_params_from_file(SHEET, use_default_template=False)
