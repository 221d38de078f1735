// Python, in a worker: Pyodide with NumPy, the site's own bpref, and runner.py, which runs the examples.
let python

async function get(address) {
  const answer = await fetch(new URL(address, import.meta.url))
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`)
  return answer
}

async function load(places) {
  const folder = new URL(places.python, import.meta.url).href
  const runner = get(`runner.py${location.search}`).then(answer => answer.text())
  const wheel = get(`${places.bpref}${location.search}`).then(answer => answer.arrayBuffer())
  const { loadPyodide } = await import(`${folder}pyodide.mjs`)
  const pyodide = await loadPyodide({ indexURL: folder, packageBaseUrl: folder, packages: ["numpy"] })
  pyodide.unpackArchive(await wheel, "wheel")
  pyodide.runPython(await runner, { filename: "runner.py" })
  return pyodide
}

let arrived = 0
new PerformanceObserver(list => {
  for (const { transferSize } of list.getEntries()) arrived += transferSize
  postMessage({ arrived })
}).observe({ type: "resource" })

onmessage = async ({ data }) => {
  try {
    if (data.places) {
      python = load(data.places)
      await python
      postMessage({ ready: true })
    } else {
      const run = (await python).globals.get("run")
      postMessage({ number: data.number, blocks: JSON.parse(run(JSON.stringify(data.blocks))) })
    }
  } catch (error) {
    postMessage({ failed: `Python could not go on. ${error.message}` })
  }
}
