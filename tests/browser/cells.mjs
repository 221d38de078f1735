// Runs the cells of pages in Pyodide, with the files of the built site: `node cells.mjs SITE pages.json`.
import { readFileSync, readdirSync } from "node:fs"

const [site, asked] = process.argv.slice(2)
const read = name => new Uint8Array(readFileSync(`${site}/${name}`))
const [folder] = readdirSync(`${site}/live`).filter(name => name.startsWith("pyodide-"))
const [wheel] = readdirSync(`${site}/download`).filter(name => name.endsWith(".whl"))
const indexURL = `${site}/live/${folder}/`
const { loadPyodide } = await import(`${indexURL}pyodide.mjs`)
const python = await loadPyodide({ indexURL, packageBaseUrl: indexURL })
await python.loadPackage(["numpy", "matplotlib"], { messageCallback() {} })
python.unpackArchive(read(`download/${wheel}`), "wheel")
python.unpackArchive(read("live/cells.zip"), "zip", { extractDir: "/cells" })
python.runPython("import sys; sys.path[:0] = ['/cells', '/cells/docs']")
const { run } = python.pyimport("bpref_docs.live.cells")
const done = Object.entries(JSON.parse(readFileSync(asked, "utf-8"))).map(([page, cells]) => {
  const start = performance.now()
  const found = JSON.parse(run(JSON.stringify(cells)))
  return [page, { ...found, seconds: (performance.now() - start) / 1000 }]
})
process.stdout.write(JSON.stringify(Object.fromEntries(done)))
