"use strict";
// The evidence: a passage where it stands in its article, the passages of a theme or topic, and figures that differ.

const AT_ONCE = 10; // quotes listed before a reader asks for more

/** A button that reads a passage out of ``choose(row)``; shows the passage's own words. */
function opener(row, choose, needle = "") {
  const button = element("button", { type: "button", className: "open", ...spoken(row) }, ...marked(passages.text[row], needle));
  button.addEventListener("click", () => choose(row, button));
  return button;
}

/** The passage in full: what stands before and after it, its gloss, its place, its themes and topic. */
function showPassage(panel, row, { choose, close }) {
  const article = data.articles[passages.article[row]];
  const nearby = [row - 1, row + 1].map((other) => (passages.article[other] === passages.article[row] ? other : null));
  panel.replaceChildren(...[
    element("h3", { dir: "auto" }, article.title ?? article.article_id),
    element("p", { className: "quiet" }, [sourceOf(row), article.date ?? "undated", languageOf(row)].join(" · ")),
    element("blockquote", spoken(row), ...inContext(row, nearby)),
    passages.gloss[row] && element("p", { lang: "en" }, element("strong", {}, "Word by word: "), passages.gloss[row]),
    element("ul", { className: "scores" }, ...scores(row)),
    element("p", { className: "quiet" }, `Article ${article.article_id}, characters ${passages.start[row]} to ${passages.end[row]}. `, link(article.url)),
    element("div", { className: "buttons" },
      step("Previous passage", nearby[0], choose), step("Next passage", nearby[1], choose), press("Close", close)),
  ].filter(Boolean));
}

/** A probability in two decimals, of which none is certainty. */
const sure = (score) => (score > 0.99 ? ">0.99" : score.toFixed(2));

function press(name, action) {
  const button = element("button", { type: "button" }, name);
  button.addEventListener("click", action);
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
function link(url) {
  if (!/^https?:\/\//i.test(url ?? "")) return null;
  return element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, "Open the article");
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

/** Fills a folded list of quotes when it is first opened. */
function listQuotes(details, choose) {
  const { theme, topic } = details.dataset;
  const rows = theme ? data.themes[theme].rows : data.topics[topic].rows;
  const body = element("tbody");
  const more = press("Show more", () => add(body.rows.length));
  const add = (from) => {
    rows.slice(from, from + AT_ONCE).forEach((row) => body.append(quoteRow(row, theme, choose)));
    more.hidden = body.rows.length >= rows.length;
  };
  details.addEventListener("toggle", () => {
    if (!details.open || body.rows.length) return;
    add(0);
    details.append(cardTable(["Passage", "Source and date", ...(theme ? ["Score"] : [])], body), more);
  });
}

function quoteRow(row, theme, choose) {
  const article = data.articles[passages.article[row]];
  const score = theme && passages.themes[row].find(([place]) => place === Number(theme))?.[1];
  return element("tr", { role: "row" },
    cell(null, opener(row, choose), passages.gloss[row] && element("span", { className: "quiet", lang: "en" }, passages.gloss[row])),
    cell("Source and date", sourceOf(row), article.date && element("span", { className: "unbroken" }, `, ${article.date}`)),
    theme ? cell("Score", sure(score ?? 0)) : null);
}

/** The pairs of figures, those that exclude one another first. */
function listContradictions(section, choose) {
  const surest = data.contradictions.toSorted((a, b) => (a.relation === "differ" ? 0 : 1) - (b.relation === "differ" ? 0 : 1));
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

function pairOf({ what, unit, relation, sides }, choose) {
  const heading = [what.split(" ").join(", "), unit && `(${unit})`].filter(Boolean).join(" ");
  const told = relation === "differ" ? "The figures differ." : "The wording of one allows the other.";
  return element("article", { className: "pair" },
    element("h3", { dir: "auto" }, heading),
    element("p", { className: "quiet" }, told),
    element("div", { className: "sides" }, ...sides.map((side) => sideOf(side, choose))));
}

function sideOf({ figure, row, articles }, choose) {
  const given = `${sourceOf(row)} · given by ${articles} article${articles === "1" ? "" : "s"}`;
  return element("div", {},
    element("p", { className: "figure", ...spoken(row) }, figure),
    opener(row, choose),
    element("span", { className: "quiet" }, given));
}
