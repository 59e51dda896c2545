// A coach's tablet: what it keeps of the form, when it sends, and what it forgets. Nothing here runs where the browser
// cannot keep things safely; the pages then work as they do without scripts.

import { mark, fill, headline, missing, read, say, stillToSay } from "./log_form.js"
import { button, link, offline, tell } from "./notice.js"
import { DRAFT, QUEUED, SENT, SIGNED_OUT, ask, discard, drain, drop, find, isOpen, keepDraft, onChange, queue, state, unsent } from "./outbox.js"
import { forgetLists, getLists, keepLists, listsStamp } from "./shelf.js"

const whole = document.body
const BUILD = new URL(import.meta.url).pathname.split("/").at(-2)
const FRESH = 15 * 60_000
const PATIENCE = 8_000
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms) })
export const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`
export const able = isSecureContext && "serviceWorker" in navigator && "locks" in navigator && "indexedDB" in window

// Whose tablet it is: who is signed in, as the page says; on a page that the tablet kept, the last who was.
export let account = whole.dataset.account
export let name = ""

export function age(at) {
  const minutes = Math.max(0, Math.round((Date.now() - at) / 60_000))
  if (minutes < 1) return "less than a minute"
  if (minutes < 60) return `${minutes} min`
  return minutes < 36 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`
}

export async function start() {
  if (!able) return
  if (whole.hasAttribute("data-left")) await forgetLists()
  let lists = await getLists()
  if (account && lists && lists.account !== account) { await forgetLists(); lists = undefined } // whoever was here before
  if (!account && whole.hasAttribute("data-kept")) account = lists?.account
  if (!account) return
  name = lists?.name ?? ""
  if (whole.hasAttribute("data-keeps")) {
    navigator.serviceWorker.register(`/service-worker.js?v=${BUILD}`)
    if (lists?.build !== BUILD || Date.now() - lists.at > FRESH) refreshLists()
    const [, room, id] = location.pathname.split("/")
    if (room === "sessions" && location.search === "?done=saved" && (await find(id))?.version === 0) await discard(id, account)
  }
  onChange(show)
  show()
  const go = () => drain(account, { now: true })
  addEventListener("online", go)
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") go() })
  setInterval(show, 60_000)
  go()
}

// A coach's own schools, areas and teams, of the account that is signed in.
async function refreshLists() {
  try {
    const seen = await listsStamp()
    const answer = await fetch("/tablet/lists", { cache: "no-store", redirect: "error" })
    if (answer.status === 403) await forgetLists()
    else if (answer.ok) await keepLists({ ...(await answer.json()), build: BUILD }, seen)
  } catch { /* the next page tries again */ }
}

