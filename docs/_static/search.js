// What Sphinx's search lacks: a question finds its answer though it is worded otherwise, a function's
// name or its words find the function, a text is found where it stands on its page, and what is shown
// are sentences of it, equations and all, with the words marked that were looked for. The page of the
// search and its overlay (search-overlay.js) show the same.
// Sphinx has no way in but the scores, which do not know the query
// (https://github.com/sphinx-doc/sphinx/issues/13649): what is changed below is private to Sphinx 9,
// and tests/docs/site/test_search_words.py says so where it is there no more. PASSAGES and QUESTIONS are
// made by bpref_docs/site/search_text.py.
{
  const { texts } = document.currentScript.dataset
  const stemmer = new Stemmer()
  const stems = text => new Set(splitQuery(text.toLowerCase()).map(word => stemmer.stemWord(word)))

  // What readers type where the site has another word (search_words.json).
  const inSiteWords = query => Object.entries(SITE_SAYS).reduce(
    (text, [theirs, ours]) => text.replace(RegExp(`\\b${theirs}`, "gi"), ours), query)

  // All headings, the words of each function's name, which is a heading of its entry, and the questions
  // that another page answers.
  let known = null
  const headings = () => {
    const { alltitles, objects, docnames } = Search._index
    const functions = Object.entries(objects).flatMap(([module, members]) => members.map(
      ([file, , , , name]) => [name.replaceAll("_", " "), [[file, `${module}.${name}`]]]))
    const questions = QUESTIONS.map(
      ([question, page, id]) => [question, [[docnames.indexOf(page), id || null]]])
    known ??= [...Object.entries(alltitles), ...functions, ...questions].map(
      ([title, places]) => [title, stems(title), places])
    return known
  }

  // The headings that share rare words with the query: the cosine between the two, at most 1.
  const likeHeadings = query => {
    const { titles, docnames, filenames } = Search._index
    const all = headings()
    const found = new Map()
    for (const [, words] of all) {
      for (const word of words) found.set(word, (found.get(word) ?? 0) + 1)
    }
    const weight = word => Math.log(1 + all.length / found.get(word)) ** 2
    const sum = words => words.reduce((total, word) => total + weight(word), 0)
    const asked = [...stems(query)].filter(word => found.has(word))
    const results = []
    const like = words => {
      const common = asked.filter(word => words.has(word))
      return common.length ? sum(common) / Math.sqrt(sum(asked) * sum([...words])) : 0
    }
    for (const [title, words, places] of all) {
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

  // Sphinx would mark letters inside words on the page that is opened then.
  const parseQuery = Search._parseQuery
  Search._parseQuery = query => {
    const [asked, terms, excluded, , objects] = parseQuery(inSiteWords(query))
    localStorage.removeItem("sphinx_highlight_terms")
    return [asked, terms, excluded, new Set(), objects]
  }

  // A sentence without the elements that raise and lower, for comparing.
  const reader = document.createElement("p")
  const read = new Map()
  const plain = sentence => {
    if (!read.has(sentence)) {
      reader.innerHTML = sentence
      read.set(sentence, reader.textContent)
    }
    return read.get(sentence)
  }
  // A word begins as what was looked for; after two letters every second word would.
  const matching = terms => {
    const words = [...terms].filter(word => word.length > 2).map(_escapeRegExp)
    return RegExp(words.length ? `(?<![\\p{L}\\p{N}])((?:${words.join("|")})[\\p{L}\\p{N}]*)` : "(?!)", "giu")
  }
  const hits = (sentence, marked) =>
    new Set(plain(sentence).match(marked)?.map(word => word.toLowerCase())).size
  const best = (all, score) => all.reduce(
    ([first, most], each) => (score(each) > most ? [each, score(each)] : [first, most]), [all[0], score(all[0])])[0]

  // Of a page that has the words, Sphinx knows no more than that: the place with most of them.
  const placeWithin = (page, terms) => {
    const marked = matching(terms)
    const most = ([, , sentences]) => Math.max(0, ...sentences.map(each => hits(each, marked)))
    const [anchor] = best(PASSAGES[page], most)
    return anchor && `#${anchor}`
  }

  Scorer.objNameMatch = 110 // a function's whole name, above all headings
  const performSearch = Search._performSearch
  Search._performSearch = (query, terms, ...others) => {
    const found = performSearch(query, terms, ...others)
    // Headings that are less like the query are better than nothing.
    const like = likeHeadings(query).filter(([, , , , score]) => score > 35 || !found.length)
    const results = [...found, ...like]
    for (const result of results) {
      if (result[6] === SearchResultKind.text) result[2] = placeWithin(result[0], terms)
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

  // A sentence with the words, and those after it, so that it is about two lines.
  const excerpt = ([page, , anchor], terms) => {
    const marked = matching(terms)
    const here = PASSAGES[page].find(([id]) => `#${id}` === anchor)?.[2] ?? []
    // A section that is a table or code is told by what its page says.
    const sentences = here.length ? here : PASSAGES[page].flatMap(([, , all]) => all)
    // What a word means, and what a function does, is said first.
    const first = /^#(term-|bpref\.)/.test(anchor)
      ? 0
      : sentences.indexOf(best(sentences, each => hits(each, marked)))
    let text = sentences[first] ?? ""
    for (let i = first + 1; plain(text).length < 140 && i < sentences.length; i++) text += ` ${sentences[i]}`
    const context = document.createElement("p")
    context.className = "context"
    context.innerHTML = text
    const walker = document.createTreeWalker(context, NodeFilter.SHOW_TEXT)
    const texts = []
    while (walker.nextNode()) texts.push(walker.currentNode)
    for (const text of texts) {
      text.replaceWith(...text.data.split(marked).map((part, i) =>
        i % 2 ? Object.assign(document.createElement("mark"), { textContent: part }) : part))
    }
    return context
  }

  // What a query finds, best first: the address, the heading as HTML, its page's, and the sentences.
  Search.find = query => {
    const [asked, terms, ...others] = Search._parseQuery(query)
    const root = document.documentElement.dataset.content_root.replace(/^\.\//, "")
    return Search._performSearch(asked, terms, ...others).reverse().map(result => {
      const [page, title, anchor, , , , kind] = result
      const [[, above], ...parts] = PASSAGES[page]
      const heading = parts.find(([id]) => `#${id}` === anchor)?.[1]
      return {
        address: root + page + DOCUMENTATION_OPTIONS.LINK_SUFFIX + anchor,
        heading: heading ?? (anchor ? _escapeHTML(title.split(" > ").pop()) : above),
        page: anchor ? above : "",
        excerpt: () => excerpt(result, terms),
        kind,
      }
    })
  }

  // The page of the search lists them all, and brings the sentences when it is first asked.
  Search.query = query => {
    if (typeof PASSAGES === "undefined") {
      const script = Object.assign(document.createElement("script"), { src: texts })
      script.addEventListener("load", () => Search.query(query))
      return document.head.append(script)
    }
    const found = Search.find(query)
    for (const { address, heading, page, excerpt, kind } of found) {
      const item = document.createElement("li")
      item.className = `kind-${kind}`
      const link = item.appendChild(document.createElement("a"))
      link.href = address
      link.innerHTML = heading
      const above = item.appendChild(document.createElement("span"))
      above.className = "above"
      above.innerHTML = page
      item.append(excerpt())
      Search.output.append(item)
    }
    _finishSearch(found.length)
  }
}
