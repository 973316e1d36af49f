"""The report in a real browser. `make browser-tests` says how to get one."""

import json
import os
import shutil
import subprocess
import time

import pytest
from test_report import ARTICLES, HOSTILE, PASSAGES, finished_run

from newsthemes import Study
from newsthemes.report import write_report

pytestmark = pytest.mark.slow

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not (BROWSER and DRIVER):
    pytest.skip("no browser installed: apt-get install -y chromium chromium-driver", allow_module_level=True)
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1280,1000"
).split()
DARK = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
CONTRAST = """
const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
const light = (colour) => rgb(colour).slice(0, 3).map((c) => c / 255)
  .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const behind = (node) => {
  const colour = getComputedStyle(node).backgroundColor;
  return rgb(colour)[3] === 0 ? behind(node.parentElement) : colour;
};
const written = [...document.querySelectorAll("body *")].filter((node) => node.checkVisibility()
  && [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())
  && !node.matches(":disabled, .leaflet-disabled *, .leaflet-disabled, script, style, noscript"));
return written.map((node) => {
  const [a, b] = [light(getComputedStyle(node).color), light(behind(node))].sort((x, y) => y - x);
  return [(a + 0.05) / (b + 0.05), node.className || node.tagName];
});
"""


TOUCHED_BY_A_FILTER = """
const touched = { selections: 0, tested: 0, restyled: 0, drawings: 0 }, done = arguments[0];
const counted = (holder, name, as) => {
  const real = holder[name];
  holder[name] = function (...given) { touched[as]++; return real.apply(this, given); };
};
const frame = () => new Promise(requestAnimationFrame);
frame().then(frame).then(() => {
  counted(window, "select", "selections");
  counted(window, "isIn", "tested");
  counted(explorer.map.renderer, "_updateStyle", "restyled");
  counted(explorer.map.renderer, "_draw", "drawings");
  const seen = new MutationObserver(() => {}), box = document.getElementById("language");
  seen.observe(document.body, { childList: true, subtree: true });
  box.selectedIndex = 1;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  touched.nodes = seen.takeRecords().reduce((sum, r) => sum + r.addedNodes.length + r.removedNodes.length, 0);
  return frame().then(frame);
}).then(() => done(touched));
"""


