"""Themes and topics by the names that a reader gives them."""

from typing import TYPE_CHECKING

from newsthemes.errors import InputError

if TYPE_CHECKING:
    from newsthemes.results.study_tables import StudyTables as Answering
else:
    Answering = object


class Names(Answering):
    """What a theme or a topic that somebody names is called in the tables."""

    def theme_id(self, theme: str) -> str:
        """Return the id of a theme given by id or name. Raises InputError with the ids there are.

        >>> study.theme_id("Bread")
        'bread'
        """
        names = self.theme_definitions.names
        if theme in names:
            return theme
        found = [key for key, name in names.items() if name.casefold() == str(theme).casefold()]
        if not found:
            raise InputError(f"no theme '{theme}'; there are: {', '.join(names)}")
        return found[0]

    def topic_number(self, topic: int | str) -> int:
        """Return the number of a topic given by number or label. Raises InputError with the topics there are.

        >>> study.topic_number(study.topics.table["label"][1])
        1
        """
        table = self.topics.table
        found = table[(table["topic"] == topic) | (table["label"] == topic)]
        if found.empty:
            known = "; ".join(f"{row.topic}: {row.label}" for row in table.head(40).itertuples())
            raise InputError(f"no topic '{topic}'; there are: {known or 'none'}")
        return int(found["topic"].iloc[0])
