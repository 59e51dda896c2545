// A form under the tablet's care: kept as it is typed, one tab a form, and offered again where it was not finished.

import { fill, headline, mark, read } from "./log_form.js"
import { button, link, tell } from "./notice.js"
import { DRAFT, SENT, discard, isOpen, keepDraft, unsent } from "./outbox.js"
import { find } from "./shelf.js"
import { able, account, age } from "./tablet.js"
import { _, language } from "./words.js"

export const idOf = (form) => new URL(form.getAttribute("action"), location.href).pathname.split("/")[2]
const versionOf = (form) => Number(form.elements.version.value)

// One tab a form: whoever has this lock types into it. It goes with the tab.
const held = new Set()
const hold = (id) => held.has(id) || new Promise((resolve) => {
  navigator.locks.request(`form:${id}`, { ifAvailable: true }, (lock) => {
    resolve(lock !== null)
    if (!lock) return undefined
    held.add(id)
    return new Promise(() => {})
  })
})

function become(form, { id, version }) {
  form.setAttribute("action", `/sessions/${id}`)
  form.elements.version.value = version
}

// A form of the page comes under the tablet's care: it is kept as it is typed, and an unfinished one is offered again.
const adopted = new WeakSet() // htmx tells of the page once more when it has come
export async function adopt(form) {
  if (!able || !account || adopted.has(form)) return
  adopted.add(form)
  await begin(form)
  if (form.hasAttribute("data-touched")) typed(form)
}

async function begin(form) {
  const wanted = new URLSearchParams(location.search).get("draft")
  if (wanted && await takeUp(form, wanted)) return
  const mine = await hold(idOf(form))
  if (versionOf(form)) {
    if (mine) offer(form, [await find(idOf(form))])
    else elsewhere(form)
    return
  }
  if (!mine) {
    become(form, { id: crypto.randomUUID(), version: 0 })
    await hold(idOf(form))
  }
  const locks = new Set((await navigator.locks.query()).held.map((lock) => lock.name))
  offer(form, (await unsent(account)).filter((entry) => entry.state === DRAFT && entry.version === 0 && !locks.has(`form:${entry.id}`)))
}

// Two tabs that edit one session: what the second says would go over the first without a word.
export function elsewhere(form) {
  form.setAttribute("data-elsewhere", "")
  tell(_("This session is open in another tab. Finish it there, or close that tab and open this one again."))
}

async function takeUp(form, id) {
  if (!await hold(id)) { tell(_("This one is open in another tab.")); return false }
  const entry = await find(id)
  if (entry?.account !== account || !isOpen(entry)) return false
  become(form, entry)
  const lost = fill(form, entry.fields)
  const errors = { ...entry.trouble?.errors }
  for (const each of lost) errors[each] ??= _("What was chosen here is not on the list any more. Choose again.")
  if (Object.keys(errors).length) mark(form, errors)
  return true
}

function offer(form, entries) {
  const entry = entries.at(-1)
  if (entry?.account !== account || entry.state === SENT) return
  const notice = document.createElement("div")
  notice.className = "notice row spread"
  const words = document.createElement("span")
  words.setAttribute("role", "status")
  notice.append(words)
  const done = (act) => async () => {
    await act()
    notice.remove()
    const title = form.querySelector("h1")
    title.tabIndex = -1
    title.focus()
  }
  const what = entry.said?.head || _("a session")
  if (isOpen(entry)) {
    words.textContent = _("Begun %(age)s ago and not saved: %(what)s.", { age: age(entry.at), what })
    notice.append(button(_("Go on with it"), done(() => takeUp(form, entry.id))))
    if (entry.state === DRAFT) notice.append(button(_("Discard"), done(() => discard(entry.id, account)), "btn quiet"))
    if (entries.length > 1) notice.append(link(_("%(number)s more", { number: entries.length - 1 }), "/tablet"))
  } else {
    words.textContent = _("Saved on this tablet and not sent yet: %(what)s. What you save here takes its place.", { what })
    notice.append(link(_("Look"), "/tablet"))
  }
  form.querySelector("h1").closest(".row").after(notice)
}

export const telling = (form) => ({
  id: idOf(form),
  account,
  version: versionOf(form),
  fields: read(form),
  said: form.matches("[data-log]") ? { head: headline(form) } : undefined,
})

// Within a quarter of a second, however fast one types.
let typing
export function typed(form) {
  if (!able || !account || !held.has(idOf(form))) return
  typing ??= setTimeout(() => { typing = undefined; keep(form) }, 250)
}
export function untyped() {
  clearTimeout(typing)
  typing = undefined
}
const keep = (form) => keepDraft(telling(form)).catch(full)
function keepNow() {
  const form = document.querySelector("form[data-log][data-touched]:not([data-busy])")
  if (form && able && account && held.has(idOf(form))) { untyped(); keep(form) }
}
addEventListener("pagehide", keepNow)
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keepNow() })

const full = () => tell(_("This tablet has no room left, so what you type is not kept. Save while there is Wi-Fi, or free some space."))

// A form that was left open overnight says "Today" of yesterday.
const loaded = new Date().toDateString()
export function newDay(form) {
  if (new Date().toDateString() === loaded) return
  if (!form.hasAttribute("data-touched")) { location.reload(); return }
  for (const chip of form.querySelectorAll('[type=radio][name="held_on"]')) {
    const [y, m, d] = chip.value.split("-").map(Number)
    const words = new Date(y, m - 1, d).toLocaleDateString(`${language}-US`, { weekday: "short", month: "short", day: "numeric" })
    chip.closest("label").replaceChildren(chip, words)
  }
  tell(_("A new day has begun since this form was opened. Look at “When” before you save."))
}
