// Runs examples in Pyodide, with the files of the built site: `node live.mjs SITE pages.json`.
import { readFileSync, readdirSync } from "node:fs"

const [site, asked] = process.argv.slice(2)
const [folder] = readdirSync(`${site}/live`).filter(name => name.startsWith("pyodide-"))
const [wheel] = readdirSync(`${site}/download`).filter(name => name.endsWith(".whl"))
const indexURL = `${site}/live/${folder}/`
const { loadPyodide } = await import(`${indexURL}pyodide.mjs`)
const python = await loadPyodide({ indexURL, packageBaseUrl: indexURL })
await python.loadPackage("numpy", { messageCallback() {} })
python.unpackArchive(new Uint8Array(readFileSync(`${site}/download/${wheel}`)), "wheel")
python.runPython(readFileSync(`${site}/live/runner.py`, "utf-8"))
const run = python.globals.get("run")
const pages = JSON.parse(readFileSync(asked, "utf-8"))
const done = Object.entries(pages).map(([page, blocks]) => [page, JSON.parse(run(JSON.stringify(blocks)))])
process.stdout.write(JSON.stringify(Object.fromEntries(done)))
