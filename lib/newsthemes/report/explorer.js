"use strict";
// The controls: what a reader asks for goes to the map, the table and the status line; a chosen passage to the panel.

const byId = (id) => document.getElementById(id);
const NONE_OF = { theme: "no theme", topic: "no topic" };

function explore() {
  const panel = byId("evidence"), controls = ["theme", "topic", "source", "language"];
  let opened = null;

  const close = () => {
    invite(panel);
    map.choose(null);
    table.mark(null);
    opened?.focus();
  };
  const choose = (row, from = null) => {
    opened = from ?? opened;
    showPassage(panel, row, { choose, close });
    map.choose(row);
    table.mark(row);
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  };
  const map = new PassageMap(byId("map"), byId("hover"), (row) => choose(row, byId("map")));
  const table = new PassageTable(byId("passages"), choose);

  controls.forEach((by) => offer(byId(by), GROUPINGS[by]));
  const colours = controls.filter((by) => bySize(GROUPINGS[by]).length);
  byId("colour").append(...colours.map((by) => element("option", { value: by }, by)));
  byId("colour").value = data.topics.length ? "topic" : colours[0];

  const filter = () => {
    const wanted = Object.fromEntries(controls.map((by) => [by, byId(by).value === "" ? null : Number(byId(by).value)]));
    const search = byId("search").value;
    const rows = select({ ...wanted, search });
    map.show(rows);
    table.show(rows, folded(search.trim()));
    byId("status").textContent = `${rows.length.toLocaleString("en")} of ${count.toLocaleString("en")} passages`;
    pressLegend();
  };
  const pressLegend = () => {
    const chosen = byId(byId("colour").value).value;
    for (const button of byId("legend").children) button.setAttribute("aria-pressed", String(button.value === chosen));
  };
  const paint = () => {
    const by = byId("colour").value, groups = GROUPINGS[by];
    byId("legend").replaceChildren(...map.colour(groups).map(([group, colour]) => {
      const button = element("button", { type: "button", value: group }, swatch(colour), element("span", { dir: "auto" }, groups.names[group]));
      button.addEventListener("click", () => {
        byId(by).value = byId(by).value === button.value ? "" : button.value;
        filter();
      });
      return button;
    }));
    filter();
  };

  let waiting;
  byId("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  });
  controls.forEach((by) => byId(by).addEventListener("change", filter));
  byId("colour").addEventListener("change", paint);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    [...controls, "search"].forEach((id) => (byId(id).value = ""));
    filter();
  });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && opened && close());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  invite(panel);
  paint();

  document.querySelectorAll("details.quotes").forEach((details) => listQuotes(details, choose));
  if (byId("contradictions")) listContradictions(byId("contradictions"), choose);
  return { map, table };
}

/** The choices of one filter; a filter that leaves no choice is not shown. */
function offer(control, { by, names, members, of }) {
  const groups = by === "source" || by === "theme" ? [...names.keys()].filter((group) => members[group]) : bySize({ members });
  const none = of.includes(-1) && groups.length ? [-1] : [];
  control.append(element("option", { value: "" }, "all"), ...[...groups, ...none].map((group) => {
    const [name, size] = group < 0 ? [NONE_OF[by], of.filter((other) => other < 0).length] : [names[group], members[group]];
    return element("option", { value: group }, `${name} (${size.toLocaleString("en")})`);
  }));
  control.parentElement.hidden = groups.length + none.length < 2;
}

function invite(panel) {
  panel.replaceChildren(element("p", {}, "Choose a passage on the map or in the table to read it where it stands in its article."));
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
