"use strict";
// The controls: what a reader asks for goes to the map, the table and the status line; a chosen passage to the panel.

const byId = (id) => document.getElementById(id);
const NONE_OF = (by) => (by === "theme" || by === "topic" ? `no ${by}` : "unknown");

function explore() {
  const panel = byId("evidence"), home = panel.parentElement, controls = Object.keys(GROUPINGS);
  let opened = null, current = null, shown = [];

  const close = () => {
    panel.replaceChildren();
    home.append(panel);
    table.mark(null);
    map.choose(null);
    current = null;
    remember();
    opened?.focus();
  };
  /** Opens a passage beside the map, or inside its row where it was chosen from the table. */
  const choose = (row, from = null) => {
    opened = from ?? opened;
    current = row;
    showPassage(panel, row, { choose, close, similar });
    map.choose(row);
    const slot = opened?.closest?.("#passages") ? table.open(row, panel) : null;
    if (!slot) {
      table.mark(row);
      home.append(panel);
    }
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
    remember();
  };
  const similar = (row) => {
    const rows = alike([row]);
    display(rows, rows, "");
    byId("status").textContent = `${rows.length} passages, the nearest in meaning to the one chosen first`;
  };
  const map = new PassageMap(byId("map"), byId("hover"), (row) => choose(row, byId("map")));
  const table = new PassageTable(byId("passages"), choose);
  const chart = new ShareChart(byId("share-table"), byId("selection"), byId("forget"));

  data.columns.forEach(({ name }, number) => {
    const box = element("select", { id: `own-${number}` });
    byId("language").parentElement.after(element("label", {}, `${name[0].toUpperCase()}${name.slice(1)} `, box));
  });
  controls.forEach((by) => offer(byId(by), GROUPINGS[by]));
  offerMonths();
  const colours = controls.filter((by) => bySize(GROUPINGS[by]).length > (by === "topic" || by === "theme" ? 0 : 1));
  const named = (by) => (by.startsWith("own-") ? data.columns[Number(by.slice(4))].name : by);
  byId("colour").append(...colours.map((by) => element("option", { value: by }, named(by))));
  byId("colour").value = data.topics.length ? "topic" : colours[0] ?? "";

  const wanted = () => ({
    ...Object.fromEntries(controls.map((by) => [by, byId(by).value === "" ? null : Number(byId(by).value)])),
    search: byId("search").value, meaning: byId("meaning").checked, from: byId("from").value, to: byId("to").value,
  });
  const remember = () => writeState({
    ...Object.fromEntries([...controls, "search", "from", "to"].map((id) => [id, byId(id).value])),
    meaning: byId("meaning").checked ? 1 : null, passage: current,
  });
  /** ``rows`` in the table, in their order; ``marked``: those that stand out on the map. */
  const display = (rows, marked, needle) => {
    shown = rows;
    home.append(panel);
    map.show(marked);
    table.show(rows, needle);
  };
  const filter = () => {
    const asked = wanted(), rows = select(asked), said = inSelection(asked, controls);
    display(rows, rows, folded(asked.search.trim()));
    chart.show(rows, asked, said);
    byId("status").textContent = `${rows.length.toLocaleString("en")} of ${count.toLocaleString("en")} passages` + byGroup(rows, asked);
    byId("compare").hidden = rows.length === 0;
    pressLegend();
    remember();
  };
  const pressLegend = () => {
    const chosen = byId(byId("colour").value)?.value;
    for (const button of byId("legend").children) button.setAttribute("aria-pressed", String(button.value === chosen));
  };
  const paint = () => {
    const by = byId("colour").value, groups = GROUPINGS[by];
    if (groups) byId("legend").replaceChildren(...map.colour(groups).map(([group, colour]) => {
      const button = element("button", { type: "button", value: group }, swatch(colour), element("span", { dir: "auto" }, groups.names[group]));
      button.addEventListener("click", () => {
        byId(by).value = byId(by).value === button.value ? "" : button.value;
        filter();
      });
      return button;
    }));
    filter();
  };
  const restore = () => {
    const state = readState();
    for (const [id, value] of Object.entries(state)) {
      if (id === "meaning") byId("meaning").checked = value === "1";
      else if ([...controls, "search", "from", "to"].includes(id)) byId(id).value = value;
    }
    const row = Number(state.passage);
    return state.passage !== undefined && Number.isInteger(row) && row >= 0 && row < count ? row : null;
  };

  let waiting;
  byId("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  });
  [...controls, "meaning", "from", "to"].forEach((by) => byId(by).addEventListener("change", filter));
  byId("colour").addEventListener("change", paint);
  byId("whole").addEventListener("click", () => map.fit());
  byId("compare").addEventListener("click", () => chart.keep());
  byId("forget").addEventListener("click", () => chart.forget());
  byId("download").addEventListener("click", () => download(shown));
  byId("share-table").addEventListener("click", (event) => pick(event, "theme"));
  byId("topic-table")?.addEventListener("click", (event) => pick(event, "topic"));
  const pick = (event, by) => {
    const button = event.target.closest("button.pick");
    if (!button) return;
    byId(by).value = button.value;
    filter();
    byId("explore").scrollIntoView();
    byId("status").focus({ preventScroll: true });
  };
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    [...controls, "search", "from", "to"].forEach((id) => (byId(id).value = ""));
    byId("meaning").checked = false;
    filter();
  });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && opened && close());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  const row = restore();
  paint();
  if (row !== null) choose(row, byId("map"));
  if (byId("contradictions")) listContradictions(byId("contradictions"), choose);
  document.querySelectorAll("table.sortable").forEach(sortable);
  return { map, table, chart };
}

