// The search as one types, in the theme's dialog: it opens with Ctrl K or with a button. bpref.js loads
// this, Sphinx's search and its index when the field first has the focus. The field is a combobox, the
// results are its list: arrows choose one, Enter opens it, Escape closes. The words stand in
// docs/_templates/layout.html. The theme's own search as one types (search_as_you_type) loads all that
// with every page, fetches the whole page of each result, and has neither list nor choice for keys.
{
  const SHOWN = 8 // and a link to all
  const dialog = document.getElementById("pst-search-dialog")
  const input = dialog.querySelector("input")
  const list = dialog.querySelector("[role=listbox]")
  const status = dialog.querySelector("[role=status]")
  const all = dialog.querySelector(".all")
  let searched = ""
  let waiting

  const option = ({ address, heading, page, excerpt }, number) => {
    const link = document.createElement("a")
    link.id = `found-${number}`
    link.href = address
    link.tabIndex = -1 // the focus stays in the field
    link.setAttribute("role", "option")
    for (const [name, html] of [["heading", heading], ["above", page]]) {
      const part = link.appendChild(document.createElement("span"))
      part.className = name
      part.innerHTML = html
    }
    link.append(excerpt())
    return link
  }

  const choose = chosen => {
    for (const link of list.children) link.setAttribute("aria-selected", link === chosen)
    if (!chosen) return input.removeAttribute("aria-activedescendant")
    input.setAttribute("aria-activedescendant", chosen.id)
    chosen.scrollIntoView({ block: "nearest" })
  }
  const chosen = () => list.querySelector("[aria-selected=true]")

  const search = () => {
    clearTimeout(waiting)
    const query = input.value.trim()
    if (query === searched) return
    searched = query
    const found = query ? Search.find(query) : []
    list.replaceChildren(...found.slice(0, SHOWN).map(option))
    list.scrollTop = 0
    list.hidden = !found.length
    input.setAttribute("aria-expanded", !list.hidden)
    choose(list.firstElementChild)
    const { none, one, many } = status.dataset
    status.textContent = !query ? "" : !found.length ? none : found.length === 1 ? one : many.replace("{}", found.length)
    all.hidden = found.length <= SHOWN
    all.href = `${input.form.action}?q=${encodeURIComponent(query)}`
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(search, 80)
  })
  input.addEventListener("focus", () => input.select()) // what was typed before gives way
  input.addEventListener("keydown", event => {
    if (event.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && list.children.length) {
      event.preventDefault()
      const links = [...list.children]
      choose(links.at((links.indexOf(chosen()) + step) % links.length))
    }
    if (event.key === "Enter") {
      event.preventDefault()
      search()
      chosen()?.click()
    }
  })
  list.addEventListener("pointermove", ({ target }) => {
    const link = target.closest("[role=option]")
    if (link && link !== chosen()) choose(link)
  })
  // A place on this very page is there to be seen.
  list.addEventListener("click", () => dialog.close())
  search()
}
