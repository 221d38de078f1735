// What the theme leaves to be mended: focus that gets lost, and equations that only a mouse scrolls.
function mend() {
  // The theme takes the focus from the buttons of its header when they are pressed, and so does not
  // know where to put it back when what they opened closes. This runs after its own listener.
  for (const button of document.querySelectorAll(
    ".theme-switch-button, .search-button, .primary-toggle, .secondary-toggle"
  )) {
    button.addEventListener("click", () => button.focus(), true)
  }
  // A choice in the menu of colours closes the menu, and the focus was in it.
  for (const menu of document.querySelectorAll(".theme-switch-container")) {
    menu.addEventListener("hidden.bs.dropdown", () => {
      if (document.activeElement === document.body || menu.contains(document.activeElement)) {
        menu.querySelector(".theme-switch-button").focus()
      }
    })
  }

  // Keys must reach what scrolls, and only that: an equation on a phone, not one that fits.
  const stops = new ResizeObserver(entries => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
      else target.removeAttribute("tabindex")
    }
  })
  document.querySelectorAll(".equation .scroll").forEach(equation => stops.observe(equation))
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mend)
else mend()
