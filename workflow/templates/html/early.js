// The reader's choice of colours, before the first paint: else the page would flash in the others.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* a browser that keeps nothing shows the colours of its system */ }
