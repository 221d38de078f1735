// A block of examples: as it is printed, and as its reader changes it.
import { linkTo, placeOf, shown, stateOf } from "./report.js"

// The code alone: what a reader edits has no prompts and no output.
const codeOf = text =>
  text.split("\n").filter(line => /^(>>>|\.\.\.)( |$)/.test(line)).map(line => line.slice(4)).join("\n")

export class Block {
  constructor(bar) {
    this.bar = bar
    this.box = bar.parentElement
    this.name = bar.dataset.name
    this.text = this.box.querySelector("pre").textContent
    this.code = codeOf(this.text)
    this.alone = this.box.matches(".doctest") // a docstring's
    this.status = bar.querySelector("[role=status]")
    this.say = (...words) => this.status.replaceChildren(...words)
    bar.id = placeOf(this.name)
  }

  get changed() {
    return Boolean(this.field) && this.field.value !== this.code
  }

  get told() {
    return this.status.textContent !== ""
  }

  // What Python gets.
  get asked() {
    const { name, alone } = this
    return this.changed ? { name, alone, code: this.field.value } : { name, alone, text: this.text }
  }

  // Below the block, in the text, what belongs to it now; the room for the buttons is no longer enough.
  #place(element, before) {
    this.box.classList.add("live-on")
    before ? this.bar.before(element) : this.bar.after(element)
  }

  output(text) {
    this.out?.remove()
    this.out = null
    if (!text) return
    this.out = Object.assign(document.createElement("pre"), { className: "live-out", tabIndex: 0, textContent: text })
    this.out.setAttribute("role", "region")
    this.out.setAttribute("aria-label", `What ${this.name} did`)
    this.#place(this.out)
  }

  clear() {
    this.say("")
    this.output("")
    if (!this.field) this.box.classList.remove("live-on")
  }

  // Says what a run of the block did; changed is the first block before it that is its reader's.
  show(examples, changed) {
    const state = stateOf(examples)
    const own = this.changed
    this.output(
      examples.filter(({ state }) => own || state === "differs" || state === "stopped").map(shown).join(""))
    if (state === "stopped") this.say("An error stops it:")
    else if (own) this.say("Your code:")
    else if (state === "same") this.say("As printed.")
    else if (changed) this.say("Not as printed, because you changed ", linkTo(changed.name), ":")
    else this.say("Not as printed:")
    if (!this.field && !this.out) this.box.classList.remove("live-on")
    return state
  }

  edit(button, run) {
    if (this.field) {
      this.field.remove()
      this.field = null
      this.clear()
      this.#call(button, "Edit")
      return
    }
    this.field = Object.assign(document.createElement("textarea"), {
      value: this.code, spellcheck: false, rows: this.code.split("\n").length + 1,
    })
    for (const [name, value] of [["aria-label", `Code of ${this.name}`], ["autocapitalize", "off"], ["autocorrect", "off"]]) {
      this.field.setAttribute(name, value)
    }
    this.field.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.isComposing) return
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        run()
      } else if (!event.shiftKey) this.#indent(event)
    })
    this.#place(this.field, true)
    this.#call(button, "Put back")
    this.field.focus()
    this.field.setSelectionRange(0, 0)
  }

  // A new line begins where the last one did, after a colon four columns on.
  #indent(event) {
    const line = this.field.value.slice(0, this.field.selectionStart).split("\n").at(-1)
    const spaces = /^ */.exec(line)[0] + (line.trimEnd().endsWith(":") ? "    " : "")
    if (!spaces) return
    event.preventDefault()
    document.execCommand("insertText", false, `\n${spaces}`) // unlike a new value, it can be undone
  }

  #call(button, words) {
    button.textContent = words
    button.setAttribute("aria-label", `${words} ${this.name}`)
  }
}

// A function that the reader is to write: what bpref's checker says of it stands below it.
export class Exercise extends Block {
  constructor(bar) {
    super(bar)
    this.code = this.text.trimEnd()
  }

  get asked() {
    return { name: this.name, code: this.field?.value ?? this.code, check: this.name }
  }

  show(examples) {
    const last = examples.at(-1)
    const stopped = last.state === "stopped"
    this.say(stopped ? "An error stops it:" : "The checker:")
    this.output(stopped ? shown(last) : last.got)
  }
}
