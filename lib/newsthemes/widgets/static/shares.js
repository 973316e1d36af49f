// `fewest`: stories below which a count says more than a percentage.
function line(row, fewest) {
  const few = row.n !== null && row.n < fewest;
  const bar = element("div", { className: "nt-share", "aria-hidden": "true" });
  if (row.low !== null) bar.append(element("i", { className: "nt-range",
    style: `left:${100 * row.low}%;width:${100 * (row.high - row.low)}%` }));
  if (row.share !== null) bar.append(element("b", { className: "nt-point", style: `left:${100 * row.share}%` }));
  if (row.share_rest !== null) bar.append(element("u", { className: "nt-rest", style: `left:${100 * row.share_rest}%` }));
  const gap = few || row.difference === null ? "" : `${row.difference > 0 ? "+" : "−"}${Math.abs(100 * row.difference).toFixed(1)}`;
  const clear = row.difference_low !== null && (row.difference_low > 0 || row.difference_high < 0);
  return element("tr", { "data-id": String(row.id), "data-share": String(row.share), title: row.note ?? "" },
    element("th", { textContent: row.name, scope: "row", dir: "auto" }), element("td", {}, bar),
    element("td", { className: "nt-number", textContent: few ? "" : percent(row.share) }),
    element("td", { textContent: interval(row.low, row.high) }),
    element("td", { textContent: row.count === null ? "" : `${whole(row.count)} of ${whole(row.n)}` }),
    element("td", { textContent: percent(row.share_rest) }),
    element("td", { className: clear ? "nt-clear" : "", textContent: gap }));
}
export default {
  render({ model, el }) {
    el.classList.add("nt", "nt-shares");
    const columns = ["", "", "selection", `${model.get("level")} interval`, "stories", "rest", "points apart"];
    return redrawn(model, el, ["rows", "title"], () => [
      element("p", { className: "nt-quiet", role: "status", textContent: model.get("title") }),
      ...["theme", "topic"].map((kind) => element("table", {},
        element("caption", { textContent: kind === "theme" ? "Themes" : "Topics" }),
        element("thead", {}, element("tr", {}, ...columns.map((name) => element("th", { textContent: name, scope: "col" })))),
        element("tbody", {}, ...model.get("rows").filter((row) => row.kind === kind).map((row) => line(row, model.get("fewest")))))),
    ]);
  },
};
