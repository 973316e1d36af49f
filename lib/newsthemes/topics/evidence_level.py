"""The level of evidence: what so many passages can carry, and what cannot be claimed from them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from newsthemes.language.plural import plural
from newsthemes.topics.layer import Layer

FEW, SOME = 30, 300
NAMED = 5  # topics named in a sentence; of the others it says how many
ONE_STORY = 0.8  # share of a topic's passages from which it is the topic of one story
SOLID = 0.75  # stability from which a topic is called solid (Hennig 2007: a valid, stable cluster)

NONE, ONE, A_FEW, DOZENS, HUNDREDS = (
    "no passage",
    "one passage",
    f"fewer than {FEW} passages",
    f"fewer than {SOME} passages",
    f"{SOME} passages or more",
)

_CARRIES = {
    NONE: "nothing to find topics in",
    ONE: "too little to group",
    A_FEW: "enough for groups of alike passages, not for topics",
    DOZENS: "enough for broad topics",
    HUNDREDS: "enough for topics",
}
_CANNOT = {
    NONE: "There is no passage with words in it, so nothing can be said about topics.",
    ONE: "One passage cannot show a topic: its words are listed, but that they recur, or that they are typical "
    "of anything, cannot be claimed.",
    A_FEW: f"With fewer than {FEW} different passages, alike passages are grouped; that these groups are topics, "
    "how many topics there are, and any share or trend of them cannot be claimed.",
    DOZENS: f"With fewer than {SOME} different passages only broad topics show; that there are no further "
    "topics, and small differences between shares, cannot be claimed.",
    HUNDREDS: "Topics with a stability under {bar} may not come back in another sample of the same news; that "
    "topics are the only way to divide it cannot be claimed.",
}


_NONE_AMONG_FEW = (
    f"With fewer than {SOME} different passages only broad topics show; that there are none at all cannot "
    "be claimed."
)
_REJECTED = (
    "No stable topic: these passages fall into groups, but the words typical of a group stand together no more "
    "often than if words had been dealt out at random."
)


def evidence_level(distinct: int) -> str:
    """The level for a number of distinct passages with content."""
    if distinct < 2:
        return ONE if distinct else NONE
    return A_FEW if distinct < FEW else DOZENS if distinct < SOME else HUNDREDS


def shows_topics(level: str) -> bool:
    """Whether a level of evidence can carry a topic: below it, groups are alike passages and no more.

    >>> [shows_topics(evidence_level(distinct)) for distinct in (1, 29, 30)]
    [False, False, True]
    """
    return level not in (NONE, ONE, A_FEW)


def claims(
    texts: int,
    distinct: int,
    layers: Sequence[Layer],
    main: int,
    about: Mapping[str, np.ndarray | None],
    flat: bool = False,
    rejected: bool = False,
) -> list[str]:
    """Plain sentences: the evidence level, what was found at which grain, and what cannot be claimed.

    ``layers``, of which number ``main`` is the main one; ``about``: labels of the texts, as ``find_topics`` takes them;
    ``flat``: whether no grain stands out; ``rejected``: whether the words spoke against all topics."""
    name, layer = evidence_level(distinct), layers[main]
    said = [_evidence(name, texts, distinct, about)]
    if name in (DOZENS, HUNDREDS):
        said.append(_REJECTED if rejected else _found(layer.table))
        said += _grains(layers, main, flat)
    few = name == DOZENS and not len(layer.table)
    if name != HUNDREDS or len(layer.table):  # without topics none can be unstable
        said.append(_NONE_AMONG_FEW if few else _CANNOT[name].format(bar=SOLID))
    said += _moving(layer.table) if name in (DOZENS, HUNDREDS) else []
    left_out = int((layer.assignment < 0).sum())
    if left_out and len(layer.table):
        fit = "fits no topic and is" if left_out == 1 else "fit no topic and are"
        said.append(f"{left_out:,} of {plural(texts, 'passage')} {fit} in none.")
    return said + _dependent(
        layer.table, "topic" if shows_topics(name) else "group", _distinct(about["stories"]) == 1
    )


def _evidence(name: str, texts: int, distinct: int, about: Mapping[str, np.ndarray | None]) -> str:
    """The level, and what it was counted on: copies of a passage say nothing new."""
    counts = {"article": _distinct(about["articles"]), "story": _distinct(about["stories"])}
    units = " in ".join(plural(number, kind) for kind, number in counts.items() if number)
    given = plural(texts, "passage") + (f" from {units}" if units else "")
    different = f", {distinct:,} of them different and with words in them" if distinct != texts else ""
    return f"Evidence: {name}, {_CARRIES[name]}: {given}{different}."


def _distinct(labels: np.ndarray | None) -> int:
    return 0 if labels is None else len(set(labels) - {None})


def _grains(layers: Sequence[Layer], main: int, flat: bool) -> list[str]:
    """At which other grains there are topics, and whether any grain stands out."""
    others = [layer for number, layer in enumerate(layers) if number != main]
    said = []
    if others:
        names = _joined([f"{len(layer.table)} ({layer.name})" for layer in others])
        solid = _joined([str(int(layer.table["solid"].sum())) for layer in others])
        alone = [int((layer.table["solid"] & of_one_story(layer.table)).sum()) for layer in others]
        carried = (
            f", {_joined(list(map(str, alone)))} of these carried by one story each" if any(alone) else ""
        )
        said.append(f"Other grains hold too: {names} topics, of which {solid} are solid{carried}.")
    if flat and len(layers[main].table):
        said.append(
            "No grain stands out: coarser and finer divisions come back about as surely, so the number of topics is a "
            "choice and not a finding."
        )
    return said


def _moving(table: pd.DataFrame) -> list[str]:
    moving = table[~table["solid"]]
    return [f"May not come back as they are: {_listed(moving)}."] if len(moving) > 0 else []


def _dependent(table: pd.DataFrame, kind: str, one_story: bool) -> list[str]:
    """Topics (or groups: ``kind``) that rest on one story, or on one source; ``one_story``: there is no other."""
    alone, single = table[of_one_story(table)], table[table["single_source"].eq(True)]
    said = []
    if len(alone) and len(table) > 1 and not one_story:
        said.append(
            "Carried by one story, so that it comes back whenever that story does and says no more than that story: "
            f"{_every(alone, table, kind)}."
        )
    if len(single):
        said.append(
            f"From one source only, and so no more than what that source says: {_every(single, table, kind)}."
        )
    return said


def of_one_story(table: pd.DataFrame) -> pd.Series:
    """Whether one story carries each topic of a table: it then comes back whenever that story does; false where
    stories are not known.

    >>> of_one_story(pd.DataFrame({"largest_story": [0.9, 0.2, None]})).tolist()
    [True, False, False]
    """
    if "largest_story" not in table:  # of a run before it was counted
        return pd.Series(False, table.index)
    return table["largest_story"].astype(float).ge(ONE_STORY)


def _every(some: pd.DataFrame, table: pd.DataFrame, kind: str) -> str:
    """The topics by their labels, or that it is all of them."""
    return f"all {len(table)} {kind}s" if len(some) == len(table) > 1 else _listed(some)


def renamed_claims(said: Sequence[str], before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """The sentences with topics called by their labels ``after`` instead of ``before``."""
    names = {
        f"“{old}”": f"“{new}”" for old, new in zip(before["label"], after["label"], strict=True) if old != new
    }
    for old, new in names.items():
        said = [sentence.replace(old, new) for sentence in said]
    return list(said)


def growth_claims(added: int, gone: int) -> list[str]:
    """What is to be said of topics found before some texts came and others went; nothing where none did."""
    came = f"{added} came since and were put into them" if added else ""
    went = f"{gone} of those they were found in are gone" if gone else ""
    both = " and ".join(filter(None, (came, went)))
    return [f"The topics were found in an earlier state of these passages: {both}."] if both else []


def _found(table: pd.DataFrame) -> str:
    topics, solid = len(table), int(table["solid"].sum())
    if not topics:
        return "No stable topic: no division of these passages comes back when they are resampled."
    what = "1 topic was" if topics == 1 else f"{topics} topics were"
    alone = int((table["solid"] & of_one_story(table)).sum())
    several = f"{solid - alone} of several stories and {alone}" if solid > alone else "each"
    parts = f": {several} carried by one story{' each' if solid > alone else ''}" if alone else ""
    return f"{what} found; {solid} of them solid (stability of {SOLID} or more under resampling){parts}."


def _listed(table: pd.DataFrame) -> str:
    """The first topics of a table by their labels, and how many more there are."""
    names = [f"“{label}”" for label in table["label"][:NAMED]]
    more = len(table) - len(names)
    return _joined(names + ([f"{more} more"] if more else []))


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
