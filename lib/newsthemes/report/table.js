"use strict";
// The table of the passages that the filters leave: what the map shows, in words.

const PAGE = matchMedia("(max-width: 40rem)").matches ? 6 : 15;
const LONGEST_TITLE = 90; // characters in the table; the passage in full has the whole title

class PassageTable {
  constructor(box, choose) {
    this.choose = choose;
    const heads = ["Passage", "Article", "Source", "Language", "Themes", "Topic"].filter((name) => name !== "Source" || GROUPINGS.source.names.length);
    this.columns = data.topics.length ? heads : heads.slice(0, -1);
    this.body = element("tbody");
    this.caption = element("caption");
    this.table = cardTable(this.columns, this.body, this.caption);
    this.earlier = press("Earlier", () => this.turn(-PAGE));
    this.later = press("Later", () => this.turn(PAGE));
    box.append(this.table, element("div", { className: "buttons" }, this.earlier, this.later));
  }

  show(rows, needle) {
    [this.rows, this.needle, this.from] = [rows, needle, 0];
    this.fill();
  }

  turn(by) {
    this.from += by;
    this.fill();
    this.table.scrollIntoView({ block: "start" });
  }

  fill() {
    const page = this.rows.slice(this.from, this.from + PAGE);
    const [first, last, all] = [this.from + 1, this.from + page.length, this.rows.length].map((n) => n.toLocaleString("en"));
    this.caption.textContent = page.length ? `Passages ${first} to ${last} of ${all}` : "No passage passes these filters";
    this.body.replaceChildren(...page.map((row) => this.row(row)));
    this.earlier.disabled = this.from === 0;
    this.later.disabled = this.from + PAGE >= this.rows.length;
  }

  row(row) {
    const article = data.articles[passages.article[row]];
    const values = {
      Article: [clipped(titleOf(row), LONGEST_TITLE), article.date && " ", dateOf(article.date), link(article.url, " ↗")],
      Source: [sourceOf(row) ?? "unknown"], Language: [languageOf(row)], Themes: [themesOf(row).join(", ") || "none"], Topic: [topicOf(row) ?? "none"],
    };
    const gloss = passages.gloss[row] && element("span", { className: "quiet gloss", lang: "en" }, passages.gloss[row]);
    const cells = this.columns.map((name) =>
      name === "Passage" ? cell(null, opener(row, this.choose, this.needle), gloss) : cell(name, ...values[name]));
    return element("tr", { role: "row", "data-row": row, className: row === this.chosen ? "chosen" : "" }, ...cells);
  }

  /** Puts the panel into a row of its own beneath the row of a passage; null where the page does not list it. */
  open(row, panel) {
    this.mark(row);
    const line = [...this.body.rows].find((other) => other.dataset.row === String(row));
    if (!line) return null;
    const slot = element("tr", { role: "row", className: "detail" }, element("td", { role: "cell", colSpan: this.columns.length }, panel));
    line.after(slot);
    return slot;
  }

  mark(row) {
    this.body.querySelectorAll("tr.detail").forEach((slot) => slot.querySelector("#evidence") || slot.remove());
    this.chosen = row;
    for (const line of this.body.rows) line.classList.toggle("chosen", line.dataset.row === String(row));
  }
}
