// A code cell. What it shows takes the place of what the build made, which Put back brings again. A table is
// typeset by the build alone: what comes of it here is text, below the code.
import { Block } from "./block.js"

function made({ kind, data }) {
  const element = document.createElement("div")
  element.className = kind === "html" ? "output text_html" : "output stream"
  if (kind === "html") element.innerHTML = data
  else element.append(Object.assign(document.createElement("pre"), { tabIndex: 0, textContent: data }))
  return element
}

const textOf = outputs => outputs.map(({ data }) => data).join("")

export class Cell extends Block {
  constructor(bar) {
    super(bar)
    this.code = this.text.trimEnd()
    // The code of a check is within what the check shows, and stays.
    const shows = bar.closest(".cell").querySelector(".cell_output")
    if (shows && !shows.contains(bar)) {
      this.shows = shows
      this.built = [...shows.childNodes]
      this.printed = Array.from(shows.querySelectorAll("pre"), pre => pre.textContent).join("").trim()
    }
  }

  clear() {
    super.clear()
    this.shows?.replaceChildren(...this.built)
    this.shows?.classList.remove("live-new")
  }

  // Says what came of a run; own is whether code of its reader ran.
  show({ outputs: all, error }, own) {
    this.clear()
    const outputs = all.at(-1)
    const kinds = new Set(outputs.map(({ kind }) => kind))
    if (error) {
      this.output(textOf(outputs.filter(({ kind }) => kind === "text")) + error)
      this.say("An error stops it:")
    } else if (!outputs.length) this.say("It ran, and shows nothing.")
    else if (kinds.has("table")) {
      this.output(textOf(outputs.filter(({ kind }) => kind !== "html")))
      this.say(own ? "From your code, as text, " : "As text, ", "since only the build typesets it:")
    } else if (!this.shows) {
      this.output(" ")
      this.out.replaceChildren(...outputs.map(made))
      this.say("Your code:")
    } else {
      const same = !kinds.has("html") && textOf(outputs).trim() === this.printed
      this.shows.replaceChildren(...outputs.map(made))
      this.shows.classList.toggle("live-new", own)
      if (kinds.has("html")) this.say(own ? "Drawn by your code." : "Drawn anew, in your browser.")
      else if (same) this.say("As printed.")
      else this.say(own ? "Printed by your code." : "Not as it was printed.")
    }
  }
}
