"""The same topics drawn by BERTopic, DataMapPlot and pyLDAvis, to be laid beside a run's own figures and report.

    python benchmarks/figures.py RUN OUT     # RUN: a finished run; OUT: a folder for what the others draw

Needs datamapplot and pyLDAvis, which the study itself does not (see README.md), and chromium with its driver. Prints a
table of what each made: its size; what a browser asks other machines for when the page is opened, how many stops the
tab key makes in it, and how many pictures in it have a text alternative; whether a second run wrote the same bytes; or
the error. A screenshot of each page is left beside it.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from newsthemes.figures.map_2d import map_2d
from newsthemes.topics import Topics

FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --window-size=1280,1000".split()
STOPS = "return document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]').length"
WORDS = "return document.querySelectorAll('img[alt]:not([alt=\"\"]), svg[aria-label], svg > title, [role=img]').length"
SCRIPTS = ("Chinese", "Arabic", "Cyrillic", "Devanagari")
SECONDS = 6  # a page is given to load


class Run:
    """What the others are given: texts, vectors, places on the map, and each passage's topic, -1 for none."""

    def __init__(self, folder):
        passages = pd.read_parquet(folder / "passages.parquet")
        kept = passages["kept"].to_numpy(bool)
        articles = pd.read_parquet(folder / "articles.parquet").set_index("article_id")
        passages = passages[kept]
        self.texts, self.languages = passages["text"].tolist(), passages["language"].tolist()
        self.vectors = np.load(folder / "vectors.npy")[kept]
        self.dates = articles["date"].reindex(passages["article_id"]).tolist()
        topics = Topics.load(folder / "topics")
        self.assignment = topics.assignment
        labels = dict(zip(topics.table["topic"], topics.table["label"], strict=True))
        self.labels = np.array([labels.get(topic, "Unlabelled") for topic in self.assignment], dtype=object)
        self.places = map_2d(self.vectors, 0).astype(float)


def bertopic_figures(run, out):
    """{name: function that writes a file}: every ``visualize_*`` that does not need a further model."""
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction

    model = BERTopic(
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        embedding_model=None,
        verbose=False,
    )
    model.fit(run.texts, embeddings=run.vectors, y=run.assignment)
    dated = [
        (text, topic, date)
        for text, topic, date in zip(run.texts, model.topics_, run.dates, strict=True)
        if date
    ]

    def over_time():
        texts, topics, dates = zip(*dated, strict=True)
        return model.visualize_topics_over_time(
            model.topics_over_time(list(texts), list(dates), topics=list(topics))
        )

    drawn = {
        "topics": model.visualize_topics,
        "documents": lambda: model.visualize_documents(run.texts, reduced_embeddings=run.places),
        "document_datamap": lambda: model.visualize_document_datamap(
            run.texts, reduced_embeddings=run.places
        ),
        "hierarchy": model.visualize_hierarchy,
        "hierarchical_documents": lambda: model.visualize_hierarchical_documents(
            run.texts, model.hierarchical_topics(run.texts), reduced_embeddings=run.places
        ),
        "barchart": model.visualize_barchart,
        "heatmap": model.visualize_heatmap,
        "term_rank": model.visualize_term_rank,
        "topics_over_time": over_time,
        "topics_per_class": lambda: model.visualize_topics_per_class(
            model.topics_per_class(run.texts, classes=run.languages)
        ),
        "approximate_distribution": lambda: model.visualize_distribution(
            model.approximate_distribution(run.texts[:1], min_similarity=0)[0][0]
        ),
    }
    return model, {f"bertopic-{name}": _plotly(draw, out) for name, draw in drawn.items()}


def _plotly(draw, out):
    def write(name):
        figure = draw()
        if hasattr(figure, "write_html"):
            figure.write_html(out / f"{name}.html")
            return out / f"{name}.html"
        figure.savefig(out / f"{name}.png")
        return out / f"{name}.png"

    return write


def datamapplot_figures(run, out):
    import datamapplot

    def static(name):
        figure, _ = datamapplot.create_plot(run.places, run.labels, title="Topics", noise_label="Unlabelled")
        figure.savefig(out / f"{name}.png", dpi=200, bbox_inches="tight")
        return out / f"{name}.png"

    def interactive(name):
        page = datamapplot.create_interactive_plot(
            run.places,
            run.labels,
            hover_text=run.texts,
            title="Topics",
            enable_search=True,
            noise_label="Unlabelled",
        )
        page.save(out / f"{name}.html")
        return out / f"{name}.html"

    return {"datamapplot-static": static, "datamapplot-interactive": interactive}


