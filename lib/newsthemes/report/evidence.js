"use strict";
// The evidence: a passage where it stands in its article, the passages of a theme or topic, and amounts worth checking.

const AT_ONCE = 3; // pairs listed before a reader asks for more

/** A button that reads a passage out of ``choose(row)``; shows the passage's own words. */
function opener(row, choose, needle = "") {
  const button = element("button", { type: "button", className: "open", ...spoken(row) }, ...marked(passages.text[row], needle));
  button.addEventListener("click", () => choose(row, button));
  return button;
}

/** The passage in full: what stands before and after it, its gloss, its place, its themes and topic. */
function showPassage(panel, row, { choose, close, similar }) {
  const article = data.articles[passages.article[row]];
  const nearby = [row - 1, row + 1].map((other) => (passages.article[other] === passages.article[row] ? other : null));
  panel.replaceChildren(...[
    element("h3", { dir: "auto" }, article.title ?? article.article_id),
    element("p", { className: "quiet" }, [article.source, article.date, languageOf(row)].filter(Boolean).join(" · ")),
    element("blockquote", spoken(row), ...inContext(row, nearby)),
    passages.gloss[row] && element("p", { lang: "en" }, element("strong", {}, "Word by word: "), passages.gloss[row]),
    element("ul", { className: "scores" }, ...scores(row)),
    element("p", { className: "quiet" }, `Article ${article.article_id}, characters ${passages.start[row]} to ${passages.end[row]}. `, link(article.url)),
    element("div", { className: "buttons" },
      step("Previous passage", nearby[0], choose), step("Next passage", nearby[1], choose),
      data.vectors.width ? press("More like this", () => similar(row)) : null,
      copying("Copy quote", () => citation(row)), copying("Copy link", () => location.href), press("Close", close)),
  ].filter(Boolean));
}

/** A probability in two decimals, of which none is certainty. */
const sure = (score) => (score > 0.99 ? ">0.99" : score.toFixed(2));

function press(name, action) {
  const button = element("button", { type: "button" }, name);
  button.addEventListener("click", action);
  return button;
}

function copying(name, text) {
  const button = press(name, () => copy(text(), button));
  return button;
}

function step(name, row, choose) {
  const button = press(name, () => choose(row));
  button.disabled = row === null;
  return button;
}

/** The passage between its neighbours in the article; an ellipsis where something between them was set aside. */
function inContext(row, [before, after]) {
  const gap = (first, second) => (passages.start[second] - passages.end[first] > 2 ? " […] " : " ");
  return [
    before === null ? null : element("span", { className: "near" }, passages.text[before] + gap(before, row)),
    element("span", { className: "said" }, passages.text[row]),
    after === null ? null : element("span", { className: "near" }, gap(row, after) + passages.text[after]),
  ];
}

function scores(row) {
  const lines = passages.themes[row].map(([theme, score]) => [`Theme: ${data.themes[theme].name}`, sure(score)]);
  if (!lines.length) lines.push(["No theme", ""]);
  lines.push(topicOf(row) ? [`Topic: ${topicOf(row)}`, passages.strength[row].toFixed(2)] : ["In no topic", ""]);
  return lines.map(([name, score]) => element("li", {}, element("span", { dir: "auto" }, name), element("span", {}, score)));
}

/** A link to the article, for addresses of the web only. */
function link(url, said = "Open the article") {
  if (!/^https?:\/\//i.test(url ?? "")) return null;
  return element("a", { href: url, rel: "noopener noreferrer", target: "_blank", "aria-label": "Open the article" }, said);
}

/** The parts of a table that a phone shows as cards; the roles keep it a table for screen readers there too. */
function cardTable(names, body, caption = null) {
  const heads = names.map((name) => element("th", { scope: "col", role: "columnheader" }, name));
  const head = element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads));
  body.setAttribute("role", "rowgroup");
  return element("table", { role: "table", className: "cards" }, caption, head, body);
}

function cell(label, ...content) {
  return element("td", { role: "cell", dir: "auto", "data-label": label }, ...content);
}

/** The pairs of amounts, the likeliest first. */
function listContradictions(section, choose) {
  const surest = data.contradictions;
  const list = element("div");
  const more = press("Show more", () => add());
  const add = () => {
    const from = list.children.length;
    surest.slice(from, from + AT_ONCE).forEach((pair) => list.append(pairOf(pair, choose)));
    more.hidden = list.children.length >= surest.length;
  };
  section.append(list, more);
  add();
}

function pairOf({ what, unit, sides }, choose) {
  const words = what.split(" "), other = unit && !unit.split(" ").every((word) => words.includes(word));
  const heading = [words.join(", "), other && `(${unit})`].filter(Boolean).join(" ");
  return element("article", { className: "pair" },
    element("h3", { dir: "auto" }, heading),
    element("div", { className: "sides" }, ...sides.map((side) => sideOf(side, choose))));
}

function sideOf({ figure, row, articles }, choose) {
  const given = `${sourceOf(row) ?? clipped(titleOf(row), 90)} · given by ${articles} article${articles === "1" ? "" : "s"}`;
  return element("div", {},
    element("p", { className: "figure", ...spoken(row) }, figure),
    opener(row, choose),
    passages.gloss[row] && element("p", { className: "quiet gloss", lang: "en" }, passages.gloss[row]),
    element("span", { className: "quiet" }, given));
}
