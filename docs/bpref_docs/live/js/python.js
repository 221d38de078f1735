// Python in a worker, which the first run begins and Stop ends.
let worker = null
let ready = false
let draws = false // whether it has Matplotlib
let count = 0
const waiting = new Map() // who asked, by the number of the question

function sayAll(words) {
  for (const { say } of waiting.values()) say(words)
}

function end(why) {
  worker?.terminate()
  worker = null
  ready = false
  draws = false
  for (const { reject } of waiting.values()) reject(new Error(why))
  waiting.clear()
}

export function stop() {
  end("Stopped. The next run starts Python anew.")
}

function begin() {
  const address = new URL("worker.js", import.meta.url)
  address.search = new URL(import.meta.url).search // the version of the site
  worker = new Worker(address, { type: "module", name: "Python" })
  worker.onerror = () => end("Python could not be loaded.")
  worker.onmessage = ({ data }) => {
    if (data.failed) end(data.failed)
    else if (data.ready) {
      ready = true
      document.documentElement.dataset.liveLoaded = "" // what it costs is paid
      document.querySelectorAll(".live-bar [title]").forEach(each => {
        each.title = each.title.replace(/Python, \d+ MB(, and |, once$)/, "").replace(/^loads $/, "")
      })
      sayAll("Running …")
    } else if (data.draws) {
      draws = true
      document.documentElement.dataset.plotsLoaded = ""
      document.querySelectorAll(".live-bar [title]").forEach(each => each.removeAttribute("title"))
      sayAll("Running …")
    } else if (data.arrived) sayAll(`Loading ${data.loads}: ${(data.arrived / 1e6).toFixed(1)} MB so far …`)
    else {
      waiting.get(data.number)?.resolve(data.done)
      waiting.delete(data.number)
    }
  }
  worker.postMessage({ places })
}

// What blocks or cells did; say gets words meanwhile.
export function ask(what, say) {
  say(!ready ? "Loading Python …" : what.cells && !draws ? "Loading Matplotlib …" : "Running …")
  if (!worker) begin()
  return new Promise((resolve, reject) => {
    waiting.set(++count, { resolve, reject, say })
    worker.postMessage({ number: count, ...what })
  })
}
