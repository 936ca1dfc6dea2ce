// The ways to cite the review can be copied.
for (const way of document.querySelectorAll(".citing .way")) {
  const text = way.querySelector("p, pre");
  const name = way.querySelector("h2")?.textContent ?? words.cite;
  const button = make(
    "button",
    { type: "button", class: "quiet", "aria-label": `${words.copy}: ${name}`, onclick: () => copyText(text.textContent, button) },
    words.copy,
  );
  way.append(button);
}
