"use strict";
// The passages: what is known of each, and which of them a reader asks for. Texts only ever become text nodes.

const data = JSON.parse(document.getElementById("data").textContent);
const passages = data.passages;
const count = passages.text.length;
const UNKNOWN = "unknown";

const sourceOf = (row) => data.articles[passages.article[row]].source;
const titleOf = (row) => data.articles[passages.article[row]].title ?? data.articles[passages.article[row]].article_id;
/** A date that stays as it is beside a title written from right to left. */
const dateOf = (date) => (date ? element("span", { className: "quiet unbroken", dir: "ltr" }, date) : null);

/** ``text`` cut at a space, with an ellipsis, where it is longer than ``most`` characters. */
const clipped = (text, most) => (text.length > most ? `${text.slice(0, most).replace(/\s+\S*$/u, "")}…` : text);
const themesOf = (row) => passages.themes[row].map(([theme]) => data.themes[theme].name);
const topicOf = (row) => data.topics[passages.topic[row]]?.label;
const languageOf = (row) => data.languages[passages.language[row]].name;

/** An element with properties (``data-``, ``aria-`` and the like as attributes) and children, strings as text. */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (name in made && !name.includes("-")) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** The attributes with which an element says its language and finds its direction by itself. */
function spoken(row) {
  const code = data.languages[passages.language[row]].code;
  return { lang: code === UNKNOWN ? "" : code, dir: "auto" };
}

/** Text without case and diacritics, to search in. */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** ``text`` as nodes, with what a search for ``needle`` (folded) finds marked. */
function marked(text, needle) {
  if (!needle) return [text];
  const nodes = [], from = [];
  let flat = "", at = 0, done = 0;
  for (const character of text) {
    const plain = folded(character);
    for (let i = 0; i < plain.length; i++) from.push(at);
    flat += plain;
    at += character.length;
  }
  from.push(at);
  for (let found = flat.indexOf(needle); found >= 0; found = flat.indexOf(needle, found + needle.length)) {
    const start = from[found], end = Math.max(from[found + needle.length], start);
    if (start < done || end === start) continue;
    nodes.push(text.slice(done, start), element("mark", {}, text.slice(start, end)));
    done = end;
  }
  return [...nodes, text.slice(done)];
}

let searchable = null;

/** Each passage as a search sees it: its words, its gloss and its article's title and source. */
function searchTexts() {
  searchable ??= passages.text.map((text, row) => {
    const article = data.articles[passages.article[row]];
    return folded([text, passages.gloss[row], article.title, article.source].filter(Boolean).join("\n"));
  });
  return searchable;
}

/** The months of the dated articles, sorted. */
const MONTHS = [...new Set(data.articles.map((article) => article.date?.slice(0, 7)).filter(Boolean))].sort();

/** A number a row: the group it has in ``by`` (theme: the surest), -1 for none; with the groups' names and sizes. */
function grouping(by, { names, group }) {
  const of = Int32Array.from({ length: count }, (_, row) => group(row));
  const members = names.map(() => 0);
  for (let row = 0; row < count; row++) {
    if (by === "theme") passages.themes[row].forEach(([theme]) => members[theme]++);
    else if (of[row] >= 0) members[of[row]]++;
  }
  return { by, names, of, members };
}

/** What passages can be filtered by: themes, topics, the article's source, its language, and the user's own columns. */
function groupings() {
  const sources = [...new Set(data.articles.map((article) => article.source).filter(Boolean))].sort();
  const place = new Map(sources.map((name, number) => [name, number]));
  const found = {
    theme: { names: data.themes.map((theme) => theme.name), group: (row) => passages.themes[row][0]?.[0] ?? -1 },
    topic: { names: data.topics.map((topic) => topic.label), group: (row) => passages.topic[row] },
    source: { names: sources, group: (row) => place.get(data.articles[passages.article[row]].source) ?? -1 },
    language: { names: data.languages.map((language) => language.name), group: (row) => passages.language[row] },
  };
  data.columns.forEach(({ values }, number) => {
    found[`own-${number}`] = { names: values, group: (row) => data.articles[passages.article[row]].own[number] };
  });
  return Object.fromEntries(Object.entries(found).map(([by, known]) => [by, grouping(by, known)]));
}

const GROUPINGS = groupings();

/** Whether a passage is in a group; group -1 is for those in none. */
function isIn(row, by, group) {
  if (by === "theme" && group >= 0) return passages.themes[row].some(([theme]) => theme === group);
  return GROUPINGS[by].of[row] === group;
}

const strengthOf = (row) => passages.themes[row][0]?.[1] ?? 0;

/** All rows, those that speak most surely of a theme first. */
const STRONGEST = [...passages.text.keys()].sort((a, b) => strengthOf(b) - strengthOf(a) || a - b);

/** The rows that pass: ``wanted`` is {a grouping: its group or null, …, search: words, meaning: bool, from, to: months}.
 *  Of one theme as ranked in its evidence; of a meaning the nearest first; else the surest of any theme first. */
function select(wanted) {
  const asked = Object.keys(GROUPINGS).filter((by) => wanted[by] !== null && wanted[by] !== undefined);
  const needle = folded((wanted.search ?? "").trim());
  const texts = needle ? searchTexts() : [];
  const dated = (row) => {
    const month = data.articles[passages.article[row]].date?.slice(0, 7);
    return (!wanted.from || month >= wanted.from) && (!wanted.to || month <= wanted.to) && (month || !(wanted.from || wanted.to));
  };
  const theme = wanted.theme ?? null, ordered = theme !== null && theme >= 0 ? data.themes[theme].rows : STRONGEST;
  const found = needle ? ordered.filter((row) => texts[row].includes(needle)) : ordered;
  const pool = needle && wanted.meaning ? alike(found) : found;
  return pool.filter((row) => asked.every((by) => isIn(row, by, wanted[by])) && dated(row));
}
