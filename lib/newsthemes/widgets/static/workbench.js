const listed = (seeds) => seeds.map(([language, phrase]) => `${language}: ${phrase}`).join("\n");
const parsed = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => {
  const found = /^([a-z]{2,3}):\s*(.+)$/.exec(line);
  return found ? [found[1], found[2]] : ["en", line];
});
// The form is made once: what is being typed stays when numbers come in. `known`: what each field held when it was last
// sent or filled from the model.
function form(model, ask) {
  const known = {};
  const field = (tag, key, label, rows) => {
    const input = element(tag, { rows, "data-key": key, "aria-label": label, className: `nt-${key}`, dir: "auto" });
    input.addEventListener("change", () => {
      known[key] = input.value;
      ask({ do: "edit", [key]: key === "seeds" ? parsed(input.value) : input.value });
    });
    return input;
  };
  const fields = { name: field("input", "name", "name of the theme"),
    definition: field("textarea", "definition", "definition, one sentence", 2),
    seeds: field("textarea", "seeds", "seeds, one a line, as language: phrase", 5) };
  const choice = element("select", { "data-key": "choice", "aria-label": "theme",
    onchange: () => { for (const key in fields) known[key] = fields[key].value; ask({ do: "choose", id: choice.value }); } },
    element("option", { value: "", textContent: "a new theme" }),
    ...model.get("themes").map((theme) => element("option", { value: theme.id, textContent: theme.name })));
  const fill = () => {
    const draft = model.get("draft");
    const values = { name: draft.name, definition: draft.definition, seeds: listed(draft.seeds) };
    for (const key in fields) {
      if (fields[key].value !== (known[key] ?? "")) continue;
      fields[key].value = known[key] = values[key];
    }
    choice.value = model.get("themes").some((theme) => theme.id === draft.id) ? draft.id : "";
  };
  fill();
  const labelled = Object.entries({ theme: choice, ...fields });
  return [fill, element("div", { className: "nt-form" },
    ...labelled.flatMap(([label, input]) => [element("label", { textContent: label }), input]))];
}
function buttons(model, ask) {
  const button = (key, label, disabled = false) => element("button", { type: "button", "data-key": key, textContent: label,
    disabled, onclick: () => ask({ do: key }) });
  const none = !model.get("draft").id;
  return element("div", { className: "nt-bar" }, button("undo", "undo", !model.get("can_undo")),
    button("save", "save", none), button("show", "select what it catches", none),
    element("span", { className: "nt-quiet", textContent: "Drag a quote here, or press s in the reader, to add it as a seed." }));
}
function numbers(result) {
  if (!Object.keys(result).length) return [];
  const flipped = result.flipped ? `; since the last edit ${result.flipped[0]} came in and ${result.flipped[1]} went out` : "";
  const of = `${whole(result.count)} of ${whole(result.n)} stories`;
  const share = result.few ? `${of} (${result.note || "too few for a percentage"}); `
    : `${percent(result.share)}: ${of} (${interval(result.low, result.high) || result.note || "no interval"}); `;
  const said = `${share}${whole(result.caught)} passages${flipped}. ${result.seconds.toFixed(2)} s.`;
  return [element("p", { className: "nt-result", role: "status", "data-share": String(result.share), textContent: said }),
    languages(result.by_language), element("div", { className: "nt-columns" }, ...examples(result.examples))];
}
function languages(rows) {
  const body = rows.map((row) => element("tr", {}, element("th", { textContent: row.name, scope: "row" }),
    element("td", { textContent: whole(row.caught) }), element("td", { textContent: whole(row.passages) }),
    element("td", { textContent: percent(row.share) })));
  const head = ["language", "caught", "of passages", "share"].map((name) => element("th", { textContent: name, scope: "col" }));
  return element("table", { className: "nt-languages" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
}
function examples(kinds) {
  return Object.entries(kinds).filter(([, items]) => items.length).map(([kind, items]) =>
    element("section", {}, element("h4", { textContent: kind }), element("ul", {}, ...items.map((item) =>
      element("li", {}, element("span", { className: "nt-number", textContent: `${item.score.toFixed(2)} ` }),
        element("span", { dir: "auto", lang: item.language, textContent: item.text }),
        element("small", { textContent: item.note ? ` (${item.note})` : "" }))))));
}
export default {
  render({ model, el }) {
    el.classList.add("nt", "nt-workbench");
    const busy = element("span", { className: "nt-busy", role: "status" });
    const ask = (message) => { busy.textContent = "counting …"; model.send(message); };
    el.addEventListener("dragover", (event) => { event.preventDefault(); el.classList.add("nt-drop"); });
    el.addEventListener("dragleave", () => el.classList.remove("nt-drop"));
    el.addEventListener("drop", (event) => {
      event.preventDefault();
      el.classList.remove("nt-drop");
      const seed = event.dataTransfer.getData("application/x-newsthemes-seed");
      const [language, phrase] = seed ? JSON.parse(seed) : [null, event.dataTransfer.getData("text/plain")];
      if (phrase) ask({ do: "seed", language, phrase });
    });
    const answered = () => { busy.textContent = ""; };
    const [fill, fields] = form(model, ask), result = element("div");
    el.append(fields, busy, result);
    model.on("change:draft", fill);
    model.on("change:answered", answered);
    const stop = redrawn(model, result, ["draft", "result", "status", "diff", "can_undo"], () => [
      buttons(model, ask),
      element("p", { className: "nt-status", role: "status", textContent: model.get("status") }),
      ...numbers(model.get("result")),
      model.get("diff") ? element("pre", { className: "nt-diff", textContent: model.get("diff") }) : null,
    ].filter(Boolean));
    return () => { stop(); model.off("change:draft", fill); model.off("change:answered", answered); };
  },
};
