// What the buttons do.
import { ask, stop } from "./python.js"
import { linkTo } from "./report.js"
import { Block, Exercise } from "./block.js"
import { Cell } from "./cell.js"

const bars = [...document.querySelectorAll(".live-bar:not(.all, .none)")]
const all = bars.map(bar => {
  if (bar.parentElement.matches(".cell, .cell_input")) return new Cell(bar)
  return bar.parentElement.matches(".your-own") ? new Exercise(bar) : new Block(bar)
})
const cells = all.filter(each => each instanceof Cell)
const blocks = all.filter(each => !(each instanceof Exercise || each instanceof Cell))
let sources = null // of all cells of the page, also of those that it does not show

// While something runs, its button is Stop.
async function during(button, say, work) {
  const { innerHTML: words, ariaLabel: label } = button
  button.innerHTML = "Stop"
  button.ariaLabel = label.replace(/^\w+/, "Stop")
  button.dataset.stops = ""
  try {
    return await work()
  } catch (error) {
    say(error.message)
  } finally {
    button.innerHTML = words
    button.ariaLabel = label
    delete button.dataset.stops
  }
}

// Shows what blocks did, those that are to be shown; returns the first that failed.
function tell(asked, results, shows) {
  let changed = null
  let failed = null
  asked.forEach((block, i) => {
    const examples = results[i]
    if (!examples) {
      if (shows(block)) block.clear()
      return
    }
    const fails = examples.some(({ state }) => state === "stopped" || (state === "differs" && !changed))
    if (block.changed) changed ??= block
    if (fails) failed = block
    if (fails || shows(block)) block.show(examples, changed)
  })
  return failed
}

async function run(block, button) {
  const before = block.alone ? [] : blocks.slice(0, Math.max(blocks.indexOf(block), 0))
  const asked = [...before, block]
  const results = await during(button, block.say, () => ask({ blocks: asked.map(each => each.asked) }, block.say))
  if (!results) return
  const failed = tell(asked, results, each => each === block || each.told)
  if (failed && failed !== block) block.say("Not run: ", linkTo(failed.name), " fails.")
}

// The cells that run for one, in the order of the notebook, with what their reader wrote.
async function upTo(cell) {
  if (!sources) {
    const address = new URL(`cells/${document.documentElement.dataset.cells}.json`, import.meta.url)
    address.search = new URL(import.meta.url).search
    const answer = await fetch(address)
    if (!answer.ok) throw new Error("The cells could not be loaded.")
    sources = await answer.json()
  }
  const asked = sources.map(({ source, hidden }) => {
    const shown = cells.find(each => each.code === source.trimEnd())
    const own = Boolean(shown?.changed)
    return { name: shown?.name ?? "hidden cell", source: own ? shown.field.value : source, hidden, own }
  })
  return asked.slice(0, asked.findIndex(({ name }) => name === cell.name) + 1)
}

async function draw(cell, button) {
  let asked
  const done = await during(button, cell.say, async () => {
    asked = await upTo(cell)
    return ask({ cells: asked }, cell.say)
  })
  if (!done) return
  const own = asked.some(each => each.own)
  const last = asked[done.outputs.length - 1] // it may be one that an error stopped
  const stopped = cells.find(({ name }) => name === last.name)
  if (stopped) stopped.show(done, own)
  if (stopped === cell) return
  cell.clear()
  if (stopped) cell.say("Not run: ", linkTo(stopped.name), " fails.")
  else {
    cell.say("Not run: a cell that the page does not show fails:")
    cell.output(done.error)
  }
}

async function check(button) {
  const say = (...words) => document.querySelector(".live-says").replaceChildren(...words)
  const results = await during(button, say, () => ask({ blocks: blocks.map(each => each.asked) }, say))
  if (!results) return
  const failed = tell(blocks, results, () => true)
  const same = results.filter(examples => examples.every(({ state }) => state === "same")).length
  const changed = blocks.filter(each => each.changed).length
  const words = [`${same} of ${blocks.length} as printed`]
  if (changed) words.push(`, ${changed} changed by you`)
  if (failed) words.push(". First to fail, and to stop the rest: ", linkTo(failed.name))
  say(...words)
}

export function press(button) {
  if ("stops" in button.dataset) return stop()
  if (button.dataset.job === "check") return check(button)
  const block = all.find(each => each.bar.contains(button))
  const go = block instanceof Cell ? draw : run
  if (button.dataset.job === "run") return go(block, button)
  const [runs] = block.bar.children
  block.edit(button, () => "stops" in runs.dataset || go(block, runs))
  // What came of a cell came of those before it, too.
  if (go === draw && !block.field) cells.slice(cells.indexOf(block)).forEach(each => each.clear())
}
