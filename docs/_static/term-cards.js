// A term of the glossary shows its definition in a card: under the pointer, with the focus, and at the
// first tap of a finger, of which the second follows the link. The pointer may rest on the card, and
// Escape closes it (WCAG 1.4.13). The definitions come with the first card (bpref_docs/site/glossary.py);
// without scripts, a link's title is the first sentence of its term's definition.
{
  const card = document.createElement("p")
  card.id = card.className = "term-card"
  card.setAttribute("role", "tooltip")
  let shown = null
  let waiting
  let finger = false
  let definitions = null
  const load = () => definitions ??= new Promise((resolve, reject) => {
    const src = document.querySelector("script[src*='_static/site.js']").src.replace("site.js", "definitions.js")
    document.head.append(Object.assign(document.createElement("script"), {
      src, onload: () => resolve(DEFINITIONS), onerror: reject,
    }))
  })

  const hide = () => {
    clearTimeout(waiting)
    card.remove()
    shown?.removeAttribute("aria-describedby")
    shown = null
  }

  // Below the word or, where the screen ends, above it.
  const place = link => {
    const [word] = link.getClientRects()
    const room = document.documentElement.clientWidth - card.offsetWidth - 8
    const below = word.bottom + 6
    const fits = below + card.offsetHeight < innerHeight || word.top < card.offsetHeight
    card.style.left = `${Math.max(8, Math.min(word.left, room)) + scrollX}px`
    card.style.top = `${(fits ? below : word.top - 6 - card.offsetHeight) + scrollY}px`
  }

  const show = async link => {
    clearTimeout(waiting)
    if (link === shown) return
    hide()
    shown = link
    link.removeAttribute("title") // the browser would show it, too
    const [name, definition] = (await load())[decodeURIComponent(link.hash.slice(1))]
    if (shown !== link) return
    card.innerHTML = `<b>${name}</b><br>${definition}`
    document.body.append(card)
    link.setAttribute("aria-describedby", card.id)
    place(link)
  }

  const termAt = target => target.closest?.("a:has(> .std-term)")
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return
    clearTimeout(waiting)
    const link = termAt(target)
    if (link) waiting = setTimeout(show, 150, link)
    else if (shown && !card.contains(target)) waiting = setTimeout(hide, 300)
  })
  document.addEventListener("focusin", ({ target }) => {
    if (termAt(target) && target.matches(":focus-visible")) show(target)
  })
  document.addEventListener("focusout", ({ target }) => target === shown && hide())
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide())
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    finger = pointerType === "touch"
    if (shown && termAt(target) !== shown && !card.contains(target)) hide()
  })
  document.addEventListener("click", event => {
    const link = termAt(event.target)
    if (!link || !finger || link === shown) return
    event.preventDefault()
    show(link)
  })
}
