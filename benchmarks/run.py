"""Run the measurements and put their tables into benchmarks/README.md, each between its own pair of marks.

    python benchmarks/run.py evaluate [--parallel FILE.tsv] [--news FILE.csv]
    python benchmarks/run.py bench [--news FILE.csv]

``evaluate`` measures quality, ``bench`` seconds and memory beside peers. ``--parallel`` and ``--news`` name data that
is not in the repository (see README.md); what needs them is left as it was when they are not given.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
README = HERE / "README.md"

# section: (script, which given file it takes or None, whether it needs that file, further arguments)
MEASUREMENTS = {
    "evaluate": {
        "space": ("embedding.py", "parallel", False),
        "gold": ("bundled_truth.py", None, False),
        "themes": ("themes.py", "news", False),
        "contradictions": ("contradictions.py", None, False),
        "labelling": ("labelling.py", None, False),
        "topics": ("topics.py", "news", True),
    },
    "bench": {
        "reading": ("reading.py", None, False),
        "hardening": ("hardening.py", None, False),
        "side-by-side": ("side_by_side.py", None, False),
        "topics-speed": ("topics_speed.py", None, False),
        "topics-growth": ("topics_growth.py", None, False),
        "exploring": ("exploring.py", None, False),
        "alternatives": ("alternatives.py", None, False),
        "scale": ("growth.py", None, False, "--peers", "--alone", "200000"),
    },
}


def put(section, text):
    """Replace what stands between the section's marks in README.md."""
    readme = README.read_text(encoding="utf-8")
    begin, end = f"<!-- {section} -->\n", f"<!-- /{section} -->"
    if begin not in readme or end not in readme:
        raise SystemExit(f"{README}: no marks {begin.strip()} … {end}; put them where the table should stand")
    before, rest = readme.split(begin, 1)
    after = rest.split(end, 1)[1]
    README.write_text(f"{before}{begin}\n{text.strip()}\n\n{end}{after}", encoding="utf-8")


def measure(script, *arguments):
    """What a script prints, the folders of this machine taken out."""
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "HF_HUB_OFFLINE": "1"}
    )
    if done.returncode:
        raise SystemExit(f"{script} ended with status {done.returncode}")
    return re.sub(r"/\S+/", "", done.stdout) if arguments else done.stdout


def machine():
    """The processor and the versions the figures were measured with."""
    model = "unknown processor"
    if Path("/proc/cpuinfo").exists():
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        model = found[1] if found else model
    return f"{os.cpu_count()} cores of {model}; Python {platform.python_version()}, {platform.system()}"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("what", choices=MEASUREMENTS)
    options.add_argument("--parallel", type=Path)
    options.add_argument("--news", type=Path)
    options.add_argument("--only", help="one section")
    given = options.parse_args()
    put("machine", machine())
    for section, (script, takes, needs, *further) in MEASUREMENTS[given.what].items():
        file = getattr(given, takes) if takes else None
        if (needs and not file) or (given.only and given.only != section):
            continue
        print(f"{section} …", file=sys.stderr)
        put(section, measure(script, *further, *([str(file)] if file else [])))


if __name__ == "__main__":
    main()
