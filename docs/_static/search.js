// What Sphinx's search lacks: a question finds its answer though it is worded otherwise, a function's
// name finds the function, an entry of the glossary has its name, and excerpts are sentences of the
// text with the words marked that were looked for.
// Sphinx has no way in but the scores, which do not know the query
// (https://github.com/sphinx-doc/sphinx/issues/13649): what is changed below is private to Sphinx 9,
// and tests/docs/site/test_search_words.py says so where it is there no more.
{
  // From a folder no excerpts: a browser lets no script read the other pages there.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false

  const stemmer = new Stemmer()
  const stems = text => new Set(splitQuery(text.toLowerCase()).map(word => stemmer.stemWord(word)))

  // What readers type where the site has another word (search_words.json).
  const inSiteWords = query => Object.entries(SITE_SAYS).reduce(
    (text, [theirs, ours]) => text.replace(RegExp(`\\b${theirs}`, "gi"), ours), query)

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
    const like = words => {
      const common = asked.filter(word => words.has(word))
      return common.length ? sum(common) / Math.sqrt(sum(asked) * sum([...words])) : 0
    }
    for (const [title, words, places] of headings) {
      const likeness = like(words)
      if (likeness < 0.25) continue
      const [name] = title.split(":") // "Gradient checking: ..." is a page of that name
      const named = like(new Set([...stems(name)].filter(word => found.has(word)))) > 0.9
      for (const [file, id] of places) {
        if (/^id\d+$/.test(id)) continue // a table's caption, or the number of a version
        results.push([
          docnames[file],
          titles[file] === title ? title : `${titles[file]} > ${title}`,
          id === null ? "" : `#${id}`,
          null,
          // A page of just that name stands above an entry of the glossary, which has 100.
          id === null && named ? 105 : Math.round(90 * likeness),
          filenames[file],
          SearchResultKind.title,
        ])
      }
    }
    return results
  }

  // Sphinx would mark letters inside words, here and on the page that is opened then.
  const parseQuery = Search._parseQuery
  Search._parseQuery = query => {
    const [asked, terms, excluded, , objects] = parseQuery(inSiteWords(query))
    localStorage.removeItem("sphinx_highlight_terms")
    return [asked, terms, excluded, new Set(), objects]
  }

  // An entry of the index says of which page it is, and not which.
  const nameEntries = results => {
    const { docnames, indexentries } = Search._index
    const names = new Map()
    for (const [entry, places] of Object.entries(indexentries)) {
      for (const [file, id] of places) names.set(`${docnames[file]}#${id}`, entry)
    }
    for (const result of results) {
      if (result[6] === SearchResultKind.index) result[1] += ` > ${names.get(result[0] + result[2])}`
    }
  }

  Scorer.objNameMatch = 110 // a function's whole name, above all headings
  const performSearch = Search._performSearch
  Search._performSearch = (query, ...terms) => {
    const found = performSearch(query, ...terms)
    nameEntries(found)
    // Headings that are less like the query are better than nothing.
    const headings = likeHeadings(query).filter(([, , , , score]) => score > 35 || !found.length)
    const results = [...found, ...headings]
    for (const result of results) {
      result[3] = null // what a function does is said by its first sentence
      if (result[0] === "reference/changelog") result[4] -= 1000 // it has every word, and explains none
    }
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

  // No code, no tables, no folds; of a function what it does, and not its arguments.
  const LEFT_OUT = ".headerlink, .label, .where, .uses, .calls, .cheat, .field-list, .seealso, .rubric, "
    + ".bpref-network, .bpref-touch, table, details, pre, svg, script"
  const sentencesOf = part => {
    part.querySelectorAll(LEFT_OUT).forEach(element => element.remove())
    // Typeset, what stands above needs no sign; as text, 1/m would be 1m, and m² would be m2.
    for (const pile of [...part.querySelectorAll("mfrac, msup")].reverse()) {
      const [above, below] = [...pile.children].map(({ textContent }) =>
        /\S[+−]/.test(textContent) ? `(${textContent})` : textContent)
      if (pile.matches("mfrac")) pile.textContent = `${above}/${below}`
      else if (below === "𝖳") pile.textContent = `${above}ᵀ`
      else if (/^[\p{L}\p{N}−(]/u.test(below)) pile.textContent = `${above}^${below}`
    }
    const sentences = []
    for (const block of part.querySelectorAll("p, li, dd")) {
      if (block.querySelector("p, li")) continue // what is within comes by itself
      // Between a function and a letter is a sign that takes no room.
      const text = block.textContent.replace(/\u2061(?=[\p{L}\p{N}])|\s+/gu, " ").trim()
      const found = text.match(/.+?[.?!]\)?(?= |$)|.+$/g) ?? []
      const before = sentences.at(-1)
      // An equation was left out; what follows it may end its sentence.
      if (before?.endsWith("…") && block.firstChild.nodeName === "#text" && /^\p{Ll}/u.test(text)) {
        sentences.push(`${sentences.pop()} ${found.shift().trim()}`)
      }
      for (const piece of found) {
        const last = sentences.at(-1) ?? ""
        // What is in brackets may be several sentences, and belongs together.
        if (last.split("(").length > last.split(")").length) sentences.push(`${sentences.pop()} ${piece.trim()}`)
        else sentences.push(piece.trim())
      }
      if (sentences.length && !/[.?!)]$/.test(sentences.at(-1))) sentences.push(`${sentences.pop()} …`)
    }
    return sentences.filter(sentence => !/^About \d+ minutes\.$/.test(sentence))
  }

  Search.makeSearchSummary = (html, keywords, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html")
    const article = page.querySelector("article")
    const target = anchor ? page.getElementById(decodeURIComponent(anchor.slice(1))) : null
    // Several words may share one definition.
    const defined = target?.matches("dt") ? page.querySelector(`#${CSS.escape(target.id)} ~ dd`) : null
    const here = target?.matches("table") ? [] : sentencesOf(defined ?? target ?? article)
    // A section that is a table or code is told by what its page begins with.
    const sentences = here.length ? here : sentencesOf(article)
    // A word begins as what was looked for; after two letters every second word would.
    const words = [...keywords].filter(word => word.length > 2).map(_escapeRegExp)
    const marked = new RegExp(words.length ? `(?<![\\p{L}\\p{N}])((?:${words.join("|")})[\\p{L}\\p{N}]*)` : "(?!)", "giu")
    const hits = sentence => new Set(sentence.match(marked)?.map(word => word.toLowerCase())).size
    const best = defined // what a word means is said first
      ? 0
      : sentences.reduce((best, each, i) => (hits(each) > hits(sentences[best]) ? i : best), 0)
    let excerpt = sentences[best] ?? ""
    for (let i = best + 1; excerpt.length < 140 && i < sentences.length; i++) {
      excerpt += ` ${sentences[i]}`
    }
    const summary = document.createElement("p")
    summary.className = "context"
    excerpt.split(marked).forEach((text, i) => {
      if (i % 2) summary.appendChild(document.createElement("mark")).textContent = text
      else summary.append(text)
    })
    return summary
  }
}
