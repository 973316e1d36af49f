"""When a page says that its article came out: metadata, its address, then what it shows beside the headline."""

from datetime import date as Day
from typing import TYPE_CHECKING

from newsthemes.corpus.readers import stated_dates
from newsthemes.corpus.readers.shown_dates import dateline, shown_dates
from newsthemes.corpus.readers.stated_dates import Stated, date_of_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def page_date(
    root: "HtmlElement", url: str | None, title: str | None = None, language: str | None = None
) -> tuple[str | None, str | None]:
    """(date, where it is stated): "html metadata" or "page"; (None, None) where the page states none.

    `root`: the parsed page without comments and related links. `language`: as the page states its own, such as "en-US".
    Metadata of publication come first: of two that differ the one that the page shows, and the day that it shows where
    they give that of Greenwich. What says only "date", or when the page was changed, comes after what is shown.
    """
    shown = shown_dates(root, title, language)
    local = [list(found.dates) for found in shown[:1] if found.near] + [
        [date] for date in (date_of_address(url),) if date
    ]
    if published := stated_dates.published(root):
        return _as_shown(published, local), "html metadata"
    if address := date_of_address(url):
        return address, "html metadata"
    certain = [found for found in shown if len(found.dates) == 1]
    if certain and certain[0].near:
        return certain[0].dates[0], "page"
    if undetermined := stated_dates.undetermined(root):
        return _as_shown(undetermined, local), "html metadata"
    if printed := dateline(root, language):
        return printed, "page"
    if certain:
        return certain[0].dates[0], "page"
    if updated := stated_dates.updated(root):
        return updated[0].date, "html metadata"
    return None, None


def _as_shown(stated: list[Stated], local: list[list[str]]) -> str:
    """The one of the stated dates that the page or its address shows, else the first, as the day that it had there."""
    same = (found.date for dates in local for found in stated if found.date in dates)
    if date := next(same, None):
        return date
    for dates in local:  # not before: a page may also show today's date
        if stated[0].utc and (near := [date for date in dates if _days_between(date, stated[0].date) == 1]):
            return near[0]
    return stated[0].date


def _days_between(one: str, other: str) -> int | None:
    if len(one) != len(other) or len(one) != len("2024-03-05"):
        return None
    return abs((Day.fromisoformat(one) - Day.fromisoformat(other)).days)
