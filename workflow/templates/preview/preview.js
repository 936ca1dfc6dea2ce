// The preview: reloads the page when it was built again, where the reader was, and tells problems.
(() => {
  const version = document.currentScript.dataset.version;
  const place = "livereview-preview-place";
  // What a reader's place is held against: what stands in the text, one below the other.
  const blocks = "h1, h2, h3, h4, h5, h6, p, li, tr, dt, dd, pre, figcaption, svg";

  const begins = (element) => element.textContent.trim().slice(0, 200);

  function inSection(section) {
    return [...section.querySelectorAll(blocks)].filter(
      (block) => block.closest("section[id], main, body") === section,
    );
  }

  /** What stands at the top of the window: its section, its number there, its words, its height. */
  function here() {
    const top = [...document.querySelectorAll(`main :is(${blocks})`)].find(
      (block) => block.getBoundingClientRect().bottom > 0 && block.getClientRects().length,
    );
    if (!top || window.scrollY === 0) return { y: window.scrollY };
    const section = top.closest("section[id], main, body");
    return {
      section: section.id,
      number: inSection(section).indexOf(top),
      words: begins(top),
      offset: top.getBoundingClientRect().top,
      y: window.scrollY,
    };
  }

  /** The block that was at the top: the one with its words, or the one in its place. */
  function find(was) {
    const section = was.section && document.getElementById(was.section);
    if (!section) return null;
    const found = inSection(section);
    const same = found.filter((block) => begins(block) === was.words);
    const nearest = (first, second) =>
      Math.abs(found.indexOf(first) - was.number) - Math.abs(found.indexOf(second) - was.number);
    return same.sort(nearest)[0] ?? found[Math.min(was.number, found.length - 1)] ?? section;
  }

  const folds = () => [...document.querySelectorAll("details:not(#preview details)")];

  function remember() {
    const open = folds().flatMap((fold, number) => (fold.open ? [number] : []));
    const focus = document.activeElement?.id ?? "";
    const state = { ...here(), open, focus, folds: folds().length, hash: location.hash };
    try {
      sessionStorage.setItem(place, JSON.stringify(state));
    } catch { /* then the page begins at its top */ }
  }

  function taken() {
    try {
      const was = JSON.parse(sessionStorage.getItem(place));
      sessionStorage.removeItem(place);
      return was?.hash === location.hash ? was : null;
    } catch { // a browser that keeps nothing
      return null;
    }
  }

  function comeBack(was) {
    history.scrollRestoration = "manual";
    if (was.folds === folds().length) {
      folds().forEach((fold, number) => { fold.open = was.open.includes(number); });
    }
    const block = find(was);
    const y = block ? window.scrollY + block.getBoundingClientRect().top - was.offset : was.y;
    window.scrollTo({ top: y, behavior: "instant" });
    if (was.focus) document.getElementById(was.focus)?.focus({ preventScroll: true });
  }

  function make(name, text = "", className = "") {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  const panel = make("aside");
  panel.id = "preview";
  panel.lang = "en";
  panel.setAttribute("aria-label", "Preview");
  // One line that is read aloud when it changes; the list below it can be read at leisure.
  const status = make("p");
  status.setAttribute("role", "status");
  panel.append(status);
  document.body.append(panel);

  function item(problem) {
    const made = make("li");
    const field = problem.field ? `${problem.field}: ` : "";
    made.append(make("span", problem.place, "place"), `: ${field}${problem.message}`);
    if (problem.hint) made.append(make("span", problem.hint, "hint"));
    return made;
  }

  function items(problems) {
    const made = make("ul");
    made.append(...problems.map(item));
    return made;
  }

  function pdf() {
    const link = make("a", "PDF of this state");
    link.href = location.pathname.replace(/\.html$/, ".pdf");
    link.target = "_blank"; // so that the page stays where its reader is
    return link;
  }

  function warnings(summary, problems) {
    const fold = make("details");
    fold.open = panel.querySelector("details")?.open ?? false;
    fold.append(make("summary", summary), items(problems));
    return fold;
  }

  /** The status stays where it is: put in anew, it would be read aloud again. */
  function putBesideStatus(...elements) {
    while (status.nextSibling) status.nextSibling.remove();
    panel.append(...elements);
  }

  function tell(state) {
    const wrong = state.problems.filter((problem) => problem.severity === "error");
    const others = state.problems.filter((problem) => problem.severity === "warning");
    const sound = wrong.length === 0 && state.failure === "";
    panel.className = sound ? "" : "wrong";
    status.textContent = state.status;
    putBesideStatus(
      ...(wrong.length ? [items(wrong)] : []),
      ...(others.length ? [warnings(state.warnings, others)] : []),
      ...(version && sound ? [pdf()] : []),
    );
  }

  // When the page's own scripts have run, and again when its letters have their widths.
  const was = taken();
  if (was) {
    document.addEventListener("DOMContentLoaded", () => comeBack(was));
    document.fonts.ready.then(() => comeBack(was));
  }

  const events = new EventSource("/events");
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    if (state.version && state.version !== version) location.reload();
    else tell(state);
  };
  events.onerror = () => {
    status.textContent = "The preview has stopped.";
    panel.className = "stopped";
    putBesideStatus();
  };
  window.addEventListener("pagehide", remember);
})();
