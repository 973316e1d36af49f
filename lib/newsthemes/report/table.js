"use strict";
// The table of the passages that the filters leave: what the map shows, in words.

const PAGE = 25;

class PassageTable {
  constructor(box, choose) {
    this.choose = choose;
    const heads = ["Passage", "Source", "Language", "Themes", "Topic"];
    this.columns = data.topics.length ? heads : heads.slice(0, 4);
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
    const values = [null, sourceOf(row), languageOf(row), themesOf(row).join(", ") || "none", topicOf(row) ?? "none"];
    const cells = this.columns.map((name, place) =>
      place ? cell(name, values[place]) : cell(null, opener(row, this.choose, this.needle)));
    return element("tr", { role: "row", "data-row": row, className: row === this.chosen ? "chosen" : "" }, ...cells);
  }

  mark(row) {
    this.chosen = row;
    for (const line of this.body.rows) line.classList.toggle("chosen", line.dataset.row === String(row));
  }
}
