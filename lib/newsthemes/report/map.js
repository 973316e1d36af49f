"use strict";
// The map: a dot a passage, coloured by a grouping, with the groups named where most of their dots are.

const COLOURS = 10; // groups with a colour of their own, the largest; all others are grey
const FAINT = 0.07; // opacity of dots that the filters leave out; many on one another add up, so less where there are many
const MANY = 4000;
const FINER_FROM = 0.75; // zoom levels beyond the whole map from which finer topics are named
const CELLS = 10; // a side, of the grid that finds where most dots of a group are

class PassageMap {
  /** ``onChoose(row)`` when a dot is clicked. */
  constructor(box, hover, onChoose) {
    this.hover = hover;
    this.map = L.map(box, {
      crs: L.CRS.Simple, attributionControl: false, zoomControl: false, zoomSnap: 0.25, minZoom: -6, maxZoom: 9,
      scrollWheelZoom: false, dragging: !L.Browser.mobile,
    });
    L.control.zoom({ zoomInTitle: "Zoom in", zoomOutTitle: "Zoom out" }).addTo(this.map);
    box.addEventListener("focusin", () => this.map.scrollWheelZoom.enable());
    box.addEventListener("focusout", () => this.map.scrollWheelZoom.disable());
    const tall = box.clientHeight / Math.max(box.clientWidth, 1); // axes mean nothing: they are stretched to the box
    passages.y = passages.y.map((y) => y * tall);
    const far = passages.x.length > 1 ? 1 : 2; // one dot alone stands in the middle, and not under a button
    const [top, right] = [passages.y, passages.x].map((numbers) => far * Math.max(...atLeastOne(numbers)));
    this.bounds = L.latLngBounds([[0, 0], [top, right]]);
    this.renderer = L.canvas({ padding: 0.2, tolerance: L.Browser.mobile ? 10 : 3 });
    this.draw();
    this.names = L.layerGroup().addTo(this.map);
    this.ring = L.circleMarker([0, 0], { renderer: this.renderer, radius: 9, weight: 3, fill: false, interactive: false });
    this.fit();
    this.dots.on("mouseover", (event) => this.tell(event));
    this.dots.on("mouseout", () => this.hush());
    this.dots.on("click", (event) => onChoose(event.propagatedFrom.row));
    this.map.on("zoomend resize", () => this.unclutter());
    this.map.on("movestart", () => this.hush());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hush());
  }

  draw() {
    const narrow = this.map.getSize().x < 500 ? 1 : 0;
    const radius = (count > 20000 ? 2 : count > 4000 ? 3 : count > 800 ? 4 : 5) - narrow;
    this.markers = passages.text.map((_, row) => {
      const dot = L.circleMarker([passages.y[row], passages.x[row]], { renderer: this.renderer, radius, stroke: false });
      dot.row = row;
      return dot;
    });
    this.dots = L.featureGroup(this.markers);
  }

  fit() {
    const snap = this.map.options.zoomSnap, room = this.map.getSize().x < 500 ? 12 : 28;
    this.map.setMinZoom(-6);
    this.map.options.zoomSnap = 0; // rounded down to a step, the whole would not fill its box
    this.map.fitBounds(this.bounds, { padding: [room, room], animate: false });
    this.map.options.zoomSnap = snap;
    this.whole = this.map.getZoom();
    this.map.setMinZoom(this.whole - 0.5).setMaxBounds(this.bounds.pad(0.6));
    this.dots.addTo(this.map);
  }

  /** Colours the dots by a grouping; returns [[group, colour]] of the coloured groups, the largest first. */
  colour(groups) {
    const style = getComputedStyle(document.documentElement);
    const ofGroup = new Array(groups.names.length).fill(style.getPropertyValue("--none"));
    const largest = bySize(groups).slice(0, COLOURS);
    const own = { theme: data.themes, language: data.languages }[groups.by]; // these have one colour in all figures
    largest.forEach((group, place) => {
      const known = own?.[group].colour ?? place;
      ofGroup[group] = style.getPropertyValue(known < 0 ? "--none" : `--group-${known}`);
    });
    this.markers.forEach((dot, row) => {
      const group = groups.of[row];
      dot.options.fillColor = group < 0 ? style.getPropertyValue("--none") : ofGroup[group];
    });
    this.ring.setStyle({ color: style.getPropertyValue("--ink") });
    this.name(groups);
    return largest.map((group) => [group, ofGroup[group]]);
  }

  /** Shows these rows and leaves the others as shadows that can't be pointed at. */
  show(rows) {
    const shown = new Uint8Array(count);
    rows.forEach((row) => (shown[row] = 1));
    const faint = FAINT * Math.min(1, MANY / count);
    this.markers.forEach((dot, row) => {
      dot.options.interactive = Boolean(shown[row]);
      dot.options.fillOpacity = shown[row] ? 0.85 : faint;
      if (shown[row] && rows.length < count) dot.bringToFront();
    });
    this.redraw();
  }

  /** Draws all dots anew, once, in the next frame. Leaflet's own ways ask for a drawing a dot, or take every dot off the
   *  map and put it back, which takes twice as long as the drawing. */
  redraw() {
    const canvas = this.renderer;
    canvas._redrawBounds = L.bounds(canvas._bounds.min, canvas._bounds.max);
    canvas._redrawRequest ??= L.Util.requestAnimFrame(canvas._redraw, canvas);
  }

  choose(row) {
    if (row === null) return this.ring.remove();
    this.ring.setLatLng(this.markers[row].getLatLng()).addTo(this.map);
    return this.map.panInside(this.ring.getLatLng(), { padding: [40, 40], animate: false });
  }

  tell({ propagatedFrom: dot, containerPoint: point }) {
    this.hover.replaceChildren(...hoverLines(dot.row));
    this.hover.hidden = false;
    const box = this.map.getContainer().getBoundingClientRect(), own = this.hover.getBoundingClientRect();
    const [x, y] = [box.left + point.x, box.top + point.y];
    const left = x + 16 + own.width < innerWidth ? x + 16 : x - 16 - own.width;
    this.hover.style.left = `${Math.max(8, left)}px`;
    this.hover.style.top = `${Math.min(Math.max(8, y - own.height / 2), innerHeight - own.height - 8)}px`;
  }

  hush() {
    this.hover.hidden = true;
  }

  /** Names the largest groups of themes and topics; sources and languages lie everywhere, and the legend names them. */
  name(groups) {
    this.names.clearLayers();
    if (groups.by !== "topic" && groups.by !== "theme") return;
    this.nameAll(groups.names, groups.of, bySize(groups), "group");
    if (groups.by === "topic") {
      const sizes = data.finer.map(() => 0);
      passages.finer.forEach((part) => part >= 0 && sizes[part]++);
      this.nameAll(data.finer, passages.finer, bySize({ members: sizes }), "finer");
    }
    this.unclutter();
  }

  nameAll(names, of, order, kind) {
    const spots = densest(of, names.length);
    for (const group of order) {
      if (!spots[group]) continue; // a theme that is nowhere the surest has no dots of its own
      const html = element("span", { className: kind, dir: "auto", "aria-hidden": "true" }, names[group]);
      const icon = L.divIcon({ html, className: "name", iconSize: null });
      L.marker(spots[group], { icon, interactive: false, keyboard: false }).addTo(this.names);
    }
  }

  /** Hides names that would cover one already there, and finer topics while the whole map is in view. */
  unclutter() {
    const taken = [], near = this.map.getZoom() >= this.whole + FINER_FROM;
    const frame = this.map.getContainer().getBoundingClientRect();
    this.names.eachLayer((marker) => {
      const name = marker.getElement().firstChild;
      name.style.marginLeft = 0;
      const inside = name.getBoundingClientRect();
      name.style.marginLeft = `${shift(inside, frame)}px`;
      const box = name.getBoundingClientRect();
      const free = !taken.some((other) => overlap(box, other)) && (near || !name.classList.contains("finer"));
      name.classList.toggle("hidden", !free);
      if (free) taken.push(box);
    });
  }
}

