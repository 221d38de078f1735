// What Sphinx's search lacks: a question finds its answer though it is worded otherwise, a function's
// name finds the function, and excerpts are sentences of the text.
{
  // From a folder no excerpts: a browser lets no script read the other pages there.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false

  const stemmer = new Stemmer()
  const stems = text => new Set(splitQuery(text.toLowerCase()).map(word => stemmer.stemWord(word)))

  // The headings that share rare words with the query: the cosine between the two, at most 1.
  const likeHeadings = query => {
    const { alltitles, titles, docnames, filenames } = Search._index
    const headings = Object.entries(alltitles).map(([title, places]) => [title, stems(title), places])
    const found = new Map()
    for (const [, words] of headings) {
      for (const word of words) found.set(word, (found.get(word) ?? 0) + 1)
    }
    const weight = word => Math.log(1 + headings.length / found.get(word)) ** 2
    const sum = words => words.reduce((total, word) => total + weight(word), 0)
    const asked = [...stems(query)].filter(word => found.has(word))
    const results = []
    for (const [title, words, places] of headings) {
      const common = asked.filter(word => words.has(word))
      if (!common.length) continue
      const likeness = sum(common) / Math.sqrt(sum(asked) * sum([...words]))
      if (likeness < 0.25) continue
      for (const [file, id] of places) {
        results.push([
          docnames[file],
          titles[file] === title ? title : `${titles[file]} > ${title}`,
          id === null ? "" : `#${id}`,
          null,
          // A page of just that name stands above an entry of the glossary, which has 100.
          id === null && likeness > 0.9 ? 105 : Math.round(90 * likeness),
          filenames[file],
          SearchResultKind.title,
        ])
      }
    }
    return results
  }

  Scorer.objNameMatch = 110 // a function's whole name, above all headings
  const performSearch = Search._performSearch
  Search._performSearch = (query, ...terms) => {
    const found = performSearch(query, ...terms)
    // Headings that are less like the query are better than nothing.
    const headings = likeHeadings(query).filter(([, , , , score]) => score > 35 || !found.length)
    const results = [...found, ...headings]
    results.forEach(result => (result[3] = null)) // what a function does is said by its first sentence
    results.sort(_orderResultsByScoreThenName) // the best comes last
    const seen = new Set()
    return results
      .reverse()
      .filter(([page, , anchor]) => {
        const place = page + anchor
        return !seen.has(place) && seen.add(place)
      })
      .reverse()
  }

  // No code, no tables, no folds.
  const LEFT_OUT = ".headerlink, .label, .where, .uses, .bpref-network, table, details, pre, svg, script"
  Search.makeSearchSummary = (html, keywords, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html")
    const article = page.querySelector("article")
    const target = anchor ? page.getElementById(decodeURIComponent(anchor.slice(1))) : null
    const part = (target?.matches("dt") ? target.nextElementSibling : target) ?? article
    part.querySelectorAll(LEFT_OUT).forEach(element => element.remove())
    const sentences = []
    for (const block of part.querySelectorAll("p, li, dd")) {
      if (block.querySelector("p, li")) continue // what is within comes by itself
      const text = block.textContent.replace(/\s+/g, " ").trim()
      sentences.push(...(text.match(/.+?[.?!](?= |$)|.+$/g) ?? []).map(found => found.trim()))
    }
    const hits = sentence =>
      [...keywords].filter(word => sentence.toLowerCase().includes(word.toLowerCase())).length
    const best = sentences.reduce((best, each, i) => (hits(each) > hits(sentences[best]) ? i : best), 0)
    let excerpt = sentences[best] ?? ""
    for (let i = best + 1; excerpt.length < 140 && i < sentences.length; i++) {
      excerpt += ` ${sentences[i]}`
    }
    const summary = document.createElement("p")
    summary.className = "context"
    summary.textContent = excerpt
    return summary
  }
}
