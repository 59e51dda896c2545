// A coach's tablet: what it keeps of the form, when it sends, and what it forgets. Nothing here runs where the browser
// cannot keep things safely; the pages then work as they do without scripts.

import { mark, fill, headline, missing, read, say, stillToSay } from "./log_form.js"
import { button, link, tell } from "./notice.js"
import { DRAFT, QUEUED, SENT, SIGNED_OUT, ask, changes, drain, drop, find, keepDraft, onChange, queue, state, unsent } from "./outbox.js"
import { forgetLists, getLists, keepLists } from "./shelf.js"

const whole = document.body
const BUILD = new URL(import.meta.url).pathname.split("/").at(-2)
const FRESH = 15 * 60_000
const PATIENCE = 8_000
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms) })
export const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`
export const able = isSecureContext && "serviceWorker" in navigator && "locks" in navigator && "indexedDB" in window

// Whose tablet it is: who is signed in, as the page says; on a page that the tablet kept, the last who was.
export let account = whole.dataset.account

export function age(at) {
  const minutes = Math.max(0, Math.round((Date.now() - at) / 60_000))
  if (minutes < 1) return "less than a minute"
  if (minutes < 60) return `${minutes} min`
  return minutes < 36 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`
}

export async function start() {
  if (!able) return
  const lists = await getLists().catch(() => undefined)
  if (!account && whole.hasAttribute("data-kept")) account = lists?.account
  if (!account) return
  if (whole.dataset.account) {
    navigator.serviceWorker.register(`/service-worker.js?v=${BUILD}`)
    if (lists?.account !== account || lists.build !== BUILD || Date.now() - lists.at > FRESH) refreshLists()
  }
  onChange(show)
  show()
  const go = () => drain(account, { now: true })
  addEventListener("online", go)
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") go() })
  setInterval(show, 60_000)
  go()
}

// A coach's own schools, areas and teams, of the account that is signed in; the lists of whoever was before are gone.
async function refreshLists() {
  try {
    const answer = await fetch("/tablet/lists", { cache: "no-store", redirect: "error" })
    if (answer.status === 403) { await forgetLists(); return }
    if (answer.ok) await keepLists({ ...(await answer.json()), build: BUILD })
  } catch { /* the next page tries again */ }
}

// In sight on every page: how many are not sent, since when, why, and a button.
async function show() {
  const bar = document.getElementById("unsent")
  const entries = (await unsent(account)).filter((entry) => entry.state === QUEUED)
  bar.hidden = entries.length === 0
  if (bar.hidden) return
  const back = entries.filter((entry) => entry.trouble).length
  const words = document.createElement("span")
  words.textContent = `${plural(entries.length, "session", "sessions")} not sent yet, kept here for ${age(entries[0].at)}.`
  const parts = [words]
  if (back) parts.push(link(`${plural(back, "needs", "need")} a look`, "/tablet"))
  else if (location.pathname !== "/tablet") parts.push(link("Look", "/tablet"))
  if (state.stopped === SIGNED_OUT) parts.push(link("Sign in to send", `/sign-in?next=${encodeURIComponent("/tablet")}`))
  else if (back < entries.length) parts.push(button("Send now", () => drain(account, { now: true }), "btn small"))
  bar.replaceChildren(...parts)
}

const idOf = (form) => new URL(form.getAttribute("action"), location.href).pathname.split("/")[2]
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
export async function adopt(form) {
  if (!able || !account) return
  await begin(form)
  if (form.hasAttribute("data-touched")) typed(form)
}

async function begin(form) {
  const wanted = new URLSearchParams(location.search).get("draft")
  if (wanted && await takeUp(form, wanted)) return
  if (!await hold(idOf(form)) && versionOf(form) === 0) {
    become(form, { id: crypto.randomUUID(), version: 0 })
    await hold(idOf(form))
  }
  if (versionOf(form)) { offer(form, await find(idOf(form))); return }
  const locks = new Set((await navigator.locks.query()).held.map((lock) => lock.name))
  const open = (await unsent(account)).filter((entry) => entry.state === DRAFT && entry.version === 0 && !locks.has(`form:${entry.id}`))
  offer(form, open.at(-1))
}

async function takeUp(form, id) {
  if (!await hold(id)) { tell("This one is open in another tab."); return false }
  const entry = await find(id)
  if (entry?.account !== account || entry.state === SENT) return false
  become(form, entry)
  const lost = fill(form, entry.fields)
  const errors = { ...entry.trouble?.errors }
  for (const name of lost) errors[name] ??= "What was chosen here is not on the list any more. Choose again."
  if (Object.keys(errors).length) mark(form, errors)
  return true
}

