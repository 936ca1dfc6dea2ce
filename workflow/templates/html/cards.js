// Cards: what a value or a citation rests on, beside it. They open when it is pointed at, focused or
// tapped; the pointer can move into them, Escape closes them, Enter moves the keyboard into them.
const TRIGGERS = ".value a.to-row, .evidence, .citation a[href^='#ref-'], a.mark, tbody tr[data-rows] .value";
const OPEN_AFTER = 180; // milliseconds: a pointer that passes by opens nothing
const CLOSE_AFTER = 280; // and one that moves on to the card does not lose it

const card = make("div", { id: "card", class: "card", role: "dialog", "aria-labelledby": "card-title", tabindex: "-1", hidden: true });
document.body.append(card);
let trigger = null;
let timer = 0;
let touched = false;

/** The element whose rows count, for what was pointed at: a citation as a whole, a line's value. */
function triggerOf(target) {
  const found = target instanceof Element ? target.closest(TRIGGERS) : null;
  return found?.closest(".evidence") ?? found;
}

/** The rows behind an element; a citation of works alone has none, though its paragraph has. */
function rowsOf(element) {
  if (element.matches(".citation a")) return [];
  return element.closest("[data-rows]")?.dataset.rows.split(" ") ?? [];
}
/** The works that a citation names, those within a range such as 8–10 too. */
function worksOf(element) {
  const citation = element.closest(".citation") ?? element.querySelector(".citation");
  return citation?.dataset.cites.split(" ") ?? [];
}

const known = (name) => name in data.rows || Boolean(recordOf(name));
const recordOf = (name) => document.querySelector(`.record[data-row="${CSS.escape(name)}"]`);
const anchorOf = (name) => `#row-${name.replace(":", "-")}`;

// -- what a card says

function link(address, text, title = null, lang = null) {
  return make("a", { href: address, title: title || null, lang: lang || null }, text);
}

function commaList(word, links) {
  const parts = links.flatMap((each, place) => (place ? [", ", each] : [each]));
  return links.length ? make("p", { class: "uses" }, make("span", {}, `${word} `), ...parts) : null;
}

/** A work: its entry in the reference list where it has one, with the link to there. */
function work(key) {
  const entry = document.getElementById(`ref-${key}`);
  if (!entry) {
    const { authors, title, year, url } = data.works[key] ?? { title: key };
    const parts = [authors, title, year].filter(Boolean);
    const text = parts.map((part) => (/[.?!。？！]$/.test(part) ? part : `${part}.`)).join(" ");
    return make("li", {}, url ? link(url, text) : text);
  }
  const item = make("li", { lang: entry.getAttribute("lang") });
  const body = entry.querySelector(".csl-right-inline") ?? entry;
  item.append(...[...body.cloneNode(true).childNodes]);
  const number = entry.querySelector(".csl-left-margin")?.textContent.trim();
  item.prepend(link(`#ref-${key}`, number || "↓"), " ");
  return item;
}

function fact(title, text) {
  const linked = /^https?:\/\//.test(text);
  return [make("dt", {}, title), make("dd", {}, linked ? link(text, text) : text)];
}

/** The record of a row: from the data, or a copy of that which stands in the page. */
function record(name) {
  const row = data.rows[name];
  if (!row) {
    const copy = recordOf(name).cloneNode(true);
    copy.removeAttribute("id");
    return [...copy.childNodes].filter((node) => !node.classList?.contains("record-name"));
  }
  const { columns } = data.tables[name.split(":")[0]];
  return [
    row.effect && make("p", { class: "record-effect" }, row.effect),
    make("dl", {}, ...Object.entries(row.cells).flatMap(([column, text]) => fact(columns[column], text))),
    make("p", { class: "record-sources" }, words.sources),
    make("ul", {}, ...row.works.map(work)),
    row.shown && commaList(words.shown_in, [link(anchorOf(name), row.shown)]),
    commaList(words.used_in, row.used.map((place) => link(...place))),
  ].filter(Boolean);
}

function labelOf(name) {
  return data.rows[name]?.label ?? recordOf(name).querySelector(".record-name").textContent;
}

