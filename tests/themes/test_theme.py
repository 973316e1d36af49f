import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.errors import InputError
from newsthemes.themes import Theme, Themes, load_themes

TEN = (
    "compute_allocation open_source talent_loss cost_efficiency competition_benchmarks org_culture_leadership "
    "export_controls market_reaction metaverse_strategy infrastructure_investment"
).split()
GOOD = """\
labels: mine.csv
themes:
  - id: rain
    name: Rain and floods
    definition: Water from above.
    seeds:
      en: [heavy rain, the river rose]
      no: [mye regn]
  - id: sun
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "themes.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    (tmp_path / "mine.csv").write_text("text,themes\n")
    return write


def test_the_bundled_ten():
    themes = load_themes()
    assert themes.ids == TEN and len(themes) == 10
    for theme in themes:
        assert theme.name and theme.definition.endswith(".")
        assert {language for language, _ in theme.seeds} == {"en", "fr", "id"}
    assert themes.labels.name == "gold.csv" and load_themes(themes) is themes


def test_a_file_of_ones_own(written, tmp_path):
    themes = load_themes(written(GOOD))
    assert themes.ids == ["rain", "sun"] and themes.labels == tmp_path / "mine.csv"
    rain, sun = themes
    assert rain.seeds == (("en", "heavy rain"), ("en", "the river rose"), ("no", "mye regn"))
    assert (sun.name, sun.definition, sun.seeds) == ("sun", "", ())
    assert sun.phrases == (("en", "sun"),)
    assert rain.phrases[:2] == (("en", "Rain and floods"), ("en", "Rain and floods: Water from above."))
    with pytest.raises(InputError, match="no theme 'snow'; there are: rain, sun"):
        themes["snow"]


@pytest.mark.parametrize(
    ("definition", "parts"),
    [
        ("Rain, hail; snow and ice.", ["Rain", "hail", "snow and ice"]),
        ("足球、篮球，比赛结果", ["足球", "篮球", "比赛结果"]),
        ("أمطار، ثلوج", ["أمطار", "ثلوج"]),
        ("Water from above.", []),
        ("Water,", []),
        ("", []),
    ],
)
def test_what_a_definition_lists(definition, parts):
    theme = Theme("weather", "Weather", definition, (("en", "heavy rain"),))
    assert [text for _, text in theme.parts] == parts
    assert theme.phrases == theme.statements + theme.parts + theme.seeds


@pytest.mark.parametrize(
    "layout",
    [
        [{"id": "rain", "definition": "Water from above."}],
        {"themes": [{"id": "rain", "definition": "Water from above."}]},
        {"rain": "Water from above."},
        {"themes": {"rain": {"definition": "Water from above."}}},
    ],
)
def test_layouts_from_python(layout, written):
    (theme,) = load_themes(layout)
    assert (theme.id, theme.name, theme.definition) == ("rain", "rain", "Water from above.")
    whole = layout if isinstance(layout, dict) and "themes" in layout else {"themes": layout}
    assert load_themes(written(yaml.safe_dump(whole))).themes == (theme,)


def test_a_language_for_all_and_for_one(written):
    themes = load_themes(
        written("language: fr\nthemes:\n  - {id: a, seeds: [la pluie]}\n  - {id: b, language: id-ID}\n")
    )
    assert [theme.language for theme in themes] == ["fr", "id"] and themes["a"].seeds == (("fr", "la pluie"),)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "line 1: the file is empty; expected the key 'themes'"),
        ("- a\n", "line 1: the file: expected keys (themes, labels, language), found a list"),
        ("labels: x\n", "key 'themes' is missing"),
        ("themes: []\n", "line 1: key 'themes' is empty"),
        ("themes: 7\n", "line 1: key 'themes': expected a list of themes"),
        ("themes:\n  - name: Rain\n", "line 2: themes[0]: key 'id' is missing"),
        ("themes:\n  - id: heavy rain\n", "line 2: key 'id': 'heavy rain' is no id"),
        ("themes:\n  - id: a\n  - id: a\n", "line 3: key 'id': 'a' is already the theme of line 2"),
        (
            "themes:\n  - id: a\n    seed: [b]\n",
            "line 3: themes[0]: unknown key 'seed'; did you mean 'seeds'?",
        ),
        (
            "themes:\n  - id: a\n    colour: red\n",
            "line 3: themes[0]: unknown key 'colour'; known keys are id",
        ),
        ("themes:\n  - id: a\n    name: [b]\n", "line 3: key 'a.name': expected text, found a list"),
        ("themes:\n  - id: a\n    name:\n", "line 3: key 'a.name' is empty"),
        ("themes:\n  - id: a\n    name: b\n    name: c\n", "line 4: themes[0]: key 'name' is given twice"),
        (
            "themes:\n  - id: a\n    seeds:\n      English: [b]\n",
            "line 4: key 'a.seeds': 'english' is no language code",
        ),
        (
            "themes:\n  - id: a\n    seeds:\n      en: {b: c}\n",
            "line 4: key 'a.seeds.en': expected a list of phrases",
        ),
        (
            "themes:\n  - id: a\n    seeds: [b, [c]]\n",
            "line 3: key 'a.seeds[1]': expected text, found a list",
        ),
        ("themes:\n  - id: a\nlabels: gone.csv\n", "line 3: key 'labels': there is no file"),
        ("themes:\n  - id: 'a\n", "not valid YAML"),
        ("themes:\n\t- id: a\n", "line 2: not valid YAML"),
        ("themes:\n  - id: \xe9\xe9\n".encode("latin-1"), "line 2: not UTF-8 text"),
        ("a: &x [*x]\n", "unknown key 'a'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(written, text, complaint):
    path = written(text)
    with pytest.raises(InputError) as error:
        load_themes(path)
    message = str(error.value)
    assert complaint in message and str(path) in message and "\n" not in message


def test_no_such_file(tmp_path):
    with pytest.raises(InputError, match="themes file .*gone.yml can't be read"):
        load_themes(tmp_path / "gone.yml")
    with pytest.raises(InputError, match="can't be read"):
        load_themes(tmp_path)


def test_what_python_gives_wrong_is_said_too():
    with pytest.raises(InputError, match="^themes: key 'themes' is empty"):
        load_themes([])
    with pytest.raises(InputError, match=r"themes\[0\]: unknown key 'seed'"):
        load_themes([{"id": "a", "seed": []}])
    with pytest.raises(InputError, match="can't be read"):
        load_themes([{"id": object()}])


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="themsid:-[]{}&*!|>\"' \n\té#%@,?", max_size=80), st.booleans())
def test_any_text_is_themes_or_one_line(tmp_path_factory, text, start):
    path = tmp_path_factory.mktemp("yaml") / "themes.yml"
    path.write_text(("themes:\n  - id: a\n" if start else "") + text, encoding="utf-8")
    try:
        assert isinstance(load_themes(path), Themes)
    except InputError as error:
        assert "\n" not in str(error)


def test_the_fingerprint_follows_themes_and_labels(written, tmp_path):
    first = load_themes(written(GOOD)).fingerprint
    assert load_themes(written(GOOD + "# a comment\n")).fingerprint == first
    assert load_themes(written(GOOD.replace("above", "below"))).fingerprint != first
    (tmp_path / "mine.csv").write_text("text,themes\nIt poured.,rain\n")
    assert load_themes(written(GOOD)).fingerprint != first
