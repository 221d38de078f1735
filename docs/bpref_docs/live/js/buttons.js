// Run and Edit below each block of examples and each code cell, and Check this page above the title. That is
// all that a page loads: the first press brings what they do (page.js). Where nothing can be run, html has no data-live:
// from a folder, in a build without Python, on a page without examples. layout.html sets it before
// anything is drawn, and live.css makes the room, so that nothing moves when the buttons come.
{
  const { live: address, cells } = document.documentElement.dataset
  const cost = "loads Python, 9 MB, once"
  const plots = "Matplotlib, 9 MB, once"

  const bar = (name, buttons) => {
    const made = document.createElement("div")
    made.className = "live-bar"
    made.setAttribute("role", "group")
    made.setAttribute("aria-label", name)
    made.innerHTML = buttons
    return made
  }

  // Where a press is answered: beside the button, of the whole page below the title.
  const status = ({ parentElement: { lastElementChild: beside } }) =>
    beside.matches("[role=status]") ? beside : document.querySelector(".live-says")

  // It comes with the press: put in while the page loads, it would have the browser find the styles of all
  // that stands beside it, the whole text, once more.
  const makeStatus = () => {
    if (document.querySelector(".live-says")) return
    const says = document.createElement("p")
    says.className = "live-says"
    says.setAttribute("role", "status")
    document.querySelector(".bd-article h1").after(says)
  }

  const press = async ({ currentTarget: button }) => {
    if (button.dataset.job === "check") makeStatus()
    try {
      (await import(new URL(address, document.baseURI))).press(button)
    } catch {
      status(button).textContent
        = "What runs the examples could not be loaded. Is this page from a copy of the site?"
    }
  }

  const buttons = (run, name, title, shown) =>
    `<button type="button" data-job="run" title="${title}" aria-label="${run} ${name}">${run}</button
    ><button type="button" data-job="edit" aria-label="Edit ${name}">Edit</button
    >${shown}<span role="status"></span>`
  const runAndEdit = (run, name) => buttons(run, name, cost, `<span class="cost">${cost}</span>`)
  // Whoever has Python already pays for the rest.
  const drawAndEdit = name => buttons("Run", name, `loads Python, 9 MB, and ${plots}`,
    `<span class="cost plots">loads <span class="python">Python, 9 MB, and </span>${plots}</span>`)

  const begin = () => {
    const boxes = document.querySelectorAll(".bd-article :is(.highlight-pycon, .doctest)")
    boxes.forEach((box, i) => {
      const runs = !box.matches(".not-in-browsers")
      const made = bar(`Block ${i + 1}`, runs ? runAndEdit("Run", `block ${i + 1}`) : "")
      made.classList.toggle("none", !runs)
      if (!runs) made.textContent = "No Run here: browsers report no overflow."
      made.dataset.name = `block ${i + 1}`
      box.append(made)
    })
    for (const box of document.querySelectorAll(".bd-article .your-own")) {
      const [, name] = /^def (\w+)/m.exec(box.textContent)
      box.append(bar(`Your ${name}`, runAndEdit("Check", name)))
      box.lastChild.dataset.name = name
    }
    const codes = cells ? document.querySelectorAll(".bd-article .cell .cell_input") : []
    codes.forEach((code, i) => {
      const name = `cell ${i + 1}`
      const cell = code.closest(".cell")
      const made = bar(`Cell ${i + 1}`, cell.dataset.notRun ? "" : drawAndEdit(name))
      made.classList.toggle("none", "notRun" in cell.dataset)
      if (cell.dataset.notRun) made.textContent = `No Run here: ${cell.dataset.notRun}.`
      made.dataset.name = name
      const folded = code.parentElement !== cell
      ;(folded ? code : cell).append(made) // in view, it stands below what the cell shows
    })
    const where = document.querySelector(".bd-article .where")
    if (where && boxes.length > 1) {
      const all = bar("All blocks", `<button type="button" data-job="check" title="${cost}" aria-label="Check this page"
        >Check<span class="long"> this page</span></button
        ><span class="cost"><span class="long">loads Python, </span>9 MB<span class="long">, once</span></span>`)
      all.classList.add("all")
      where.prepend(all) // beside it, it would have the browser find the styles of the whole text once more
    }
    document.querySelectorAll(".live-bar button").forEach(each => each.addEventListener("click", press))
  }
  if (address) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin)
    else begin()
  }
}