/** The selection in words: "All articles", "French, from 2024-01". */
function inSelection(asked, controls) {
  const groups = controls.filter((by) => asked[by] !== null).map((by) => (asked[by] < 0 ? NONE_OF(by) : GROUPINGS[by].names[asked[by]]));
  const words = [
    ...groups, asked.search.trim() && `“${asked.search.trim()}”`, asked.from && `from ${asked.from}`, asked.to && `to ${asked.to}`,
  ].filter(Boolean);
  return words.length ? words.join(", ") : "All articles";
}

/** Where the hits of a search are: " · English 20, French 3". */
function byGroup(rows, asked) {
  if (!asked.search.trim() || !rows.length) return "";
  const counted = ["language", "source"].map((by) => {
    const { names, of } = GROUPINGS[by], sizes = new Map();
    rows.forEach((row) => of[row] >= 0 && sizes.set(of[row], (sizes.get(of[row]) ?? 0) + 1));
    const largest = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 4);
    return names.length > 1 ? largest.map(([group, size]) => `${names[group]} ${size}`).join(", ") : "";
  });
  return counted.filter(Boolean).map((said) => ` · ${said}`).join("");
}

function offerMonths() {
  for (const id of ["from", "to"]) {
    byId(id).append(element("option", { value: "" }, "any"), ...MONTHS.map((month) => element("option", { value: month }, month)));
    byId(id).parentElement.hidden = MONTHS.length < 2;
  }
}

/** Lets the heads of a table sort its rows. */
function sortable(table) {
  const valueOf = (line, at) => line.cells[at]?.dataset.value ?? line.cells[at]?.textContent.trim() ?? "";
  [...table.tHead.rows[0].cells].forEach((head, at) => {
    const button = press(head.textContent.trim(), () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      [...table.tHead.rows[0].cells].forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const number = (text) => parseFloat(text.replaceAll(",", ""));
      const lines = [...table.tBodies[0].rows].map((line) => [line, valueOf(line, at)]);
      const numeric = lines.every(([, text]) => text === "" || !Number.isNaN(number(text)));
      const compare = (a, b) => (numeric ? (number(a) || 0) - (number(b) || 0) : a.localeCompare(b));
      lines.sort(([, a], [, b]) => (down ? -compare(a, b) : compare(a, b))).forEach(([line]) => table.tBodies[0].append(line));
    });
    button.className = "sort";
    head.replaceChildren(button);
  });
}

/** The choices of one filter; a filter that leaves no choice is not shown. */
function offer(control, { by, names, members, of }) {
  const groups = by === "source" || by === "theme" ? [...names.keys()].filter((group) => members[group]) : bySize({ members });
  const none = of.includes(-1) && groups.length ? [-1] : [];
  control.append(element("option", { value: "" }, "all"), ...[...groups, ...none].map((group) => {
    const [name, size] = group < 0 ? [NONE_OF(by), of.filter((other) => other < 0).length] : [names[group], members[group]];
    return element("option", { value: group }, `${name} (${size.toLocaleString("en")})`);
  }));
  control.parentElement.hidden = groups.length + none.length < 2;
}

/** A dot of colour, drawn with attributes because the page's policy allows no styles on elements. */
function swatch(colour) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg"), dot = document.createElementNS(space, "circle");
  drawing.setAttribute("viewBox", "0 0 10 10");
  drawing.setAttribute("aria-hidden", "true");
  for (const [name, value] of Object.entries({ cx: 5, cy: 5, r: 5, fill: colour })) dot.setAttribute(name, value);
  drawing.append(dot);
  return drawing;
}

const explorer = count ? explore() : null;