// In sight on every page: how many are not sent, since when, why, and a button. Said anew only where it says something new.
let shown = ""
async function show() {
  const bar = document.getElementById("unsent")
  const entries = (await unsent(account)).filter((entry) => entry.state === QUEUED)
  const back = entries.filter((entry) => entry.trouble).length
  const words = entries.length ? `${plural(entries.length, "session", "sessions")} not sent yet, kept here for ${age(entries[0].at)}.` : ""
  const next = [words, back, state.stopped].join()
  if (next === shown) return
  shown = next
  bar.hidden = entries.length === 0
  const said = bar.querySelector("[role=status]")
  said.textContent = words
  const parts = []
  if (back) parts.push(link(`${plural(back, "needs", "need")} a look`, "/tablet"))
  else if (location.pathname !== "/tablet") parts.push(link("Look", "/tablet"))
  if (state.stopped === SIGNED_OUT) parts.push(link("Sign in to send", `/sign-in?next=${encodeURIComponent("/tablet")}`))
  else if (back < entries.length) parts.push(button("Send now", () => drain(account, { now: true })))
  bar.replaceChildren(said, ...parts)
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
function elsewhere(form) {
  form.setAttribute("data-elsewhere", "")
  tell("This session is open in another tab. Finish it there, or close that tab and open this one again.")
}

async function takeUp(form, id) {
  if (!await hold(id)) { tell("This one is open in another tab."); return false }
  const entry = await find(id)
  if (entry?.account !== account || !isOpen(entry)) return false
  become(form, entry)
  const lost = fill(form, entry.fields)
  const errors = { ...entry.trouble?.errors }
  for (const each of lost) errors[each] ??= "What was chosen here is not on the list any more. Choose again."
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
  const what = entry.said?.head || "a session"
  if (isOpen(entry)) {
    words.textContent = `Begun ${age(entry.at)} ago and not saved: ${what}.`
    notice.append(button("Go on with it", done(() => takeUp(form, entry.id))))
    if (entry.state === DRAFT) notice.append(button("Discard", done(() => discard(entry.id, account)), "btn quiet"))
    if (entries.length > 1) notice.append(link(`${entries.length - 1} more`, "/tablet"))
  } else {
    words.textContent = `Saved on this tablet and not sent yet: ${what}. What you save here takes its place.`
    notice.append(link("Look", "/tablet"))
  }
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
  if (form.hasAttribute("data-elsewhere")) { elsewhere(form); return }
  const entry = { ...telling(form), insteadOf: form.dataset.insteadOf }
  untyped()
  busy(form, true)
  try {
    const left = form.matches("[data-log]") ? missing(form) : []
    if (left.length) await asked(form, entry, `${stillToSay(left)}. It is all still here.`)
    else if (await queued(entry)) await gone(form, entry)
    else await asked(form, entry, "This tablet cannot keep it just now, and the server cannot be reached. It is all still here: free some space, or save when the Wi-Fi is back.")
  } catch {
    busy(form, false)
    tell("Something went wrong on this tablet. It is all still here: save it again.")
  }
}

const there = (id) => location.assign(`/sessions/${id}?done=saved`)

// Straight to the server, where not all is there or the tablet has no room; `words` are for when it cannot be reached.
async function asked(form, entry, words) {
  const { errors, kept, status } = await ask(entry)
  if (kept) { there(entry.id); return }
  if (status === 409) { form.submit(); return }
  busy(form, false)
  if (errors) mark(form, errors)
  else tell(words)
}

async function queued(entry) {
  try {
    entry.said ??= (await find(entry.insteadOf))?.said
    await queue(entry)
    navigator.storage?.persist?.()
    return true
  } catch {
    return false
  }
}

async function gone(form, entry) {
  await Promise.race([drain(account, { now: true }), pause(PATIENCE)])
  const now = await find(entry.id)
  if (now?.state === SENT) { there(entry.id); return }
  if (now?.trouble?.status === 422 && form.matches("[data-log]")) { busy(form, false); mark(form, now.trouble.errors); return }
  if (now?.trouble?.status === 409) { form.submit(); return }
  if (state.stopped === SIGNED_OUT) {
    busy(form, false)
    tell("You are not signed in here any more. It is kept on this tablet, for you alone. ", link("Sign in to send it", "/sign-in?next=%2Ftablet"))
    return
  }
  if (navigator.serviceWorker.controller) { location.assign(`/tablet?kept=${entry.id}`); return }
  tell("Kept on this tablet. It is sent as soon as the server can be reached; leave this page open.")
  onChange(async () => { if ((await find(entry.id))?.state === SENT) there(entry.id) })
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
    if (navigator.onLine) form.submit()
    else tell("This tablet has forgotten your schools. There is no Wi-Fi, so sign out once more when it is back.")
  }
  if (!entries.length) { await go(); return }
  const queued = entries.filter((entry) => entry.state === QUEUED)
  const begun = entries.length - queued.length
  const row = document.createElement("div")
  row.className = "row"
  if (queued.some((entry) => !entry.trouble)) row.append(button("Send now", async () => { await drain(account, { now: true }); await leave(form) }, "btn main"))
  row.append(button("Sign out all the same", go), link("Look", "/tablet"))
  const words = document.createElement("p")
  const count = [queued.length && `${plural(queued.length, "session", "sessions")} not sent yet`, begun && `${begun} begun and not saved`].filter(Boolean)
  words.textContent = `On this tablet: ${count.join(", ")}. They stay here for you alone: nobody else sees them, and they are here when you sign in again.`
  tell(words, row)
}

// Whoever signs in here is somebody else, perhaps, and the Wi-Fi may go before the page says who.
export async function enter(form) {
  if (!navigator.onLine) { offline(); return }
  if (able) await forgetLists().catch(() => {})
  form.submit()
}

// A form that was left open overnight says "Today" of yesterday.
const loaded = new Date().toDateString()
export function newDay(form) {
  if (new Date().toDateString() === loaded) return
  if (!form.hasAttribute("data-touched")) { location.reload(); return }
  for (const chip of form.querySelectorAll('[type=radio][name="held_on"]')) {
    const [y, m, d] = chip.value.split("-").map(Number)
    const words = new Date(y, m - 1, d).toLocaleDateString("en-US", { weekday: "short", month: "short", day: "numeric" })
    chip.closest("label").replaceChildren(chip, words)
  }
  tell("A new day has begun since this form was opened. Look at “When” before you save.")
}
