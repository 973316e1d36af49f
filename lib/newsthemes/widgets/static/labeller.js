const KEYS = { y: "yes", n: "no", s: "skip", u: "undo" };
function opening(model) {
  const themes = element("select", { "data-key": "theme", "aria-label": "theme to label" },
    ...model.get("themes").map((theme) => element("option", { value: theme.id, textContent: theme.name })));
  if (model.get("theme")) themes.value = model.get("theme");
  const choose = element("select", { "data-key": "choose", "aria-label": "which passages" },
    element("option", { value: "drawn", textContent: "drawn at random, for the share" }),
    element("option", { value: "borderline", textContent: "borderline, to learn from" }));
  const coder = element("input", { "data-key": "coder", placeholder: "second coder's name (blind)", "aria-label": "second coder", size: 26 });
  const open = () => model.send({ do: "begin", theme: themes.value, coder: coder.value, choose: choose.value });
  coder.addEventListener("keydown", (event) => event.key === "Enter" && open());
  const begin = element("button", { type: "button", "data-key": "begin", textContent: "begin", onclick: open });
  return element("div", { className: "nt-bar" }, themes, choose, coder, begin);
}
function asked(model) {
  const view = model.get("view");
  const button = (label, what, disabled = false) => element("button", { type: "button", "data-key": what, textContent: label,
    disabled, onclick: () => model.send({ do: what }) });
  if (!view.passage_id) return [element("p", { className: "nt-quiet", textContent:
    model.get("theme") ? "All passages of the sheet are labelled." : "Choose a theme and begin: y, n, s to skip, u to undo." }),
    button("undo (u)", "undo", !model.get("can_undo"))];
  const name = model.get("themes").find((theme) => theme.id === model.get("theme"))?.name ?? model.get("theme");
  return [element("h4", { textContent: `Does this passage carry “${name}”?` }),
    element("p", { className: "nt-article", dir: "auto", lang: view.language }, element("span", { textContent: view.before.slice(-300) }),
      element("mark", { className: "nt-quote", textContent: view.quote }), element("span", { textContent: view.after.slice(0, 300) })),
    view.gloss && element("p", { className: "nt-gloss", textContent: view.gloss, lang: "en" }),
    element("div", { className: "nt-bar" }, button("yes (y)", "yes"), button("no (n)", "no"), button("skip (s)", "skip"),
      button("undo (u)", "undo", !model.get("can_undo")), button("page for a coder without Python", "page"))].filter(Boolean);
}
export default {
  render({ model, el }) {
    el.classList.add("nt", "nt-labeller");
    el.tabIndex = 0;
    el.setAttribute("role", "region");
    el.setAttribute("aria-label", "Labels: keys y, n, s, u");
    answering(el, Object.fromEntries(Object.entries(KEYS).map(([key, what]) => [key, () => model.send({ do: what })])));
    return redrawn(model, el, ["view", "done", "agreement", "status", "can_undo", "theme"], () => [
      opening(model), ...asked(model),
      element("p", { className: "nt-done", role: "status", textContent: model.get("done").line ?? "" }),
      ...model.get("agreement").map((line) => element("p", { className: "nt-quiet", textContent: line })),
      element("p", { className: "nt-status", role: "status", textContent: model.get("status") })]);
  },
};
