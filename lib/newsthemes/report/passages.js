"use strict";
// The passages: what is known of each, and which of them a reader asks for. Texts only ever become text nodes.

const data = JSON.parse(document.getElementById("data").textContent);
const passages = data.passages;
const count = passages.text.length;
const UNKNOWN = "unknown";

const sourceOf = (row) => data.articles[passages.article[row]].source ?? UNKNOWN;
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

/** A number a row: the group it has in ``by`` (theme: the surest), -1 for none; with the groups' names and sizes. */
function grouping(by) {
  const sources = by === "source" ? [...new Set(data.articles.map((article) => article.source ?? UNKNOWN))].sort() : [];
  const place = new Map(sources.map((name, number) => [name, number]));
  const names = {
    theme: () => data.themes.map((theme) => theme.name),
    topic: () => data.topics.map((topic) => topic.label),
    language: () => data.languages.map((language) => language.name),
    source: () => sources,
  }[by]();
  const group = {
    theme: (row) => passages.themes[row][0]?.[0] ?? -1,
    topic: (row) => passages.topic[row],
    language: (row) => passages.language[row],
    source: (row) => place.get(sourceOf(row)),
  }[by];
  const of = Int32Array.from({ length: count }, (_, row) => group(row));
  const members = names.map(() => 0);
  for (let row = 0; row < count; row++) {
    if (by === "theme") passages.themes[row].forEach(([theme]) => members[theme]++);
    else if (of[row] >= 0) members[of[row]]++;
  }
  return { by, names, of, members };
}

const GROUPINGS = Object.fromEntries(["theme", "topic", "source", "language"].map((by) => [by, grouping(by)]));

/** Whether a passage is in a group; group -1 is for those in none. */
function isIn(row, by, group) {
  if (by === "theme" && group >= 0) return passages.themes[row].some(([theme]) => theme === group);
  return GROUPINGS[by].of[row] === group;
}

/** The rows that pass: ``wanted`` is {theme, topic, source, language: a group or null, search: words}.
 *  With a theme they come as ranked in its evidence, the surest first. */
function select(wanted) {
  const asked = Object.keys(GROUPINGS).filter((by) => wanted[by] !== null);
  const needle = folded(wanted.search.trim());
  const texts = needle ? searchTexts() : [];
  const rows = wanted.theme !== null && wanted.theme >= 0 ? data.themes[wanted.theme].rows : passages.text.keys();
  return [...rows].filter((row) => asked.every((by) => isIn(row, by, wanted[by])) && (!needle || texts[row].includes(needle)));
}
