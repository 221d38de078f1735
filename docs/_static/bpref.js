// What every page does itself.

// What is wider than a narrow page scrolls by itself.
const scrolls = "pre, .cell_output > .output, .pst-scrollable-table-container, .equation .scroll"

// What the theme leaves to be mended: focus that gets lost, and equations that only a mouse scrolls.
function mend() {
  // The theme takes the focus from the buttons of its header when they are pressed, and so does not
  // know where to put it back when what they opened closes. This runs after its own listener. To a header
  // that sticks to the top a browser would scroll, half a screen up.
  for (const button of document.querySelectorAll(
    ".theme-switch-button, .search-button, .primary-toggle, .secondary-toggle"
  )) {
    button.addEventListener("click", () => button.focus({ preventScroll: true }), true)
  }
  // A choice in the menu of colours closes the menu, and the focus was in it.
  for (const menu of document.querySelectorAll(".theme-switch-container")) {
    menu.addEventListener("hidden.bs.dropdown", () => {
      if (document.activeElement === document.body || menu.contains(document.activeElement)) {
        menu.querySelector(".theme-switch-button").focus({ preventScroll: true })
      }
    })
  }

  // An entry of a phone's menu leads to a place on this page: the menu closes, and what the tab key
  // reaches next is there. The theme's listeners come first, and put the focus back, which scrolls.
  for (const menu of document.querySelectorAll("dialog")) {
    menu.addEventListener("click", ({ target }) => {
      const entry = target.closest('a[href^="#"]')
      if (!entry) return
      menu.addEventListener("close", () => {
        const place = document.getElementById(decodeURIComponent(entry.hash.slice(1)))
          ?? document.querySelector("article")
        const heading = place.querySelector("h1, h2, h3") ?? place
        heading.tabIndex = -1
        heading.focus({ preventScroll: true })
        place.scrollIntoView()
      }, { once: true })
      menu.close()
    })
  }

  // Keys must reach what scrolls, and only that: code on a phone, not a block that fits. The theme asks
  // all blocks for their sizes at once while a page loads, and again at each change of it; a ResizeObserver
  // tells of each when the browser has laid it out, and so takes no time (bundle.py stops the theme).
  const stops = new ResizeObserver(entries => {
    for (const { target: box } of entries) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
      else box.removeAttribute("tabindex")
    }
  })
  document.querySelectorAll(scrolls).forEach(box => stops.observe(box))
}

// The search, its index and its scripts come in their order when its field first has the focus. Until
// they are there, Enter leads to the page of the search.
function bringSearch() {
  const dialog = document.getElementById("pst-search-dialog")
  const form = dialog.querySelector("form")
  const input = dialog.querySelector("input")
  form.addEventListener("formdata", ({ formData }) => formData.set("q", input.value))
  input.addEventListener("focus", () => {
    for (const src of dialog.dataset.scripts.trim().split(" ")) {
      document.head.append(Object.assign(document.createElement("script"), { src, async: false }))
    }
  }, { once: true })
}

// The header says where this is when the title is no more to be seen.
function showPlace() {
  const header = document.querySelector(".bd-header-article")
  const title = document.querySelector(".bd-article h1")
  if (!header || !title) return
  new IntersectionObserver(([{ isIntersecting, boundingClientRect }]) => {
    header.classList.toggle("past-title", !isIntersecting && boundingClientRect.top < 0)
  }, { rootMargin: `-${header.offsetHeight}px 0px 0px` }).observe(title)
}

function begin() {
  mend()
  bringSearch()
  showPlace()
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin)
else begin()