class Page:
    """A report in the browser, with what a reader does and sees."""

    def __init__(self, driver, path):
        self.driver, self.path, self.url = driver, path, path.as_uri()

    def open(self, dark=False, phone=False):
        """A fresh look at the report; console and network are recorded from here on."""
        self.driver.get("about:blank")
        self.command("Emulation.setEmulatedMedia", DARK if dark else {"features": []})
        if phone:
            self.command("Emulation.setDeviceMetricsOverride", PHONE)
        else:
            self.command("Emulation.clearDeviceMetricsOverride", {})
        self.driver.get_log("browser"), self.driver.get_log("performance")
        self.driver.get(self.url)
        return self

    def command(self, name, options):
        return self.driver.execute_cdp_cmd(name, options)

    def find(self, selector):
        return self.driver.find_element("css selector", selector)

    def texts(self, selector):
        return self.js(
            "return [...document.querySelectorAll(arguments[0])].map(n => n.textContent)", selector
        )

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait_for(self, script):
        """Until a condition in the page holds: what it is then."""
        end = time.monotonic() + 5
        while not (found := self.js(f"return {script}")) and time.monotonic() < end:
            time.sleep(0.05)
        assert found, f"never true in the page: {script}"
        return found

    @property
    def status(self):
        return self.find("#status").text

    def shown(self):
        """The passages in the table."""
        return self.texts("#passages tbody .open")

    def choose(self, control, option):
        """Pick an option of a filter by how its name begins."""
        self.js(
            "const box = document.getElementById(arguments[0]);"
            "box.value = [...box.options].find(o => o.text.startsWith(arguments[1])).value;"
            "box.dispatchEvent(new Event('change', {bubbles: true}))",
            control,
            option,
        )

    def point(self, row, click=False):
        """Move the mouse to a passage's dot on the map, and click there."""
        self.find("#map").location_once_scrolled_into_view  # noqa: B018
        x, y = self.js(
            "const box = explorer.map.map.getContainer().getBoundingClientRect();"
            "const at = explorer.map.map.latLngToContainerPoint(explorer.map.markers[arguments[0]].getLatLng());"
            "return [box.left + at.x, box.top + at.y]",
            row,
        )
        moves = ["mouseMoved", *(["mousePressed", "mouseReleased"] if click else [])]
        for kind in moves:
            button = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            self.command("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **button})

    def press(self, *keys):
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def console(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """What the page asked for, but itself and what it carries inside."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return [
            one["request"]["url"]
            for one in sent
            if one["documentURL"] == self.url and not one["request"]["url"].startswith(("data:", self.url))
        ]


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def report(driver, tmp_path_factory):
    return Page(driver, write_report(finished_run(tmp_path_factory.mktemp("report") / "out")))


@pytest.fixture
def page(report):
    return report.open()


def row_of(start):
    return next(row for row, (_, _, text, *_) in enumerate(PASSAGES) if text.startswith(start))


class TestOpening:
    @pytest.mark.parametrize("look", [{}, {"dark": True}, {"phone": True}], ids=["light", "dark", "phone"])
    def test_no_console_message_and_no_request(self, report, look):
        page = report.open(**look)
        page.js("document.querySelectorAll('details').forEach(d => d.open = true); scrollTo(0, 1e6)")
        page.point(0, click=True)
        page.wait_for("document.querySelector('#evidence blockquote')")
        assert page.console() == [] and page.requests() == []

    def test_the_recorder_would_see_a_request_and_the_policy_stops_it(self, page):
        page.js("const i = new Image(); i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i)")
        page.js(
            "const s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s)"
        )
        page.wait_for("document.images.length === 2")
        time.sleep(0.3)
        assert len([message for message in page.console() if "Content Security Policy" in message]) == 2
        assert page.js("return window.owned") is None

    @pytest.mark.parametrize(
        "passages, topics",
        [
            ([], ()),
            (PASSAGES[:1], ()),
            (PASSAGES[:2], ("One",)),
            ([PASSAGES[0]] * 3, ()),
            (PASSAGES[2:3] * 2, ()),
        ],
        ids=["none", "one", "two", "the same thrice", "a theme nowhere the surest"],
    )
    def test_small_corpora_open_too(self, driver, tmp_path, passages, topics):
        passages = [(article, code, text, 0, themes) for article, code, text, _, themes in passages]
        run = finished_run(tmp_path / "out", passages, ARTICLES, topics, figure=False)
        page = Page(driver, write_report(run)).open()
        if passages:
            assert page.status == f"{len(passages)} of {len(passages)} passages"
            page.point(len(passages) - 1, click=True)
            page.wait_for("document.querySelector('#evidence blockquote')")
        assert page.console() == []


class TestFilters:
    @pytest.mark.parametrize(
        "control, option, expected",
        [
            ("theme", "Talent loss", [4, 1, 2, 8]),  # as ranked
            ("theme", "no theme", [5]),
            ("topic", "Open models", [3, 0, 6, 7, 2]),
            ("topic", "no topic", [5]),
            ("source", "Le Petit Journal", [3, 4, 5]),
            ("source", "unknown", [6, 7]),
            ("language", "Arabic", [6]),
        ],
    )
    def test_each_leaves_its_passages_in_table_map_and_count(self, page, control, option, expected):
        page.choose(control, option)
        assert page.shown() == [PASSAGES[row][2] for row in expected]
        assert page.status == f"{len(expected)} of 9 passages"
        reachable = "explorer.map.markers.filter(m => m.options.interactive).map(m => m.row)"
        assert page.js(f"return {reachable}") == sorted(expected)

    def test_a_date_keeps_its_order_beside_a_title_from_right_to_left(self, page):
        page.js("document.querySelectorAll('#passages td').forEach(cell => (cell.dir = 'rtl'))")
        dates = page.js(
            "return [...document.querySelectorAll('#passages .unbroken')]"
            ".map(n => [n.textContent, getComputedStyle(n).direction])"
        )
        assert dates and all(len(date) == 10 and direction == "ltr" for date, direction in dates)

    def test_two_narrow_one_another_and_clearing_brings_all_back(self, page):
        page.choose("theme", "Open source")
        page.choose("language", "French")
        assert page.shown() == [PASSAGES[3][2]]
        page.find("#filters button[type=reset]").click()
        assert page.status == "9 of 9 passages" and len(page.shown()) == 9

    @pytest.mark.parametrize(
        "words, expected",
        [
            ("ENGINEERS", [1]),
            ("ingenieurs", [4]),  # without its accent
            ("glossed: Le mod", [3]),  # in the gloss
            ("a lab opens", [0, 1, 2]),  # in the title
            ("模型", [7]),
            ("<script>", [8]),
            ("nobody says this", []),
        ],
    )
    def test_search(self, page, words, expected):
        page.js("const s = document.getElementById('search'); s.value = arguments[0];"
                "s.dispatchEvent(new Event('input'))", words)  # fmt: skip
        page.wait_for(f"document.getElementById('status').textContent.startsWith('{len(expected)} of')")
        assert page.shown() == [PASSAGES[row][2] for row in expected]

    def test_what_was_searched_for_is_marked(self, page):
        page.find("#search").send_keys("INGEN")
        page.wait_for("document.querySelector('#passages mark')")
        assert page.texts("#passages mark") == ["ingén"]

    def test_the_legend_filters_and_says_so(self, page):
        page.find("#legend button").click()
        assert page.status == "5 of 9 passages"
        assert page.find("#legend button").get_attribute("aria-pressed") == "true"
        page.find("#legend button").click()
        assert page.status == "9 of 9 passages"

    def test_colours_follow_the_grouping(self, page):
        assert page.texts("#legend button") == ["Open models", HOSTILE]
        page.choose("colour", "language")
        assert page.texts("#legend button") == ["English", "French", "Arabic", "Chinese"]
        colours = page.js("return explorer.map.markers.map(m => m.options.fillColor)")
        assert len(set(colours)) == 4 and colours[0] == colours[1] == colours[8]


class TestMap:
    @pytest.mark.parametrize("row", [0, 3, 6, 8])
    def test_hover_shows_the_passage_its_source_and_themes(self, page, row):
        page.point(row)
        page.wait_for("!document.getElementById('hover').hidden")
        article, _, text, topic, themes = PASSAGES[row]
        passage, where, about = page.texts("#hover p")
        assert passage == text
        assert where.startswith(ARTICLES[article][1] or "")
        assert all(name.replace("_", " ").capitalize() in about for name in themes)
        assert ["Open models", HOSTILE][topic] in about

    def test_a_filtered_dot_says_nothing(self, page):
        page.choose("language", "French")
        page.point(0)
        time.sleep(0.2)
        assert not page.find("#hover").is_displayed()

    def test_a_click_opens_the_evidence(self, page):
        row = row_of("Le modèle")
        page.point(row, click=True)
        page.wait_for("document.querySelector('#evidence blockquote')")
        assert page.texts("#evidence .said") == [PASSAGES[row][2]]
        assert page.texts("#evidence .near") == [f" {PASSAGES[row + 1][2]}"]
        told = page.find("#evidence").text
        for part in (
            "Un laboratoire s’ouvre", "Le Petit Journal · 2025-02-03 · French", "Word by word: glossed: Le mod",
            "Theme: Open source\n>0.99", "Topic: Open models\n0.80", "Article b, characters 5 to 41.",
        ):  # fmt: skip
            assert part in told
        assert page.texts("#passages tr.chosen .open") == [PASSAGES[row][2]]

    def test_next_passage_steps_through_the_article(self, page):
        page.point(0, click=True)
        for expected in (1, 2):
            page.wait_for("document.querySelector('#evidence blockquote')")
            page.driver.find_element("xpath", "//aside//button[text()='Next passage']").click()
            assert page.texts("#evidence .said") == [PASSAGES[expected][2]]
        assert not page.driver.find_element("xpath", "//aside//button[text()='Next passage']").is_enabled()

    def test_only_addresses_of_the_web_become_links(self, page):
        page.point(0, click=True)
        page.wait_for("document.querySelector('#evidence a')")
        assert page.find("#evidence a").get_attribute("href") == "https://example.org/a"
        page.point(6, click=True)  # javascript:alert(1)
        page.wait_for("document.querySelector('#evidence .said').textContent.startsWith('أطلق')")
        assert not page.texts("#evidence a")


class TestEvidence:
    def test_a_theme_of_the_chart_lists_its_passages_by_rank(self, page):
        page.find("#share-table button.pick[value='1']").click()
        assert page.shown() == [PASSAGES[row][2] for row in (4, 1, 2, 8)]

    def test_a_topic_of_the_table_lists_its_passages(self, page):
        page.find("#topic-table button.pick[value='1']").click()
        assert page.status == "3 of 9 passages"

    def test_a_passage_opens_inside_its_row(self, page):
        page.js("document.querySelectorAll('#passages .open')[2].click()")
        assert (
            page.js("return document.querySelector('#evidence').closest('tr').previousSibling.dataset.row")
            == "0"
        )
        assert page.texts("#evidence .said") == [PASSAGES[0][2]]

    def test_amounts_stand_side_by_side_with_their_quotes(self, page):
        assert page.texts(".pair .figure") == ["5.10", "6.00"] * 2
        assert page.texts(".pair .open")[:2] == [PASSAGES[2][2], PASSAGES[5][2]]

    def test_tables_hold_header_cells_with_scope(self, page):
        page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.js("return [...document.querySelectorAll('th')].every(h => h.scope)")

    def test_a_head_sorts_its_table_both_ways(self, page):
        first = "return document.querySelector('#topic-table tbody th').textContent.trim()"
        head = "document.querySelectorAll('#topic-table thead button')[1].click();"
        assert page.js(head + first) == "Open models"
        assert page.js(head + first) == HOSTILE.strip()


def shares_of(page):
    """{theme: (main, mentioned)} as the chart says them."""
    rows = "[...document.querySelectorAll('#share-table tbody tr')]"
    cells = page.js(f"return {rows}.map(row => [...row.cells].map(cell => cell.textContent))")
    return {row[0].strip(): (row[1], row[3]) for row in cells}


class TestShares:
    def test_without_filters_they_are_those_of_the_run(self, page):
        assert shares_of(page) == {
            "Open source": ("2 of 4", "3 of 4"), "Talent loss": ("1 of 4", "3 of 4"),
            "Export controls": ("0 of 4", "0 of 4"),
        }  # fmt: skip
        assert page.find("#selection").text == "All articles: 4 stories, 4 articles."

    def test_counted_by_the_page_they_equal_the_tables(self, page):
        live = page.js("return countStories([...passages.text.keys()])")
        table = page.js("return data.shares.map(s => [s.main.count, s.mentions.count])")
        assert [list(pair) for pair in zip(live["main"], live["mentions"], strict=True)] == table
        assert (live["stories"], live["articles"]) == (4, 4)

    def test_filters_move_them(self, page):
        page.choose("language", "English")
        assert shares_of(page)["Talent loss"] == ("1 of 2", "2 of 2")
        assert page.find("#selection").text == "English: 2 stories, 2 articles."

    def test_of_passages_picked_by_what_they_say_no_main_theme_is_told(self, page):
        page.choose("topic", "Open models")
        assert shares_of(page)["Open source"] == ("–", "3 of 3")

    def test_one_selection_is_set_against_another(self, page):
        page.choose("language", "English")
        page.find("#compare").click()
        page.choose("language", "French")
        assert page.find("#selection").text == "French: 1 story, 1 article. Hollow marks: English."
        assert page.texts("tr[data-theme='1'] .change-mentions") == ["0"]
        assert page.texts("tr[data-theme='0'] .change-main") == ["−50"]
        page.find("#forget").click()
        assert page.texts("tr[data-theme='0'] .change-main") == [""]

    def test_copies_of_a_story_share_one_vote_and_the_interval_is_wilson_s(self, page):
        live = page.js(
            "data.articles.forEach((article, at) => article.story = at < 2 ? 0 : at);"
            "return countStories([...passages.text.keys()])"
        )
        assert live["stories"] == 3 and live["main"] == [1.5, 1, 0] and live["mentions"] == [2, 2, 0]
        found = page.js("return shareOf(5, 20)")
        assert [round(found[end], 3) for end in ("low", "high")] == [0.112, 0.469]


class TestAxis:
    """The chart ends where its largest share or interval does, so that small shares can be told apart."""

    def test_the_page_and_its_script_draw_the_same(self, report):
        xs = "return [...document.querySelectorAll('.mark')].map(n => Number(n.getAttribute('x')).toFixed(3))"
        page = report.open()
        live = page.js(xs)
        page.js("document.documentElement.innerHTML = arguments[0]", page.driver.page_source)
        assert live == page.js(xs) and page.js("return document.querySelectorAll('.mark').length") == 6

    @pytest.mark.parametrize(
        ("shares", "end"),
        [([0.01, 0.04], 0.05), ([0.01, 0.06], 0.1), ([0.5], 0.5), ([0.51], 0.8), ([1], 1), ([], 0.05)],
    )
    def test_it_ends_at_the_first_round_number_that_holds_all(self, page, shares, end):
        given = [{"share": share, "high": None} for share in shares] + [None]
        assert page.js("return axisEnd(arguments[0])", given) == end
        assert page.js("return axisEnd(arguments[0])", [{"share": 0.01, "high": 0.3}]) == 0.5

    def test_it_follows_the_filters_and_says_where_it_ends(self, page):
        page.js("data.shares.forEach((theme) => Object.values(theme).forEach((found) => {"
                "found.share = found.share && 0.04; found.low = found.high = null; }))")  # fmt: skip
        page.choose("language", "English")
        page.find("#filters button[type=reset]").click()
        assert page.find(".axis-end").text == "5%"
        assert float(page.find("tr[data-theme='0'] .mark-main").get_attribute("x")) == pytest.approx(80 - 0.7)


class TestState:
    def test_a_link_brings_filters_search_and_passage_back(self, report):
        page = report.open()
        page.choose("language", "English")
        page.find("#search").send_keys("lab")
        page.wait_for("location.hash.includes('search=lab')")
        page.js("document.querySelector('#passages .open').click()")
        address, shown = page.js("return location.href"), page.shown()
        page.driver.get("about:blank")
        page.driver.get(address)
        page.wait_for("document.querySelector('#passages .open')")
        assert page.shown() == shown and page.find("#search").get_attribute("value") == "lab"
        assert page.texts("#evidence .said") == [PASSAGES[0][2]]

    @pytest.mark.parametrize(
        "hash_", ["theme=99&passage=1e9", "passage=-1", "language=x&from=2000-01", "%", "a=%E0"]
    )
    def test_an_address_that_means_nothing_is_no_error(self, report, hash_):
        page = report.open()
        page.driver.get("about:blank")
        page.driver.get(f"{page.url}#{hash_}")
        assert page.console() == [] and page.shown()

    def test_a_citation_says_where_the_words_stand(self, page):
        assert page.js("return citation(0)") == (
            f"“{PASSAGES[0][2]}” A lab opens up, Daily Planet, 2025-01-02, https://example.org/a, article a, "
            f"characters 5 to {5 + len(PASSAGES[0][2])}."
        )

    def test_a_file_holds_the_rows_and_no_formula(self, page):
        cells = page.js("return ['=1+1', 'a \"b\", c', null, 5].map(csvCell)")
        assert cells == ["'=1+1", '"a ""b"", c"', "", "5"]
        saved = page.js(
            "let saved; URL.createObjectURL = (blob) => { saved = blob; return '#'; };"
            "document.getElementById('download').click(); return saved.text()"
        )
        assert saved.count("\r\n") >= 9 and PASSAGES[3][2] in saved

    def test_months_leave_the_dated_articles(self, page):
        page.choose("from", "2025-02")
        assert page.shown() == [PASSAGES[row][2] for row in (3, 4, 5)]

    def test_search_by_meaning_begins_with_what_has_the_words(self, page):
        page.find("#meaning").click()
        page.find("#search").send_keys("ENGINEERS")
        page.wait_for("document.querySelector('#passages mark')")
        assert page.shown()[0] == PASSAGES[1][2] and len(page.shown()) > 1

    def test_hits_of_a_search_are_counted_by_group(self, page):
        page.find("#search").send_keys("les")
        page.wait_for("document.getElementById('status').textContent.includes('French')")
        assert page.status == "1 of 9 passages · French 1 · Le Petit Journal 1"


def largest(texts=10_000):
    """(passages, articles) of a page of so many passages of the usual length, with two themes each."""
    sentence = "The laboratory trains larger models with fewer processors, and says that it will publish all of them."
    passages = [
        (
            f"article-{row // 20}",
            "en" if row % 3 else "fr",
            f"{row} {sentence}",
            0,
            {"open_source": 0.9, "talent_loss": 0.8},
        )
        for row in range(texts)
    ]
    return passages, {
        name: ("A title of the usual length", "Daily Planet", None, None) for name, *_ in passages
    }


@pytest.fixture(scope="module")
def large(driver, tmp_path_factory):
    run = finished_run(tmp_path_factory.mktemp("large") / "out", *largest(), ("One", "Two"), figure=False)
    return Page(driver, write_report(run))


class TestSize:
    def test_ten_thousand_passages_are_under_six_megabytes(self, large):
        assert large.path.stat().st_size < 6_000_000

    def test_a_filter_looks_at_each_passage_once_draws_once_and_fills_one_page_of_the_table(self, large):
        page = large.open()
        page.choose("language", "all")
        touched = page.driver.execute_async_script(TOUCHED_BY_A_FILTER)
        assert page.status.endswith("of 10,000 passages") and not page.status.startswith("10,000")
        nodes = touched.pop("nodes")
        assert touched == {"selections": 1, "tested": 10_000, "restyled": 0, "drawings": 1}
        assert 15 < nodes < 100  # the lines of a page go and come, however many passages there are

    @pytest.mark.acceptance
    def test_the_bundled_corpus_is_under_twelve_screens_of_a_phone(self, root, driver, tmp_path):
        finished = os.environ.get("NEWSTHEMES_STUDY", root / ".cache" / "study")
        out = tmp_path / "study"
        if os.path.exists(os.path.join(finished, "run.json")):
            shutil.copytree(finished, out)
        else:
            Study(root / "data" / "articles", out=out).save()
        page = Page(driver, write_report(out)).open(phone=True)
        assert page.js("return document.documentElement.scrollHeight") < 12 * PHONE["height"]


class TestText:
    def test_hostile_text_stays_text_everywhere(self, page):
        page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.point(row_of("<script>"), click=True)
        page.wait_for("document.querySelector('#evidence blockquote')")
        page.choose("colour", "source")
        assert page.texts("#evidence .said") == [HOSTILE]
        assert HOSTILE in page.texts("#passages .open") and HOSTILE in page.texts("#legend span")
        assert page.js("return [document.images.length, document.scripts.length]") == [1, 9]
        assert "owned" not in page.driver.title and page.console() == []

    def test_direction_and_language_are_those_of_the_passage(self, page):
        for start, direction, language in (
            ("أطلق", "rtl", "ar"),
            ("实验室", "ltr", "zh"),
            ("The lab", "ltr", "en"),
        ):
            found = page.js(
                "const all = [...document.querySelectorAll('#passages .open')];"
                "const n = all.find(n => n.textContent.startsWith(arguments[0]));"
                "return [getComputedStyle(n).direction, n.lang]", start)  # fmt: skip
            assert found == [direction, language]


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    """The source of axe-core, fetched with npm."""
    if not shutil.which("npm"):
        pytest.skip("the accessibility checker comes with npm, which is not installed")
    folder = tmp_path_factory.mktemp("axe")
    fetched = subprocess.run(
        [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            folder,
            "axe-core@4.10.3",
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    if fetched.returncode:
        pytest.skip(f"npm can't fetch axe-core: {fetched.stderr.strip().splitlines()[-1][:200]}")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


class TestAccess:
    @pytest.mark.parametrize("look", [{}, {"dark": True}, {"phone": True}], ids=["light", "dark", "phone"])
    def test_an_accessibility_checker_finds_nothing_serious(self, report, axe, look):
        page = report.open(**look)
        page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.js("document.querySelector('#passages .open').click()")
        page.js(axe)
        found = page.driver.execute_async_script(
            "const done = arguments[arguments.length - 1]; axe.run(document).then((r) => done(r.violations), done)"
        )
        serious = [rule for rule in found if rule["impact"] in ("serious", "critical")]
        assert not serious, [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in serious]

    def test_the_keyboard_reaches_every_control_and_shows_where_it_is(self, page):
        from selenium.webdriver import Keys

        seen, outlined = [], True
        for _ in range(40):
            page.press(Keys.TAB)
            name, outline = page.js(
                "const n = document.activeElement;"
                "return [n.id || n.className || n.type || n.tagName, getComputedStyle(n).outlineStyle]"
            )
            outlined &= outline != "none"
            seen.append(name)
        wanted = [
            "skip",
            "search",
            "meaning",
            "theme",
            "topic",
            "source",
            "language",
            "from",
            "to",
            "colour",
            "reset",
            "download",
            "map",
        ]
        assert [name for name in dict.fromkeys(seen) if name in wanted] == wanted
        assert outlined

    def test_a_passage_opens_from_the_keyboard_and_closing_returns(self, page):
        from selenium.webdriver import Keys

        page.js("document.querySelectorAll('#passages .open')[1].focus()")
        page.press(Keys.ENTER)
        assert page.js("return document.activeElement.id") == "evidence"
        assert page.texts("#evidence .said") == [PASSAGES[4][2]]
        page.press(Keys.ESCAPE)
        assert page.js("return document.activeElement.textContent") == PASSAGES[4][2]
        assert not page.texts("#evidence .said")

    def test_the_map_moves_and_zooms_by_keys(self, page):
        from selenium.webdriver import Keys

        page.js("document.getElementById('map').focus()")
        whole = page.js("return explorer.map.map.getZoom()")
        page.press("+")
        page.wait_for(f"explorer.map.map.getZoom() > {whole}")
        centre = page.js("return explorer.map.map.getCenter().lng")
        page.press(Keys.ARROW_RIGHT)
        page.wait_for(f"explorer.map.map.getCenter().lng > {centre}")

    def test_landmarks_controls_and_dots_have_names(self, page):
        page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.find("#figures img").location_once_scrolled_into_view  # noqa: B018
        page.js("document.querySelector('#passages .open').click()")
        nodes = page.command("Accessibility.getFullAXTree", {})["nodes"]
        named = {}
        for node in nodes:
            if not node.get("ignored"):
                named.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
        assert {"main", "navigation", "search", "contentinfo", "banner"} <= set(named)
        for role in ("button", "combobox", "searchbox", "image", "link", "region", "complementary"):
            assert named[role] and all(named[role]), role

    @pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
    def test_everything_written_has_readable_contrast(self, report, dark):
        page = report.open(dark=dark)
        page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.find("#search").send_keys("a")
        page.point(0, click=True)
        page.wait_for("document.querySelector('#passages mark')")
        found = page.js(CONTRAST)
        assert len(found) > 80 and min(found)[0] >= 4.5, min(found)
        paper = page.js("return getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(22, 24, 28)" if dark else "rgb(255, 255, 255)")

    @pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
    def test_every_colour_of_the_map_stands_out_from_its_ground(self, report, dark):
        page = report.open(dark=dark)
        page.js(
            "const box = document.createElement('div'); box.id = 'ground'; box.style.background = 'var(--sheet)';"
            "for (const name of ['--none', ...Array.from({length: 10}, (_, i) => `--group-${i}`)]) {"
            "  const dot = document.createElement('i'); dot.textContent = name; dot.style.color = `var(${name})`;"
            "  box.append(dot); }"
            "document.body.replaceChildren(box)"
        )
        found = page.js(CONTRAST)
        assert len(found) == 11 and min(found)[0] >= 3, min(found)

    @pytest.mark.parametrize("width", [320, 390, 768])
    def test_no_sideways_scrolling_of_the_page(self, report, width):
        page = report.open(phone=True)
        page.command("Emulation.setDeviceMetricsOverride", {**PHONE, "width": width})
        page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.js("document.querySelector('#passages .open').click()")
        assert page.js("return [document.documentElement.scrollWidth, innerWidth]") == [width, width]