const atLeastOne = (numbers) => numbers.reduce((top, number) => [Math.max(top[0], number)], [1]);
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** How far a name that the frame cuts goes sideways to stand inside; one that is outside altogether stays there. */
function shift(box, frame) {
  if (box.right < frame.left || box.left > frame.right) return 0;
  return Math.max(0, frame.left + 4 - box.left) - Math.max(0, box.right - frame.right + 4);
}

/** Groups with members, the largest first. */
function bySize({ members }) {
  return [...members.keys()].filter((group) => members[group]).sort((a, b) => members[b] - members[a] || a - b);
}

/** [y, x] a group: the mean of its dots in the cell of a grid that has most of them; undefined for one without. */
function densest(of, groups) {
  const side = Math.max(atLeastOne(passages.x)[0], atLeastOne(passages.y)[0]) / CELLS;
  const cells = Array.from({ length: groups }, () => new Map());
  for (let row = 0; row < count; row++) {
    if (of[row] < 0) continue;
    const [x, y] = [passages.x[row], passages.y[row]];
    const key = Math.floor(x / side) * 10000 + Math.floor(y / side);
    const cell = cells[of[row]].get(key) ?? [0, 0, 0];
    cells[of[row]].set(key, [cell[0] + 1, cell[1] + y, cell[2] + x]);
  }
  return cells.map((found) => {
    const [number, y, x] = [...found.values()].reduce((best, cell) => (cell[0] > best[0] ? cell : best), [0, 0, 0]);
    return number ? [y / number, x / number] : undefined;
  });
}

/** What a dot says when it is pointed at: the passage, where it is from, and what it is about. */
function hoverLines(row) {
  const article = data.articles[passages.article[row]], text = passages.text[row];
  const about = [themesOf(row).join(", ") || "no theme", topicOf(row)].filter(Boolean);
  return [
    element("p", spoken(row), clipped(text, 320)),
    element("p", { className: "quiet" }, [sourceOf(row), article.date, languageOf(row)].filter(Boolean).join(" · ")),
    element("p", { className: "quiet", dir: "auto" }, about.join(" · ")),
  ];
}
