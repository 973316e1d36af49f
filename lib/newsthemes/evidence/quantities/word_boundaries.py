"""Writing systems, as far as they decide where a word or a number ends."""

UNSPACED_LANGUAGES = frozenset(
    {"zh", "ja", "ko", "th", "my", "km", "lo"}
)  # a word may go on where a number ends
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
# Letters that Arabic writes together with the next word: "and", "with", "for", "as", "the".
PREFIXED = {"ar": "(?:[وبلفك]?(?:ال)?)", "fa": "", "he": "(?:[והבלכמש]?)"}
# Vowel signs and points, which are no letters to regular expressions but parts of words.
COMBINING = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
