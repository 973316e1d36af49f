"""The evidence ladder: what so many passages can carry, and what cannot be claimed from them."""

FEW, SOME = 30, 300
ONE_STORY = 0.8  # share of a topic's passages from which it is the topic of one story
SOLID = 0.75  # stability from which a topic is called solid (Hennig 2007: a valid, stable cluster)

NONE, ONE, A_FEW, DOZENS, HUNDREDS = (
    "no passage",
    "one passage",
    f"fewer than {FEW} passages",
    f"fewer than {SOME} passages",
    f"{SOME} passages or more",
)

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


_REFUTED = (
    "No stable topic: these passages fall into groups, but the words typical of a group stand together no more "
    "often than if words had been dealt out at random."
)


def rung(distinct):
    """The rung for a number of distinct passages with content."""
    if distinct < 2:
        return ONE if distinct else NONE
    return A_FEW if distinct < FEW else DOZENS if distinct < SOME else HUNDREDS


def claims(texts, distinct, table, left_out, refuted=False):
    """Plain sentences: the rung, what was found, and what cannot be claimed."""
    name = rung(distinct)
    said = [f"Evidence: {name} ({texts} given, {distinct} of them different and with words in them)."]
    if name in (DOZENS, HUNDREDS):
        said.append(_REFUTED if refuted else _found(len(table), int(table["solid"].sum())))
    said.append(_CANNOT[name].format(bar=SOLID))
    if left_out:
        said.append(f"{left_out} of {texts} passages fit no topic and are in none.")
    alone = table.loc[table["largest_story"] >= ONE_STORY, "topic"].tolist()
    if alone and len(table) > 1:
        said.append(
            "Carried by one story, so that it comes back whenever that story does and says no more than that story: "
            f"{_listed(alone)}."
        )
    single = table.loc[table["single_source"], "topic"].tolist()
    if single:
        said.append(f"From one source only, and so no more than what that source says: {_listed(single)}.")
    return said


def since(added, gone):
    """What is to be said of topics found before some texts came and others went; nothing where none did."""
    came = f"{added} came since and were put into them" if added else ""
    went = f"{gone} of those they were found in are gone" if gone else ""
    both = " and ".join(filter(None, (came, went)))
    return [f"The topics were found in an earlier state of these passages: {both}."] if both else []


def _found(topics, solid):
    if not topics:
        return "No stable topic: no division of these passages comes back when they are resampled."
    what = "1 topic was" if topics == 1 else f"{topics} topics were"
    return f"{what} found; {solid} of them solid (stability of {SOLID} or more under resampling)."


def _listed(ids):
    return ("topic " if len(ids) == 1 else "topics ") + ", ".join(map(str, ids))
