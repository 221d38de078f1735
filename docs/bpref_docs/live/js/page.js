// What the buttons do.
import { ask, stop } from "./python.js"
import { linkTo } from "./report.js"
import { Block, Exercise } from "./block.js"

const bars = [...document.querySelectorAll(".live-bar:not(.all, .none)")]
const all = bars.map(bar => bar.parentElement.matches(".your-own") ? new Exercise(bar) : new Block(bar))
const blocks = all.filter(each => !(each instanceof Exercise))

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
  const results = await during(button, block.say, () => ask(asked.map(each => each.asked), block.say))
  if (!results) return
  const failed = tell(asked, results, each => each === block || each.told)
  if (failed && failed !== block) block.say("Not run: ", linkTo(failed.name), " fails.")
}

async function check(button) {
  const say = (...words) => document.querySelector(".live-says").replaceChildren(...words)
  const results = await during(button, say, () => ask(blocks.map(each => each.asked), say))
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
  if (button.dataset.job === "run") return run(block, button)
  const [runs] = block.bar.children
  block.edit(button, () => "stops" in runs.dataset || run(block, runs))
}
