/* In the head of the page of the whole network, before anything is painted: ?stage fills the screen
   with it, ?embed is for the frame of another page. */
for (const view of ["stage", "embed"]) {
  if (!new URLSearchParams(location.search).has(view)) continue;
  const { dataset } = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  // The theme asks what was chosen, which a browser may refuse in a frame.
  Object.assign(dataset, { view, theme: dark.matches ? "dark" : "light" });
}
