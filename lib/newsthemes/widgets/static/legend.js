export default {
  render({ model, el }) {
    el.classList.add("nt", "nt-legend");
    const toggle = (name) => setting(model, "picked", model.get("picked") === name ? null : name);
    return redrawn(model, el, ["groups", "picked", "title"], () => [
      element("p", { className: "nt-quiet", textContent: model.get("title") }),
      element("ul", {}, ...model.get("groups").map((group) => element("li", {},
        element("button", { type: "button", "data-key": group.name, title: "select these passages",
          "aria-pressed": String(model.get("picked") === group.name), onclick: () => toggle(group.name) },
          element("i", { className: "nt-dot", style: `background:${group.colour}`, "aria-hidden": "true" }),
          element("span", { textContent: group.name, dir: "auto" }),
          element("small", { textContent: ` ${whole(group.selected)} of ${whole(group.count)}` }))))),
    ]);
  },
};
