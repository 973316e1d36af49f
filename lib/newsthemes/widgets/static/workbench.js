const listed = (seeds) => seeds.map(([language, phrase]) => `${language}: ${phrase}`).join("\n");
const parsed = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => {
  const found = /^([a-z]{2,3}):\s*(.+)$/.exec(line);
  return found ? [found[1], found[2]] : ["en", line];
});
function form(model) {
  const draft = model.get("draft");
  const field = (tag, key, label, value, rows) => {
    const input = element(tag, { value, rows, "data-key": key, "aria-label": label, className: `nt-${key}`, dir: "auto" });
    input.addEventListener("change", () => model.send({ do: "edit", ...read() }));
    return input;
  };
  const name = field("input", "name", "name of the theme", draft.name);
  const definition = field("textarea", "definition", "definition, one sentence", draft.definition, 2);
  const seeds = field("textarea", "seeds", "seeds, one a line, as language: phrase", listed(draft.seeds), 5);
  const read = () => ({ name: name.value, definition: definition.value, seeds: parsed(seeds.value) });
  const choice = element("select", { "data-key": "choice", "aria-label": "theme",
    onchange: () => model.send({ do: "choose", id: choice.value }) },
    element("option", { value: "", textContent: "a new theme" }),
    ...model.get("themes").map((theme) => element("option", { value: theme.id, textContent: theme.name })));
  choice.value = model.get("themes").some((theme) => theme.id === draft.id) ? draft.id : "";
  return element("div", { className: "nt-form" },
    ...[["theme", choice], ["name", name], ["definition", definition], ["seeds", seeds]]
      .flatMap(([label, input]) => [element("label", { textContent: label }), input]));
}
function buttons(model) {
  const button = (key, label, disabled = false) => element("button", { type: "button", "data-key": key, textContent: label,
    disabled, onclick: () => model.send({ do: key }) });
  const none = !model.get("draft").id;
  return element("div", { className: "nt-bar" }, button("undo", "undo", !model.get("can_undo")),
    button("save", "save", none), button("show", "select what it catches", none),
    element("span", { className: "nt-quiet", textContent: "Drag a quote here, or press s in the reader, to add it as a seed." }));
}
function numbers(result) {
  if (!Object.keys(result).length) return [];
  const flipped = result.flipped ? `; since the last edit ${result.flipped[0]} came in and ${result.flipped[1]} went out` : "";
  const share = `${percent(result.share)} of stories (${interval(result.low, result.high) || result.note || "no interval"}); `
    + `${whole(result.caught)} passages${flipped}. ${result.seconds.toFixed(2)} s.`;
  const languages = result.by_language.map((row) => element("tr", {}, element("th", { textContent: row.language, scope: "row" }),
    element("td", { textContent: `${whole(row.caught)} of ${whole(row.passages)}` }), element("td", { textContent: percent(row.share) })));
  const examples = Object.entries(result.examples).filter(([, items]) => items.length).map(([kind, items]) =>
    element("section", {}, element("h4", { textContent: kind }), element("ul", {}, ...items.map((item) =>
      element("li", { dir: "auto", lang: item.language, textContent: `${item.score.toFixed(2)} ${item.text}` })))));
  return [element("p", { className: "nt-result", role: "status", "data-share": String(result.share), textContent: share }),
    element("table", { className: "nt-languages" }, element("tbody", {}, ...languages)),
    element("div", { className: "nt-columns" }, ...examples)];
}
export default {
  render({ model, el }) {
    el.classList.add("nt", "nt-workbench");
    el.addEventListener("dragover", (event) => { event.preventDefault(); el.classList.add("nt-drop"); });
    el.addEventListener("dragleave", () => el.classList.remove("nt-drop"));
    el.addEventListener("drop", (event) => {
      event.preventDefault();
      el.classList.remove("nt-drop");
      const seed = event.dataTransfer.getData("application/x-newsthemes-seed");
      const [language, phrase] = seed ? JSON.parse(seed) : [null, event.dataTransfer.getData("text/plain")];
      if (phrase) model.send({ do: "seed", language, phrase });
    });
    return redrawn(model, el, ["draft", "result", "status", "diff", "can_undo"], () => [
      form(model), buttons(model),
      element("p", { className: "nt-status", role: "status", textContent: model.get("status") }),
      ...numbers(model.get("result")),
      model.get("diff") ? element("pre", { className: "nt-diff", textContent: model.get("diff") }) : null,
    ].filter(Boolean));
  },
};
