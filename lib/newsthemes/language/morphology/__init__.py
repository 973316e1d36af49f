"""How a language makes running words out of the words of its glossary: a module each for the languages that do
more than inflect; the others have the dictionary forms of `lemmas`.
"""

from newsthemes.language.morphology.ar import Arabic
from newsthemes.language.morphology.base import Morphology
from newsthemes.language.morphology.de import German
from newsthemes.language.morphology.fr import French
from newsthemes.language.morphology.id import Indonesian
from newsthemes.language.morphology.it import Italian
from newsthemes.language.morphology.plurals import Plurals
from newsthemes.language.morphology.ru import Russian
from newsthemes.language.morphology.tr import Turkish
from newsthemes.language.morphology.zh import Chinese

__all__ = ["Morphology", "morphology_of"]

OWN = {
    "ar": Arabic, "de": German, "es": Plurals, "fr": French, "id": Indonesian, "it": Italian, "pt": Plurals,
    "ru": Russian, "tr": Turkish, "zh": Chinese,
}  # fmt: skip


def morphology_of(language: str) -> Morphology:
    """The rules of a language; those of none but dictionary forms where it has no module.

    >>> morphology_of("id").forms("pembajakannya", known=True)[0]
    'pembajakan'
    """
    return OWN.get(language, Morphology)(language)
