"""Readers of every format, told apart by content; `registry` has the list and is the one place to add to.

| module | what it knows |
|---|---|
| `content`, `registry` | what a reader is given and gives; which reader takes what |
| `text`, `frontmatter`, `html` | one article a file |
| `page_parts`, `page_kind` | what of a page is no article; a page that is none |
| `page_dates` | when a page says that its article came out, by `stated_dates` and `shown_dates` (in `page_lines`) |
| `pdf`, `docx`, `package` | documents, and the zip packages they come in |
| `csv`, `json`, `parquet` | tables; `columns` and `rows` turn any table into articles |
| `web_parts` | what is saved beside a page or instead of one: scripts, shortcuts, Safari's web archives |
| `subtitles` | what is said in WebVTT and SubRip |
| `archive` | gz, bz2, xz, zip and tar, one in another |
| `exports` | what the archives of newspapers export: many articles in one text |
"""