def pyldavis_figures(run, model, out):
    import pyLDAvis

    def prepared(name):
        found = sorted(set(model.topics_) - {-1})
        rows = [sorted(set(model.topics_)).index(topic) for topic in found]
        weights = np.asarray(model.c_tf_idf_[rows].todense())
        counts = np.asarray(model.vectorizer_model.transform(run.texts).sum(axis=0)).ravel()
        lengths = np.asarray(model.vectorizer_model.transform(run.texts).sum(axis=1)).ravel()
        own = np.array([[float(topic == other) for other in found] for topic in model.topics_])
        written = (lengths > 0) & (own.sum(axis=1) > 0)
        page = pyLDAvis.prepare(
            weights / weights.sum(axis=1, keepdims=True),
            own[written],
            lengths[written],
            model.vectorizer_model.get_feature_names_out(),
            counts,
        )
        pyLDAvis.save_html(page, str(out / f"{name}.html"))
        return out / f"{name}.html"

    return {"pyldavis": prepared}


def measured(name, write, browser):
    """One row of the table: what was made of it."""
    try:
        path = write(name)
        first = path.read_bytes()
        same = "yes" if write(name).read_bytes() == first else "no"
    except Exception as error:
        return {"figure": name, "error": " ".join(f"{type(error).__name__}: {error}".split())[:110]}
    row = {"figure": path.name, "MB": round(path.stat().st_size / 1e6, 2), "same bytes": same}
    return {**row, **opened(path, browser)} if path.suffix == ".html" else row


def opened(path, browser):
    browser.get_log("performance")
    browser.get(path.absolute().as_uri())
    time.sleep(SECONDS)
    browser.save_screenshot(
        str(path.with_suffix(".screen.png")) if path.name != "report.html" else "/dev/null"
    )
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    hosts = sorted({url.split("/")[2] for url in asked if url.startswith("http")})
    return {
        "asks": ", ".join(hosts) or "nobody",
        "tab stops": browser.execute_script(STOPS),
        "text alternatives": browser.execute_script(WORDS),
    }


def headless():
    from selenium.webdriver import Chrome, ChromeOptions

    options = ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    return Chrome(options=options)


def missing_glyphs():
    """{who: characters drawn as boxes} for topic names in four scripts on a static map, as each comes installed."""
    import datamapplot

    from newsthemes.figures.registry import FIGURES

    names = np.array(["芯片出口管制", "الرقائق والمصادر", "Открытые модели", "चिप निर्यात"], dtype=object)
    rng, groups = np.random.default_rng(0), np.repeat(np.arange(len(SCRIPTS)), 50)
    places = rng.normal(size=(len(groups), 2)) + 6 * np.array([[0, 0], [1, 0], [0, 1], [1, 1]])[groups]
    frame = pd.DataFrame({"x": places[:, 0], "y": places[:, 1], "group": names[groups], "by": "topic"})
    drawn = {
        "newsthemes": lambda: FIGURES["topic-map"].draw(frame).savefig("/dev/null", format="png"),
        "datamapplot": lambda: datamapplot.create_plot(places, names[groups])[0].savefig(
            "/dev/null", format="png"
        ),
    }
    return {who: _boxes(draw) for who, draw in drawn.items()}


def _boxes(draw):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        draw()
    return len({str(one.message) for one in told if "missing from" in str(one.message)})


def main(folder, out):
    warnings.simplefilter("ignore")
    out.mkdir(parents=True, exist_ok=True)
    run = Run(folder)
    figures = {
        f"newsthemes-{name}": _copied(folder / name, out)
        for name in ("report.html", "figures/topic-terms.png")
    }
    rows = []
    try:
        model, drawn = bertopic_figures(run, out)
        figures |= {**drawn, **pyldavis_figures(run, model, out)}
    except Exception as error:
        rows.append(
            {"figure": "bertopic", "error": " ".join(f"{type(error).__name__}: {error}".split())[:110]}
        )
    browser = headless()
    try:
        rows += [
            measured(name, write, browser)
            for name, write in (figures | datamapplot_figures(run, out)).items()
        ]
    finally:
        browser.quit()
    print(f"{len(run.texts)} passages, {len(set(run.labels))} topics\n")
    print(
        "Characters drawn as boxes on a static map, of", ", ".join(SCRIPTS), "names:", missing_glyphs(), "\n"
    )
    print(pd.DataFrame(rows).fillna("").to_markdown(index=False))


def _copied(path, out):
    """What a run has made already: its bytes are compared by the study's own tests."""

    def write(name):
        target = out / path.name
        target.write_bytes(path.read_bytes())
        return target

    return write


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
