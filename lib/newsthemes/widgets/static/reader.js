function keys(model) {
  const last = () => model.get("total") - 1;
  const move = (by) => setting(model, "place", Math.max(0, Math.min(last(), model.get("place") + by)));
  return { n: () => move(1), ArrowRight: () => move(1), p: () => move(-1), ArrowLeft: () => move(-1),
    w: () => model.send({ do: "why" }), s: () => model.send({ do: "seed" }) };
}
const button = (key, label, title, onclick, disabled = false) =>
  element("button", { type: "button", "data-key": key, textContent: label, title, onclick, disabled });
function quoted(model, view) {
  const quote = element("mark", { textContent: view.quote, className: "nt-quote", draggable: true, lang: view.language });
  quote.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", view.quote);
    event.dataTransfer.setData("application/x-newsthemes-seed", JSON.stringify([view.language, view.quote]));
  });
  return element("p", { className: "nt-article", dir: "auto", lang: view.language },
    element("span", { textContent: view.before }), quote, element("span", { textContent: view.after }));
}
function themes(view) {
  const rows = view.themes.map((theme) => element("tr", { className: theme.present ? "nt-present" : "" },
    element("th", { textContent: theme.name, scope: "row" }),
    element("td", {}, element("meter", { min: 0, max: 1, value: theme.score, title: theme.id, "aria-label": theme.name })),
    element("td", { textContent: theme.score.toFixed(2) }), element("td", { textContent: theme.present ? "present" : "" })));
  return element("table", { className: "nt-themes" }, element("tbody", {}, ...rows));
}
function why(rows) {
  if (!rows.length) return null;
  const listed = rows.map((row) => element("tr", {}, element("td", { textContent: row.part }),
    element("td", { textContent: row.text, dir: "auto" }), element("td", { textContent: row.effect.toFixed(2) })));
  const head = element("tr", {}, ...["what", "text", "log odds"].map((t) => element("th", { textContent: t, scope: "col" })));
  return element("table", { className: "nt-why" }, element("thead", {}, head), element("tbody", {}, ...listed));
}
function draw(model) {
  const [view, place, total] = ["view", "place", "total"].map((name) => model.get(name));
  if (!total) return [element("p", { className: "nt-quiet", textContent: "No passage is selected." })];
  const move = (by) => () => setting(model, "place", place + by);
  const bar = element("div", { className: "nt-bar" },
    button("previous", "‹ previous", "key p", move(-1), place === 0),
    element("span", { className: "nt-place", textContent: `${whole(place + 1)} of ${whole(total)}` }),
    button("next", "next ›", "key n", move(1), place >= total - 1),
    button("why", "why?", "key w", () => model.send({ do: "why" })),
    button("seed", "use as seed", "key s", () => model.send({ do: "seed" })));
  const source = [view.title, view.source, view.date, view.language, view.article_id].filter(Boolean).join(" · ");
  const first = model.get("first");
  const list = model.get("listed").map((item, at) => element("li", {}, button(`item-${first + at}`, item.text, "",
    () => setting(model, "place", first + at))));
  list.forEach((item, at) => { item.firstChild.tabIndex = first + at === place ? 0 : -1; });  // one stop for Tab; n and p move
  list[place - first]?.firstChild.setAttribute("aria-current", "true");
  return [bar, element("p", { className: "nt-source", textContent: source, dir: "auto" }), quoted(model, view),
    view.gloss && element("p", { className: "nt-gloss", textContent: view.gloss, lang: "en", title: "word for word" }),
    element("p", { className: "nt-quiet", textContent: view.topic ? `Topic: ${view.topic}` : "In no topic" }),
    themes(view), element("p", { className: "nt-status", role: "status", textContent: model.get("status") }),
    why(model.get("why")), element("ol", { className: "nt-list", start: first + 1 }, ...list)].filter(Boolean);
}
export default {
  render({ model, el }) {
    el.classList.add("nt", "nt-reader");
    el.tabIndex = 0;
    el.setAttribute("role", "region");
    el.setAttribute("aria-label", "Reader: keys n, p, w, s");
    answering(el, keys(model));
    return redrawn(model, el, ["view", "listed", "why", "status"], () => draw(model));
  },
};
