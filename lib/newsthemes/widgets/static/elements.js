// What all parts share. Text from a corpus is only ever set as text: nothing here reads it as HTML.
function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && name !== "list") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}
const percent = (share) => (share === null || share === undefined ? "–" : `${(100 * share).toFixed(1)}%`);
const interval = (low, high) => (low === null || low === undefined ? "" : `${percent(low)} to ${percent(high)}`);
const whole = (number) => Number(number).toLocaleString("en");
// Scroll an article so that its quote stands in the middle.
function centre(article) {
  const quote = article.querySelector(".nt-quote");
  if (quote) article.scrollTop += quote.getBoundingClientRect().top - article.getBoundingClientRect().top - article.clientHeight / 3;
}
// Redraw `root` from the model whenever one of its traits changes; focus stays where it was.
function redrawn(model, el, traits, draw) {
  const redraw = () => {
    const focus = el.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    el.replaceChildren(...draw());
    const again = focus && el.querySelector(`[data-key="${CSS.escape(focus)}"]`);
    const next = again?.disabled ? again.parentElement.querySelector("button:not(:disabled)") : again;
    next?.focus({ preventScroll: true });
    requestAnimationFrame(() => el.querySelectorAll(".nt-article").forEach(centre));
  };
  const names = traits.map((name) => `change:${name}`).join(" ");
  model.on(names, redraw);
  redraw();
  return () => model.off(names, redraw);
}
// Answer keys pressed in a part by `actions` {key: what to do}; not while somebody types, nor keys with a modifier.
function answering(el, actions) {
  el.addEventListener("keydown", (event) => {
    if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!actions[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    actions[event.key]();
  });
}
function setting(model, name, value) {
  model.set(name, value);
  model.save_changes();
}
