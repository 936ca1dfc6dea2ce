// The switch of colours: as the system, light or dark; the choice is kept in this browser.
const root = document.documentElement;
const choices = { auto: words.theme_auto, light: words.theme_light, dark: words.theme_dark };

function choose(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch { /* it holds until the page is closed */ }
}

const select = make(
  "select",
  { id: "theme", onchange: () => choose(select.value) },
  ...Object.entries(choices).map(([value, name]) => make("option", { value }, name)),
);
select.value = root.dataset.theme ?? "auto";
document.querySelector(".title-block").prepend(
  make("div", { class: "theme" }, make("label", { for: "theme" }, words.theme), select),
);
