"""The explorer in a real browser, in a JupyterLab of its own on this machine. `make browser-tests` says how to get one.

Set NEWSTHEMES_SCREENSHOTS to a folder to have the pictures of docs/tutorial.md made there.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from newsthemes import Study
from newsthemes.labelling import read_sheet
from newsthemes.language.codes import language_name

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not (BROWSER and DRIVER):
    pytest.skip("no browser installed: apt-get install -y chromium chromium-driver", allow_module_level=True)
pytestmark = [pytest.mark.slow, pytest.mark.acceptance]
FLAGS = (
    "--headless=new --no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --window-size=1280,1500"
).split()
PICTURES = os.environ.get("NEWSTHEMES_SCREENSHOTS")
WIDEST = 960  # pixels of a picture
EXPLORER = ".jupyter-widgets.widget-vbox:has(.nt-reader)"
PATIENCE = 240  # seconds for a kernel, encoders and a map to come up on a busy machine
MOST_SECONDS, MOST_ACTIONS = 60, 10  # from opening the notebook to a number on a theme of one's own


@pytest.fixture(scope="module")
def out(root, corpus, tmp_path_factory):
    """A finished run: that of the bundled corpus where there is one, else of twelve articles."""
    folder = tmp_path_factory.mktemp("explored") / "study"
    finished = Path(os.environ.get("NEWSTHEMES_STUDY", root / ".cache" / "study"))
    if (finished / "run.json").exists():
        shutil.copytree(finished, folder)
    else:
        Study(corpus, out=folder).save()
    study = Study.open(
        folder
    )  # what a run on this machine leaves in its cache: the map, the background of themes
    study.explore().workbench.edit(name="Warm", definition="Weather that is warm.")
    return folder


@pytest.fixture(scope="module")
def lab(root, out, tmp_path_factory):
    """The address of a JupyterLab on loopback that serves a copy of the notebook; ended by its own process."""
    home = tmp_path_factory.mktemp("lab")
    notebook = nbformat.read(root / "notebooks" / "00-explore.ipynb", as_version=4)
    notebook.cells = notebook.cells[:5]
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"out = {str(out)!r}"
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, home / "explore.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, log = secrets.token_hex(16), home / "log"
    announcements = (
        home / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    )
    announcements.parent.mkdir(parents=True)
    announcements.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    places = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--allow-root",
    ]
    command += ["--log-level=ERROR", f"--ServerApp.root_dir={home}", "--LabApp.expose_app_in_browser=True"]
    with log.open("w") as stream:
        server = subprocess.Popen(
            command,
            stdout=stream,
            stderr=stream,
            cwd=home,
            env={
                **os.environ,
                **places,
                "JUPYTER_TOKEN": token,
                "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
            },
        )
    try:
        _wait(lambda: _answers(f"http://127.0.0.1:{port}/api?token={token}"), "JupyterLab never answered")
        yield f"http://127.0.0.1:{port}/doc/tree/explore.ipynb?token={token}"
        assert token not in log.read_text(encoding="utf-8")
    finally:
        server.terminate()
        server.wait(20)


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _wait(condition, complaint, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, complaint
        time.sleep(0.1)
    return found


class Page:
    """The notebook in the browser, with what a reader does; ``actions`` counts clicks, keys and fields filled in."""

    def __init__(self, driver):
        self.driver, self.actions = driver, 0

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def find(self, selector):
        return self.driver.find_element("css selector", selector)

    def text(self, selector):
        return self.js("return document.querySelector(arguments[0])?.textContent ?? null", selector)

    def wait_for(self, script, seconds=PATIENCE):
        return _wait(lambda: self.js(f"return {script}"), f"never true in the page: {script}", seconds)

    def press(self, selector):
        self.actions += 1
        self.js(
            "const n = document.querySelector(arguments[0]); n.scrollIntoView({block: 'center'}); n.click()",
            selector,
        )

    def key(self, selector, key):
        self.actions += 1
        self.js(
            "const n = document.querySelector(arguments[0]); n.focus();"
            "n.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[1], bubbles: true}))",
            selector, key)  # fmt: skip

    def fill(self, selector, text):
        self.actions += 1
        self.js(
            "const n = document.querySelector(arguments[0]); n.focus(); n.value = arguments[1];"
            "n.dispatchEvent(new Event('change', {bubbles: true}))",
            selector, text)  # fmt: skip

    def tab(self, name):
        self.actions += 1
        found = self.js(
            "return [...document.querySelectorAll('.jupyter-widgets .lm-TabBar-tab')]"
            ".find(n => n.textContent.trim() === arguments[0])",
            name,
        )
        self.js("arguments[0].scrollIntoView({block: 'center'})", found)
        found.click()

    def choose(self, label, option):
        """Pick an option of a list of ipywidgets by what it says."""
        self.actions += 1
        self.js(
            "const box = [...document.querySelectorAll('.widget-dropdown')]"
            ".find(n => n.querySelector('label').textContent === arguments[0]).querySelector('select');"
            "box.value = [...box.options].find(o => o.text === arguments[1]).value;"
            "box.dispatchEvent(new Event('change', {bubbles: true}))",
            label, option)  # fmt: skip

    def chosen(self, label):
        """What a list of ipywidgets says."""
        return self.js(
            "return [...document.querySelectorAll('.widget-dropdown')]"
            ".find(n => n.querySelector('label').textContent === arguments[0])"
            ".querySelector('select').selectedOptions[0]?.text",
            label,
        )

    def lasso(self):
        """Press the lasso and drag around the upper left part of the map.

        With shift held, as the map itself has it, JupyterLab takes the drag for one over cells.
        """
        from selenium.webdriver import ActionChains

        self.press(".jupyter-widgets button[title*=lasso]")
        canvas = self.wait_for("document.querySelector('.jupyter-widgets canvas')")
        self.js("arguments[0].scrollIntoView({block: 'center'})", canvas)
        width, height = canvas.size["width"], canvas.size["height"]
        corners = [(-0.45, -0.45), (0.1, -0.45), (0.1, 0.1), (-0.45, 0.1), (-0.45, -0.44)]
        chain = ActionChains(self.driver, duration=60)
        chain.move_to_element_with_offset(
            canvas, int(corners[0][0] * width), int(corners[0][1] * height)
        ).click_and_hold()
        for (x, y), (toward_x, toward_y) in zip(corners, corners[1:], strict=False):
            for step in range(1, 9):
                at = x + (toward_x - x) * step / 8, y + (toward_y - y) * step / 8
                chain.move_to_element_with_offset(canvas, int(at[0] * width), int(at[1] * height))
        chain.release().perform()

    def run(self, code):
        """Run code in the kernel of the notebook."""
        failed = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;"
            "kernel.requestExecute({code: arguments[0]}).done.then((reply) => done(reply.content.evalue ?? null))",
            code,
        )
        assert failed is None

    def total(self):
        """How many passages the reader says are selected."""
        return int(self.text(".nt-place").split(" of ")[1].replace(",", ""))

    def picture(self, name, selector):
        """A small picture of a part of the page for the tutorial, where one is wanted."""
        if not PICTURES:
            return
        import io

        from PIL import Image

        self.js("document.querySelector(arguments[0]).scrollIntoView({block: 'start'})", selector)
        time.sleep(1)  # the map is drawn anew
        box = self.js(
            "const b = document.querySelector(arguments[0]).getBoundingClientRect();"
            "return [b.left, b.top, b.right, Math.min(b.bottom, innerHeight - 24)]",
            selector,
        )
        image = Image.open(io.BytesIO(self.driver.get_screenshot_as_png())).convert("RGB").crop(box)
        if image.width > WIDEST:
            size = WIDEST, round(image.height * WIDEST / image.width)
            image = image.resize(size, Image.Resampling.LANCZOS)
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        image.quantize(256, dither=Image.Dither.NONE).save(Path(PICTURES) / f"{name}.png", optimize=True)


@pytest.fixture(scope="module")
def page(lab, tmp_path_factory):
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        page = Page(driver)
        page.begun = time.monotonic()
        driver.get(lab)
        page.wait_for("window.jupyterapp?.commands?.hasCommand('notebook:run-all-cells')")
        page.wait_for("document.querySelectorAll('.jp-Cell').length > 3")
        page.find(
            ".jp-CodeCell .jp-InputArea-editor"
        ).click()  # a page that has no focus has no current notebook
        page.wait_for(
            "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
        )
        page.actions += 1
        page.js("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for("document.querySelector('.nt-quote')")
        page.shown = time.monotonic() - page.begun
        yield page
    finally:
        driver.quit()


@pytest.fixture(scope="module")
def study(out):
    return Study.open(out)


def shown_share(page, theme):
    """The share of a theme in the table of shares, as the page holds it."""
    found = page.js(
        "return document.querySelector(`.nt-shares tr[data-id='${arguments[0]}']`)?.dataset.share", theme
    )
    return None if found in (None, "null") else float(found)


# One visit, in the order a reader goes: each test goes on where the one before it ended.


def test_a_new_number_within_a_minute_and_ten_actions(page):
    page.tab("Theme")
    page.fill(".nt-workbench .nt-name", "Scarcity")
    page.wait_for("document.querySelector('.nt-result')?.dataset.share")
    seconds = time.monotonic() - page.begun
    print(f"\nexplorer shown after {page.shown:.1f} s, number after {seconds:.1f} s, {page.actions} actions")
    assert page.actions <= MOST_ACTIONS
    assert seconds <= MOST_SECONDS


def test_a_seed_from_the_reader_changes_the_theme(page, study):
    quote = page.text(".nt-reader .nt-quote")
    page.fill(".nt-workbench .nt-definition", "What there is too little of.")
    page.key(".nt-reader", "s")  # while the edit before it is still counted
    page.wait_for("document.querySelector('.nt-workbench .nt-seeds').value.length > 0")
    assert quote[:60] in page.js("return document.querySelector('.nt-workbench .nt-seeds').value")
    workbench = study.explore().workbench
    workbench.edit(name="Scarcity", definition="What there is too little of.")
    workbench.add_seed("en", quote)
    asked = workbench.result
    page.wait_for(f"document.querySelector('.nt-result').dataset.share === '{asked['share']}'")
    came, went = asked["flipped"]
    assert f"since the last edit {came} came in and {went} went out" in page.text(".nt-result")
    page.picture("tutorial-theme", ".nt-workbench")
    page.press(".nt-workbench [data-key=undo]")
    page.wait_for("document.querySelector('.nt-workbench .nt-seeds').value === ''")


def test_the_share_on_screen_is_that_of_the_study(page, study):
    page.tab("Shares")
    language = study.articles["language"].value_counts().index[-1]
    page.choose("language", language_name(language))
    part = study.where(language=language)
    page.wait_for(f"document.querySelector('.nt-place')?.textContent.endsWith('of {len(part.kept):,}')")
    for theme in study.theme_definitions.ids[:3]:
        asked = float(part.share(theme, measure="mentions")["share"].iloc[0])
        row = f".nt-shares tr[data-id='{theme}']"
        page.wait_for(
            f'Math.abs(Number(document.querySelector("{row}")?.dataset.share) - {asked!r}) < 1e-9', 20
        )
        assert shown_share(page, theme) == pytest.approx(asked, abs=1e-9)
    page.choose("language", "any")
    page.wait_for(f"document.querySelector('.nt-place')?.textContent.endsWith('of {len(study.kept):,}')")
    assert page.chosen("language") == "any"


def test_a_lasso_selects_and_a_quote_is_read_in_its_article(page, study):
    page.lasso()
    page.wait_for(f"!document.querySelector('.nt-place')?.textContent.endsWith('of {len(study.kept):,}')", 20)
    assert 0 < page.total() < len(study.kept)
    first = page.text(".nt-reader .nt-quote")
    page.picture("tutorial-select", EXPLORER)
    page.key(".nt-reader", "n")
    page.wait_for("document.querySelector('.nt-place').textContent.startsWith('2 of')", 20)
    second = page.text(".nt-reader .nt-quote")
    assert first != second
    for quote in (first, second):
        assert study.articles["text"].str.contains(quote, regex=False).any()
    assert page.js("return document.querySelectorAll('.nt-reader .nt-quote').length") == 1


def test_labels_given_skipped_and_taken_back_by_key_are_kept(page, out):
    page.tab("Label")
    page.press(".nt-labeller [data-key=begin]")
    page.wait_for("document.querySelector('.nt-labeller .nt-quote')")
    for key, number in (("y", 1), ("n", 2), ("s", 2), ("u", 1), ("n", 2), ("y", 3)):
        before = page.text(".nt-labeller .nt-quote")
        page.key(".nt-labeller", key)
        page.wait_for(f"document.querySelector('.nt-done').textContent.startsWith('{number} of')", 60)
        page.wait_for(
            f"document.querySelector('.nt-labeller .nt-quote').textContent !== {json.dumps(before)}", 60
        )
    page.picture("tutorial-label", ".nt-labeller")
    (path,) = (out.parent / f"{out.name}-labels").glob("*.csv")
    given = read_sheet(path)["label"].dropna()
    assert sorted(given) == [0.0, 1.0, 1.0]


def test_text_with_html_stays_text_in_every_part(page):
    text = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"
    page.run(
        f"""