/** A row among several: its record is made when it is unfolded. */
function fold(name) {
  const effect = data.rows[name]?.effect ?? "";
  const details = make(
    "details",
    { ontoggle: () => { if (details.children.length === 1) details.append(...record(name)); } },
    make("summary", {}, labelOf(name), effect && make("b", {}, ` ${effect}`)),
  );
  return details;
}

function fill(element) {
  const names = rowsOf(element).filter(known);
  const keys = worksOf(element);
  const close = make("button", { type: "button", class: "close", "aria-label": words.close, onclick: () => hide(true) }, "×");
  const title = (text) => make("p", { id: "card-title", class: "record-name" }, text);
  if (names.length === 1) {
    card.replaceChildren(close, title(link(anchorOf(names[0]), labelOf(names[0]))), ...record(names[0]));
  } else if (names.length) {
    const sources = keys.length ? [make("p", { class: "record-sources" }, words.sources), make("ul", {}, ...keys.map(work))] : [];
    card.replaceChildren(close, title(words.rests_on.replace("{}", names.length)), ...names.map(fold), ...sources);
  } else {
    card.replaceChildren(close, title(words.sources), make("ul", {}, ...keys.map(work)));
  }
  return names.length + keys.length > 0;
}

// -- where and when it opens

function place(point) {
  const rects = [...trigger.getClientRects()];
  const rect = rects.find((each) => point && point.y >= each.top - 2 && point.y <= each.bottom + 2) ?? rects[0];
  if (!rect) return;
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth: width, offsetHeight: height } = card;
  const below = rect.bottom + 6 + height <= clientHeight || rect.top < height + 6;
  const left = Math.max(8, Math.min(rect.left - 12, clientWidth - width - 8));
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(below ? rect.bottom + 6 : rect.top - height - 6) + scrollY}px`;
}

function show(element, point = null) {
  clearTimeout(timer);
  if (element === trigger && !card.hidden) return;
  hide(false);
  if (!fill(element)) return;
  trigger = element;
  trigger.setAttribute("aria-describedby", "card-title");
  card.hidden = false;
  card.scrollTop = 0;
  place(point);
}

/** Close the card; on demand the keyboard goes back to where it came from. */
function hide(back) {
  clearTimeout(timer);
  if (back && card.contains(document.activeElement)) focusable(trigger)?.focus({ preventScroll: true });
  trigger?.removeAttribute("aria-describedby");
  trigger = null;
  card.hidden = true;
}

const focusable = (element) => (element?.matches("a[href], [tabindex]") ? element : element?.querySelector("a[href]"));

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const found = triggerOf(event.target);
  clearTimeout(timer);
  if (found) timer = setTimeout(() => show(found, { y: event.clientY }), OPEN_AFTER);
  else if (!card.hidden && !card.contains(event.target) && !card.contains(document.activeElement)) {
    timer = setTimeout(() => hide(false), CLOSE_AFTER);
  }
});
document.addEventListener("pointerdown", (event) => {
  touched = event.pointerType === "touch";
  if (!card.hidden && !card.contains(event.target) && !triggerOf(event.target)) hide(false);
});
document.addEventListener("focusin", (event) => {
  if (card.contains(event.target)) return;
  const found = triggerOf(event.target);
  if (found && event.target.matches(":focus-visible")) show(found);
  else if (!found) hide(false);
});
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (card.contains(event.target)) {
    if (event.target.closest("a[href^='#']")) setTimeout(() => hide(false)); // it leads away
    return;
  }
  const found = triggerOf(event.target);
  if (!found) return;
  const keyboard = event.detail === 0;
  // A pointer that clicks a citation has seen its card: it follows the link to the reference.
  if (!keyboard && !touched && event.target.closest("a[href^='#ref-']")) return hide(false);
  show(found, { y: event.clientY });
  if (card.hidden) return;
  event.preventDefault();
  if (keyboard) card.focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
  if (card.hidden) return;
  if (event.key === "Escape") hide(true);
  if (event.key !== "Tab" || !card.contains(document.activeElement)) return;
  // Beyond its ends the keyboard is back where it came from.
  const inside = [...card.querySelectorAll("a[href], button, summary")].filter((each) => each.checkVisibility());
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  if (document.activeElement === edge || (event.shiftKey && document.activeElement === card)) {
    event.preventDefault();
    hide(true);
  }
});
addEventListener("resize", () => hide(false));
