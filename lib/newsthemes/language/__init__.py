"""What is known of languages, and nothing of news.

| module | what it knows |
|---|---|
| `codes` | the codes and names of languages |
| `glossary` | English words for words of other languages, from `glossaries/` |
"""
