"use strict";
// What a reader chose, in the address (so that a link brings it back), on the clipboard and as a file.

/** The state in the address: "#theme=2&search=chips&passage=17"; sections keep their plain "#figures". */
function readState() {
  const found = location.hash.slice(1);
  return found.includes("=") ? Object.fromEntries(new URLSearchParams(found)) : {};
}

function writeState(state) {
  const chosen = Object.entries(state).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const hash = new URLSearchParams(chosen).toString();
  if (hash || readState().toString() !== "{}") history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

/** A quote as it is cited: the words, where they stand, and the address of the article. */
function citation(row) {
  const article = data.articles[passages.article[row]];
  const where = [article.title, article.source, article.date, /^https?:/i.test(article.url ?? "") ? article.url : null];
  const place = `article ${article.article_id}, characters ${passages.start[row]} to ${passages.end[row]}`;
  return `“${passages.text[row]}” ${[...where, place].filter(Boolean).join(", ")}.`;
}

/** Text on the clipboard; pages opened from a file may not be allowed to, then it is selected for the reader. */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = element("textarea", { value: text, className: "unseen", "aria-hidden": "true" });
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  button.textContent = "Copied";
}

/** One cell of a CSV file; what a spreadsheet would take for a formula is quoted as text. */
function csvCell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as a CSV file. */
function download(rows) {
  const heads = ["article_id", "title", "source", "date", "url", "language", "topic", "themes", "start", "end", "text", "gloss"];
  const lines = rows.map((row) => {
    const { article_id, title, source, date, url } = data.articles[passages.article[row]];
    return [article_id, title, source, date, url, languageOf(row), topicOf(row), themesOf(row).join("; "),
      passages.start[row], passages.end[row], passages.text[row], passages.gloss[row]];
  });
  const csv = [heads, ...lines].map((line) => line.map(csvCell).join(",")).join("\r\n");
  const link = element("a", { download: "passages.csv", href: URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv" })) });
  link.click();
  URL.revokeObjectURL(link.href);
}

const VECTORS = Int8Array.from(atob(data.vectors.rows), (character) => character.charCodeAt(0));

/** Rows by how near they are to the mean of ``seeds`` in meaning, the nearest first. */
function alike(seeds, most = 100) {
  const width = data.vectors.width, mean = new Float64Array(width);
  if (!width || !seeds.length) return [];
  const length = (row) => Math.hypot(...VECTORS.subarray(row * width, (row + 1) * width)) || 1;
  for (const row of seeds) {
    const size = length(row);
    for (let at = 0; at < width; at++) mean[at] += VECTORS[row * width + at] / size;
  }
  const near = passages.text.map((_, row) => {
    let product = 0;
    for (let at = 0; at < width; at++) product += VECTORS[row * width + at] * mean[at];
    return [row, product / length(row)];
  });
  return near.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most).map(([row]) => row);
}
