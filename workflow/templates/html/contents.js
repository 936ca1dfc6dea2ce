// The contents follow along: the entry of the section that is being read is marked.
const entries = new Map(
  [...document.querySelectorAll(".contents a")].map((link) => [link.getAttribute("href"), link]),
);
const sections = [...document.querySelectorAll("main section[id]")].filter((section) =>
  entries.has(`#${section.id}`),
);
const seen = new Set();
let current = null;

function mark() {
  // Of the sections in sight the innermost that began first.
  const inside = sections.filter((section) => seen.has(section));
  const first = inside.find((section) => !inside.some((other) => other !== section && section.contains(other)));
  const link = first && entries.get(`#${first.id}`);
  if (!link || link === current) return;
  current?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  current = link;
  const list = link.closest(".contents");
  if (list.scrollHeight > list.clientHeight) {
    list.scrollTop = link.offsetTop - list.clientHeight / 2;
  }
}

const observer = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    }
    mark();
  },
  { rootMargin: "-15% 0px -70% 0px" },
);
sections.forEach((section) => observer.observe(section));

// Each heading has a link to itself, to be copied.
for (const section of document.querySelectorAll("main section[id]")) {
  const heading = section.querySelector(":scope > :is(h2, h3, h4, h5, h6)");
  const name = `${words.link_here}: ${heading?.textContent.trim()}`;
  heading?.append(make("a", { class: "anchor", href: `#${section.id}`, "aria-label": name }, "#"));
}
