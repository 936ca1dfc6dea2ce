// Tables that can be sorted, filtered and saved. What a reader has chosen stands in the address, so
// that it can be shared: #tbl-name?q=words&sort=2&f=facet:value. Our own few lines, as the tables
// are small and stay plain HTML; a library would bring its own markup, and more code than text.
const FEWEST = 6; // a shorter table is read at a glance
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
const decimal = new Intl.NumberFormat(document.documentElement.lang).formatToParts(1.5)[1].value;
const months = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { month: "long" }).format(new Date(2000, month, 15)).toLowerCase());

// -- what a cell sorts by

/** A date in words as a number, if it is one: year, then month, then day. */
function dateOf(text) {
  const year = /(?:^|\D)((?:19|20)\d\d)(?:\D|$)/.exec(text)?.[1];
  if (!year || text.length > 24) return null;
  const month = Number(/年(\d+)月/.exec(text)?.[1]) || months.findIndex((name) => text.toLowerCase().includes(name)) + 1;
  const day = /月(\d+)日/.exec(text)?.[1] ?? /^(\d{1,2})\s/.exec(text)?.[1] ?? 0;
  return month || text.trim() === year ? Number(year) * 10000 + month * 100 + Number(day) : null;
}

/** The number that a text begins with, perhaps behind a short name: HR 1.33 (95% CI …). */
function numberOf(text) {
  const found = /^(?:\p{L}{1,4}\s)?[<>≤≥=×~\s]*([−-]?\d[\d.,]*)(?:%|\s*[(（;]|\s+v\s|$|\s\p{L}+$)/u.exec(text);
  if (!found) return null;
  const plain = found[1].replace("−", "-").replace(decimal === "," ? /\./g : /,/g, "").replace(",", ".");
  return Number(plain);
}

const isEmpty = (text) => !/[\p{L}\p{N}]/u.test(text);

/** How a column compares: by date, by number or as text; empty cells come last in either order. */
function comparison(texts, direction) {
  const filled = texts.filter((text) => !isEmpty(text));
  const key = [dateOf, numberOf].find((each) => filled.filter((text) => each(text) !== null).length > 0.8 * filled.length);
  const compare = (a, b) => {
    if (!key) return collator.compare(a, b);
    return (key(a) ?? Infinity) - (key(b) ?? Infinity) || 0;
  };
  return (a, b) => isEmpty(a) - isEmpty(b) || direction * compare(a, b);
}

// -- a table and its controls

function textOf(cell) {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll(".uses").forEach((each) => each.remove());
  return copy.textContent.trim();
}

/** A line; what it says is read when it is asked for, as most readers of a page never ask. */
class Line {
  constructor(line, place) {
    Object.assign(this, { line, place, body: line.parentElement });
  }

  get facets() {
    return (this.read ??= JSON.parse(this.line.dataset.facets ?? "[]"));
  }

  get cells() {
    return (this.texts ??= [...this.line.cells].map(textOf));
  }

  get words() {
    const group = this.body.querySelector(".group")?.textContent ?? "";
    return (this.all ??= `${this.line.textContent} ${group}`.toLowerCase());
  }
}

const readLines = (figure) =>
  [...figure.querySelectorAll("tbody tr:not(.group)")].map((line, place) => new Line(line, place));

function explore(figure) {
  const lines = readLines(figure);
  if (lines.length < FEWEST) return null;
  const facets = JSON.parse(figure.dataset.facets ?? "[]");
  const headers = [...figure.querySelectorAll("thead th")];
  const view = { figure, lines, facets, headers, query: "", chosen: facets.map(() => ""), sort: 0, arranged: 0 };
  headers.forEach((header, place) => {
    const button = make("button", { type: "button", class: "sort", onclick: () => sortBy(view, place + 1) });
    button.append(...header.childNodes);
    header.append(button);
  });
  addControls(view);
  update(view);
  return view;
}

function addControls(view) {
  const { figure } = view;
  view.search = make("input", { type: "search", id: `${figure.id}-search`, oninput: () => { view.query = view.search.value; changed(view); } });
  view.selects = view.facets.map((_, place) => facetSelect(view, place));
  view.count = make("span", { class: "count", role: "status" });
  view.none = make("p", { class: "none", hidden: true }, words.no_rows);
  view.reset = button(words.show_all, () => reset(view));
  const copy = button(words.copy_view, () => copyText(location.href.split("#")[0] + addressOf(view), copy));
  const choices = view.selects.map((select, place) => field(view.facets[place], select));
  const facets = make("details", { class: "facets", open: matchMedia("(min-width: 60rem)").matches },
    make("summary", {}, words.filter), make("div", { class: "filters" }, ...choices));
  figure.querySelector(".frame").before(
    make("div", { class: "controls", role: "group", "aria-label": `${words.filter}: ${figure.querySelector(".caption-label")?.textContent ?? ""}` },
      make("div", { class: "filters" }, field(words.search, view.search)),
      choices.length > 0 && facets,
      make("div", { class: "actions" }, view.count, view.reset, copy, button(words.download_rows, () => download(view)))),
    view.none,
  );
}

const button = (name, onclick) => make("button", { type: "button", class: "quiet", onclick }, name);
const field = (name, control) => make("span", { class: "field" }, make("label", { for: control.id }, name), control);

function facetSelect(view, place) {
  const counts = new Map();
  for (const { facets } of view.lines) for (const value of facets[place] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  const options = [...counts].sort(([a], [b]) => collator.compare(a, b));
  const select = make(
    "select",
    { id: `${view.figure.id}-facet-${place}`, onchange: () => { view.chosen[place] = select.value; changed(view); } },
    make("option", { value: "" }, words.all),
    ...options.map(([value, count]) => make("option", { value }, `${value} (${count})`)),
  );
  return select;
}

// -- what is shown, and in which order

function fits(view, line) {
  const parts = view.query.toLowerCase().split(/\s+/).filter(Boolean);
  return parts.every((part) => line.words.includes(part))
    && view.chosen.every((value, place) => !value || line.facets[place]?.includes(value));
}

function update(view) {
  let shown = 0;
  for (const each of view.lines) {
    each.line.hidden = !fits(view, each);
    shown += !each.line.hidden;
  }
  for (const body of new Set(view.lines.map(({ body }) => body))) {
    const group = body.querySelector(".group");
    if (group) group.hidden = view.lines.every((each) => each.body !== body || each.line.hidden);
  }
  view.count.textContent = words.rows_shown.replace("{shown}", shown).replace("{total}", view.lines.length);
  view.none.hidden = shown > 0;
  view.reset.hidden = !addressOf(view).includes("?");
  arrange(view);
}

/** Put the lines in order, within their groups: what stands under two headings can't be compared. */
function arrange(view) {
  if (view.sort === view.arranged) return;
  view.arranged = view.sort;
  const column = Math.abs(view.sort) - 1;
  const order = column < 0 ? () => 0 : comparison(view.lines.map(({ cells }) => cells[column] ?? ""), Math.sign(view.sort));
  const sorted = [...view.lines].sort((a, b) => (column < 0 ? 0 : order(a.cells[column] ?? "", b.cells[column] ?? "")) || a.place - b.place);
  for (const { line, body } of sorted) body.append(line);
  view.headers.forEach((header, place) => {
    if (place === column) header.setAttribute("aria-sort", view.sort > 0 ? "ascending" : "descending");
    else header.removeAttribute("aria-sort");
  });
}

/** Up, then down, then as it was printed. */
function sortBy(view, column) {
  view.sort = { [column]: -column, [-column]: 0 }[view.sort] ?? column;
  changed(view);
}

function reset(view) {
  Object.assign(view, { query: "", chosen: view.facets.map(() => ""), sort: 0 });
  showChoices(view);
  changed(view);
  view.search.focus();
}

function showChoices(view) {
  view.search.value = view.query;
  if (view.chosen.some(Boolean)) view.figure.querySelector(".facets")?.setAttribute("open", "");
  view.selects.forEach((select, place) => {
    select.value = view.chosen[place];
    view.chosen[place] = select.value; // a value that this state of the review does not have
  });
}

function changed(view) {
  update(view);
  history.replaceState(null, "", addressOf(view));
}

// -- the address

function addressOf(view) {
  const parameters = new URLSearchParams();
  if (view.query) parameters.set("q", view.query);
  view.chosen.forEach((value, place) => value && parameters.append("f", `${view.facets[place]}:${value}`));
  if (view.sort) parameters.set("sort", view.sort);
  const written = parameters.toString();
  return `#${view.figure.id}${written && "?"}${written}`;
}

function restore() {
  const [id, written = ""] = location.hash.slice(1).split("?");
  const view = views.find(({ figure }) => figure.id === id);
  if (view && written) {
    const parameters = new URLSearchParams(written);
    const chosen = Object.fromEntries(parameters.getAll("f").map((each) => [each.slice(0, each.indexOf(":")), each.slice(each.indexOf(":") + 1)]));
    const sort = Number(parameters.get("sort"));
    Object.assign(view, {
      query: parameters.get("q") ?? "",
      chosen: view.facets.map((name) => chosen[name] ?? ""),
      sort: Number.isInteger(sort) && Math.abs(sort) <= view.headers.length ? sort : 0,
    });
    showChoices(view);
    update(view);
    view.figure.scrollIntoView();
  } else if (id) {
    revealLine(decoded(id));
  }
}

/** A link to a line that a filter hides takes the filter away. */
function revealLine(id) {
  const target = document.getElementById(id)?.closest("tr[hidden]");
  const view = target && views.find(({ figure }) => figure.contains(target));
  if (!view) return;
  Object.assign(view, { query: "", chosen: view.facets.map(() => "") });
  showChoices(view);
  update(view);
  target.scrollIntoView({ block: "center" });
}

// -- the rows shown as a file

function download(view) {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const groups = view.figure.querySelector("tr.group") !== null;
  const names = [...(groups ? [view.figure.dataset.group ?? ""] : []), ...view.headers.map(textOf), words.rows];
  const shown = [...view.figure.querySelectorAll("tbody tr:not(.group):not([hidden])")];
  const records = shown.map((line) => [
    ...(groups ? [line.parentElement.querySelector(".group").textContent.trim()] : []),
    ...[...line.cells].map(textOf),
    line.dataset.rows,
  ]);
  const text = [names, ...records].map((record) => record.map(quoted).join(",")).join("\r\n");
  // The mark of byte order tells spreadsheets that this is UTF-8.
  const url = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
  make("a", { href: url, download: `${view.figure.dataset.table}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const views = [...document.querySelectorAll("figure.table")].map(explore).filter(Boolean);
restore();
addEventListener("hashchange", restore);
