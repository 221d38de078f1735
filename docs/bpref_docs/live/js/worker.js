// Python, in a worker: Pyodide with NumPy, the site's own bpref, and runner.py, which runs the examples. The
// first cell brings Matplotlib, and what cells import and read.
let places
let python
let cells
let loads = "Python"

async function get(address) {
  const answer = await fetch(new URL(address, import.meta.url))
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`)
  return answer
}

async function load() {
  const folder = new URL(places.python, import.meta.url).href
  const runner = get(`runner.py${location.search}`).then(answer => answer.text())
  const wheel = get(`${places.bpref}${location.search}`).then(answer => answer.arrayBuffer())
  const { loadPyodide } = await import(`${folder}pyodide.mjs`)
  const pyodide = await loadPyodide({ indexURL: folder, packageBaseUrl: folder, packages: ["numpy"] })
  pyodide.unpackArchive(await wheel, "wheel")
  pyodide.runPython(await runner, { filename: "runner.py" })
  return pyodide
}

async function loadCells() {
  const pyodide = await python
  loads = "Matplotlib"
  arrived = 0
  const archive = get(`${places.cells}${location.search}`).then(answer => answer.arrayBuffer())
  let failed = false
  await pyodide.loadPackage("matplotlib", { messageCallback() {}, errorCallback() { failed = true } })
  if (failed) throw new Error("Matplotlib could not be loaded.")
  pyodide.unpackArchive(await archive, "zip", { extractDir: "/cells" })
  pyodide.runPython("import sys; sys.path[:0] = ['/cells', '/cells/docs']; begin()")
  const { run } = pyodide.pyimport("bpref_docs.live.cells")
  postMessage({ draws: true })
  return run
}

let arrived = 0
new PerformanceObserver(list => {
  for (const { transferSize } of list.getEntries()) arrived += transferSize
  postMessage({ arrived, loads })
}).observe({ type: "resource" })

onmessage = async ({ data }) => {
  try {
    if (data.places) {
      places = data.places
      python = load()
      await python
      postMessage({ ready: true })
    } else {
      if (data.cells) cells ??= loadCells()
      const run = data.cells ? await cells : (await python).globals.get("run")
      postMessage({ number: data.number, done: JSON.parse(run(JSON.stringify(data.cells ?? data.blocks))) })
    }
  } catch (error) {
    postMessage({ failed: `Python could not go on. ${error.message}` })
  }
}
