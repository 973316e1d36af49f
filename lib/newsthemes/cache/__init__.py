"""What is kept between runs, safe to delete at any time: same content, same answer; no pickle.

| module | what it keeps |
|---|---|
| `hashing` | nothing: digests of files, settings and code |
| `location` | the folder: `$NEWSTHEMES_CACHE`, or one in the user's cache folder |
| `vectors` | vectors by encoder and text, in one SQLite file |
| `bundled_vectors` | vectors of the texts that come with the package, read-only |
| `memo` | results of slow functions, by what they were given |
"""