function offer(form, entry) {
  if (entry?.account !== account || entry.state === SENT) return
  const notice = document.createElement("div")
  notice.className = "notice row spread"
  notice.setAttribute("role", "status")
  const words = document.createElement("span")
  words.textContent = `Begun ${age(entry.at)} ago and not saved: ${entry.said?.head || "a session"}.`
  const done = (act) => async () => { notice.remove(); await act() }
  notice.append(words, button("Go on with it", done(() => takeUp(form, entry.id))), button("Discard", done(() => drop(entry.id, account)), "btn quiet"))
  form.querySelector("h1").closest(".row").after(notice)
}

const telling = (form) => ({
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
function untyped() {
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

const full = () => tell("This tablet has no room left, so what you type is not kept. Save while there is Wi-Fi, or free some space.")

function busy(form, on) {
  form.toggleAttribute("data-busy", on)
  form.querySelectorAll("[type=submit]").forEach((each) => { each.disabled = on })
}

// Whether the tablet takes a form into its care when it is saved; else the browser sends it as it always did.
export const takes = (form) => able && account && form.matches("form[data-log], form[data-choice]")

export async function save(form) {
  if (form.hasAttribute("data-busy")) return
  const entry = { ...telling(form), insteadOf: form.dataset.insteadOf }
  untyped()
  busy(form, true)
  const left = form.matches("[data-log]") ? missing(form) : []
  if (left.length) await asked(form, entry, left)
  else if (await queued(form, entry)) await gone(form, entry)
}

// Not all is there: the server says so, field by field; without it, the form does.
async function asked(form, entry, left) {
  const { errors, kept } = await ask(entry)
  if (kept) { location.assign(`/sessions/${entry.id}?done=saved`); return }
  busy(form, false)
  if (errors) mark(form, errors)
  else tell(`${stillToSay(left)}. It is all still here.`)
}

async function queued(form, entry) {
  try {
    entry.said ??= (await find(entry.insteadOf))?.said
    await queue(entry)
    navigator.storage?.persist?.()
    return true
  } catch {
    busy(form, false)
    if (navigator.onLine) form.submit()
    else tell("This tablet has no room left to keep this, and there is no Wi-Fi. It is all still here: free some space, or save when the Wi-Fi is back.")
    return false
  }
}

async function gone(form, entry) {
  await Promise.race([drain(account, { now: true }), pause(PATIENCE)])
  const now = await find(entry.id)
  if (now?.state === SENT) { location.assign(`/sessions/${entry.id}?done=saved`); return }
  if (now?.trouble?.status === 422 && form.matches("[data-log]")) { busy(form, false); mark(form, now.trouble.errors); return }
  if (now?.trouble?.status === 409) { form.submit(); return }
  if (state.stopped === SIGNED_OUT) {
    busy(form, false)
    tell("You are not signed in here any more. It is kept on this tablet, for you alone. ", link("Sign in to send it", "/sign-in?next=%2Ftablet"))
    return
  }
  if (navigator.serviceWorker.controller) { location.assign(`/tablet?kept=${entry.id}`); return }
  tell("Kept on this tablet. It is sent as soon as the server can be reached; leave this page open.")
}

// "Keep what is saved": what was typed here meanwhile is given up.
export async function giveUp(place) {
  if (able && account) await drop(place.dataset.drop, account).catch(() => {})
  location.assign(place.href)
}

// Signing out takes the lists along. What is not sent stays, for nobody but this account: so it asks first.
export async function leave(form) {
  const entries = able && account ? await unsent(account).catch(() => []) : []
  const go = async () => {
    if (able) await forgetLists().catch(() => {})
    changes.postMessage("left")
    if (navigator.onLine) form.submit()
    else tell("This tablet has forgotten your schools. There is no Wi-Fi, so sign out once more when it is back.")
  }
  if (!entries.length) { await go(); return }
  const row = document.createElement("div")
  row.className = "row"
  row.append(
    button("Send now", async () => { await drain(account, { now: true }); await leave(form) }, "btn main"),
    button("Sign out all the same", go),
    link("Look", "/tablet"),
  )
  const words = document.createElement("p")
  words.textContent = `${plural(entries.length, "session", "sessions")} of yours on this tablet ${entries.length === 1 ? "is" : "are"} not sent yet. Nobody else sees them; they are sent when you sign in here again.`
  tell(words, row)
}