t = {text!r}
def put(part, trait, /, **said): setattr(part, trait, {{**getattr(part, trait), **said}})
e = explorer
put(e.reader, "view", quote=t, before=t, after=t, gloss=t, title=t, topic=t)
e.reader.why = [{{"part": t, "text": t, "effect": 1.0}}]
e.reader.listed = [{{"passage_id": "x", "text": t, "language": "en"}}]
e.reader.status = e.workbench.status = e.labeller.status = e.workbench.diff = t
e.legend.groups = [{{"name": t, "colour": "#123456", "count": 1, "selected": 1}}]
e.numbers.rows = [{{**e.numbers.rows[0], "name": t, "note": t}}]
put(e.workbench, "draft", definition=t, name=t)
put(e.workbench, "result", examples={{t: [{{"text": t, "note": t, "score": 1.0, "language": "en"}}]}})
put(e.labeller, "view", quote=t, before=t, after=t, gloss=t)
e.labeller.agreement = [t]
"""
    )
    parts = ("reader", "legend", "shares", "workbench", "labeller")
    for part in parts:
        page.wait_for(f"document.querySelector('.nt-{part}').textContent.includes('onerror')", 30)
    assert page.js("return document.querySelectorAll('.nt img, .nt script').length") == 0
    assert page.js("return window.hit ?? null") is None


def test_nothing_is_asked_of_another_machine(page):
    # chrome:// and chrome-untrusted://: the browser's own first page, read from the browser itself
    sent = [json.loads(entry["message"])["message"] for entry in page.driver.get_log("performance")]
    asked = {
        event["params"]["request"]["url"] for event in sent if event["method"] == "Network.requestWillBeSent"
    }
    allowed = ("http://127.0.0.1:", "data:", "blob:", "chrome://", "chrome-untrusted://")
    assert asked and [url for url in asked if not url.startswith(allowed)] == []


def test_the_page_for_coders_without_python(out, study, page, tmp_path):
    from newsthemes.labelling.label_page import write_label_page

    theme = study.theme_definitions.ids[0]
    sheet = pd.DataFrame(study.to_label(theme, 25))
    sheet.loc[0, "text"] = "</script><img src=x onerror=alert(1)> =1+1"
    path = write_label_page(sheet, tmp_path / "page.html", "Chips", "Who gets chips.")
    page.driver.get(path.as_uri())
    assert page.text("#text") == sheet["text"][0] and page.js("return document.images.length") == 0
    for key in "ynsyu":
        page.js("dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0]}))", key)
    (tmp_path / "download.csv").write_text(page.js("return csv()"), encoding="utf-8-sig")
    read = read_sheet(tmp_path / "download.csv")
    assert read["label"].tolist()[:3] == [1.0, 0.0, pytest.approx(float("nan"), nan_ok=True)]
    assert read["label"].notna().sum() == 2 and read["passage_id"].tolist() == sheet["passage_id"].tolist()
    assert read["text"].tolist()[1:] == sheet["text"].tolist()[1:]
    assert study.corrected_share(theme, read)["labels"].tolist() == [2]
