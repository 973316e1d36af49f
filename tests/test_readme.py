"""What README.md says in numbers is what the committed figures, tables and corpus say."""

import ast
import re

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


def finding(row):
    """A line of the findings table, from a row of figures/theme-shares.csv."""
    return f"| {row.theme} | {row.share:.0%} | {row.low:.0%} to {row.high:.0%} |"


def test_the_findings_are_the_figures_numbers(readme, root):
    shares = pd.read_csv(root / "figures" / "theme-shares.csv")
    shares = shares[shares["measure"] == "mentions"]
    lines = [finding(row) for row in shares.itertuples()]
    table = [line for line in readme.splitlines() if re.match(r"\| .* \| \d+% \| \d+% to \d+% \|$", line)]
    assert sorted(table) == sorted(lines)


def test_the_number_of_topics_and_articles(readme, root):
    topics = pd.read_csv(root / "figures" / "topic-stability.csv")["topic"].nunique()
    articles = len(list((root / "data" / "articles").glob("*.md")))
    assert f"**{topics} topics**" in readme
    assert f"holds {articles} short articles" in readme


def test_every_file_it_links_to_is_there(readme, root):
    links = re.findall(r"\]\(((?!https?:)[^)#]+)\)", readme)
    assert links and [link for link in links if not (root / link).exists()] == []


def test_every_measurement_has_its_script_and_its_place_on_the_page(root):
    page = (root / "benchmarks" / "README.md").read_text(encoding="utf-8")
    tree = ast.parse((root / "benchmarks" / "run.py").read_text(encoding="utf-8"))
    [measurements] = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "MEASUREMENTS"
    ]
    for section, (script, *_) in [pair for part in measurements.values() for pair in part.items()]:
        assert (root / "benchmarks" / script).exists(), script
        assert f"<!-- {section} -->" in page and f"<!-- /{section} -->" in page, section
