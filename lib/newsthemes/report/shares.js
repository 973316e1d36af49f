"use strict";
// The share chart: how many of the stories that the filters leave have a theme as their main one or mention it, and the
// same of a selection kept to compare with. Of the whole corpus it shows the run's own numbers and intervals.

const ARTICLE_FILTERS_ONLY = (wanted) => wanted.theme === null && wanted.topic === null && !wanted.search.trim();
const FEW = 10; // stories below which a count says more than a percentage
const ENDS = [0.05, 0.1, 0.2, 0.5, 0.8, 1]; // where the axis of the chart may end, as in page.py

/** Counts of the stories in these rows: {stories, articles, main, mentions}, a number a theme; copies share one vote. */
function countStories(rows) {
  const carried = new Map(), themes = data.themes.length;
  for (const row of rows) {
    const article = passages.article[row];
    if (!carried.has(article)) carried.set(article, new Set());
    passages.themes[row].forEach(([theme]) => carried.get(article).add(theme));
  }
  const copies = new Map();
  for (const article of carried.keys()) {
    const story = data.articles[article].story;
    copies.set(story, (copies.get(story) ?? 0) + 1);
  }
  const main = new Array(themes).fill(0), mentions = new Array(themes).fill(0);
  for (const [article, found] of carried) {
    const vote = 1 / copies.get(data.articles[article].story);
    if (data.articles[article].main >= 0) main[data.articles[article].main] += vote;
    found.forEach((theme) => (mentions[theme] += vote));
  }
  return { stories: copies.size, articles: carried.size, main, mentions };
}

/** {share, low, high, count, n} of a theme; Wilson's interval over stories, none where they are few. */
function shareOf(count, n) {
  if (!n) return { share: null, low: null, high: null, count, n };
  const Z = data.critical, share = count / n, wide = 1 + (Z * Z) / n;
  const middle = (share + (Z * Z) / (2 * n)) / wide;
  const half = (Z / wide) * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  const sure = n >= FEW;
  return { share, low: sure ? Math.max(0, middle - half) : null, high: sure ? Math.min(1, middle + half) : null, count, n };
}

const percent = (share) => (share > 0 && share < 0.005 ? "<1%" : `${Math.round(100 * share)}%`);
const inWords = ({ share, count, n }) => (share === null ? "no share" : n < FEW ? `${Number(count.toFixed(1))} of ${n}` : percent(share));

class ShareChart {
  constructor(table, line, others) {
    this.table = table;
    this.line = line;
    this.others = others;
    this.kept = null;
  }

  /** Shows the shares of these rows; ``wanted``: the filters they passed. */
  show(rows, wanted, said) {
    this.now = { counted: countStories(rows), whole: rows.length === count, main: ARTICLE_FILTERS_ONLY(wanted), said };
    this.fill();
  }

  keep() {
    this.kept = this.now;
    this.fill();
  }

  forget() {
    this.kept = null;
    this.fill();
  }

  of(selection, theme, measure) {
    const known = selection.whole && data.shares[theme][measure];
    if (known) return known;
    if (measure === "main" && !selection.main) return null; // of passages picked by what they say, no article is the whole
    return shareOf(selection.counted[measure][theme], selection.counted.stories);
  }

  fill() {
    const { counted, said } = this.now;
    const stories = `${counted.stories.toLocaleString("en")} ${counted.stories === 1 ? "story" : "stories"}`;
    const articles = `${counted.articles.toLocaleString("en")} ${counted.articles === 1 ? "article" : "articles"}`;
    this.line.textContent = `${said}: ${stories}, ${articles}.` + (this.kept ? ` Hollow marks: ${this.kept.said}.` : "");
    this.others.hidden = !this.kept;
    this.table.classList.toggle("comparing", Boolean(this.kept));
    const rows = [...this.table.tBodies[0].rows].map((line) => [line, Number(line.dataset.theme)]);
    const end = axisEnd(rows.flatMap(([, theme]) => ["main", "mentions"].flatMap((measure) =>
      [this.now, this.kept].map((selection) => selection && this.of(selection, theme, measure)))));
    this.table.querySelector(".axis-end").textContent = percent(end);
    for (const [line, theme] of rows) this.fillRow(line, theme, 100 / end);
  }

  /** ``scale``: how wide the whole is in units of the chart, of which it has 100. */
  fillRow(line, theme, scale) {
    for (const measure of ["main", "mentions"]) {
      const found = this.of(this.now, theme, measure), before = this.kept && this.of(this.kept, theme, measure);
      line.querySelector(`.${measure}`).textContent = found ? inWords(found) : "–";
      place(line.querySelector(`.interval-${measure}`), found && found.low !== null ? found : null, scale);
      mark(line.querySelector(`.mark-${measure}`), found, scale);
      mark(line.querySelector(`.kept-${measure}`), before, scale);
      const change = line.querySelector(`.change-${measure}`);
      if (change) change.textContent = found && before ? difference(found, before) : "";
    }
  }
}

/** "+12 points (3 to 21)": the difference of two shares with Newcombe's interval; selections that overlap make it wider
 *  than it need be. */
function difference(a, b) {
  const points = (share) => Math.round(100 * share), sign = (n) => (n > 0 ? `+${n}` : `${n}`.replace("-", "−"));
  if (a.share === null || b.share === null) return "";
  const change = a.share - b.share;
  if (a.low === null || b.low === null || a.n < FEW || b.n < FEW) return sign(points(change));
  const low = change - Math.hypot(a.share - a.low, b.high - b.share);
  const high = change + Math.hypot(a.high - a.share, b.share - b.low);
  return `${sign(points(change))} (${sign(points(low))} to ${sign(points(high))})`;
}

/** Where the axis ends: the first of ENDS that no share or interval exceeds. */
function axisEnd(shares) {
  const largest = Math.max(0, ...shares.map((found) => Math.max(found?.share ?? 0, found?.high ?? 0)));
  return ENDS.find((end) => largest <= end) ?? 1;
}

function place(bar, found, scale) {
  bar.setAttribute("x", found ? scale * found.low : 0);
  bar.setAttribute("width", found ? Math.max(0, scale * (found.high - found.low)) : 0);
}

function mark(sign, found, scale) {
  const there = found && found.share !== null;
  sign.setAttribute("visibility", there ? "visible" : "hidden");
  if (there) sign.setAttribute("x", Math.max(0, scale * found.share - 0.7));
}
