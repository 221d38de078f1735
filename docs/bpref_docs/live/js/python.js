// Python in a worker, which the first run begins and Stop ends.
let worker = null
let ready = false
let count = 0
const waiting = new Map() // who asked, by the number of the question

function sayAll(words) {
  for (const { say } of waiting.values()) say(words)
}

function end(why) {
  worker?.terminate()
  worker = null
  ready = false
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
      document.querySelectorAll(".live-bar [title]").forEach(each => each.removeAttribute("title"))
      sayAll("Running …")
    } else if (data.arrived) sayAll(`Loading Python: ${(data.arrived / 1e6).toFixed(1)} MB so far …`)
    else {
      waiting.get(data.number)?.resolve(data.blocks)
      waiting.delete(data.number)
    }
  }
  worker.postMessage({ places })
}

// What the examples of these blocks did; say gets words meanwhile.
export function ask(blocks, say) {
  say(ready ? "Running …" : "Loading Python …")
  if (!worker) begin()
  return new Promise((resolve, reject) => {
    waiting.set(++count, { resolve, reject, say })
    worker.postMessage({ number: count, blocks })
  })
}
