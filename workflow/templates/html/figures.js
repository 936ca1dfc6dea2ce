// A figure with marks is one stop of the keyboard, not a hundred: the arrows walk from mark to mark.
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

for (const drawing of document.querySelectorAll("figure svg")) {
  const marks = [...drawing.querySelectorAll("a.mark")];
  marks.forEach((mark, place) => mark.setAttribute("tabindex", place ? "-1" : "0"));
  drawing.addEventListener("keydown", (event) => {
    const place = marks.indexOf(event.target.closest("a.mark"));
    const next = event.key === "Home" ? marks[0] : event.key === "End" ? marks.at(-1) : marks[place + STEPS[event.key]];
    if (place < 0 || !next) return;
    event.preventDefault();
    marks[place].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}
