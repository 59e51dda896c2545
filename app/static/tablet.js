// A coach's tablet: whose it is, what it takes along, what it says on every page, and what it forgets. Nothing of this runs
// where the browser cannot keep things safely; the pages then work as they do without scripts.

import { button, link, offline, tell } from "./notice.js"
import { QUEUED, SIGNED_OUT, discard, drain, onChange, state, unsent } from "./outbox.js"
import { find, forgetLists, getLists, keepLists, listsStamp } from "./shelf.js"
import { _, language, ngettext } from "./words.js"

const whole = document.body
const BUILD = new URL(import.meta.url).pathname.split("/").at(-2)
const FRESH = 15 * 60_000
export const able = isSecureContext && "serviceWorker" in navigator && "locks" in navigator && "indexedDB" in window

// Whose tablet it is: who is signed in, as the page says; on a page that the tablet kept, the last who was.
export let account = whole.dataset.account
export let name = ""

export function age(at) {
  const minutes = Math.max(0, Math.round((Date.now() - at) / 60_000))
  if (minutes < 1) return _("less than a minute")
  if (minutes < 60) return _("%(minutes)s min", { minutes })
  return minutes < 36 * 60 ? _("%(number)s h", { number: Math.round(minutes / 60) }) : ngettext("%(num)s day", "%(num)s days", Math.round(minutes / 1440))
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
    navigator.serviceWorker.register(`/service-worker.js?v=${BUILD}&language=${language}`)
    if (lists?.build !== BUILD || lists.language !== language || Date.now() - lists.at > FRESH) refreshLists()
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
    else if (answer.ok) await keepLists({ ...(await answer.json()), build: BUILD, language }, seen)
  } catch { /* the next page tries again */ }
}

// In sight on every page: how many are not sent, since when, why, and a button. Said anew only where it says something new.
let shown = ""
async function show() {
  const bar = document.getElementById("unsent")
  const entries = (await unsent(account)).filter((entry) => entry.state === QUEUED)
  const back = entries.filter((entry) => entry.trouble).length
  const words = entries.length ? ngettext("%(num)s session not sent yet, kept here for %(age)s.", "%(num)s sessions not sent yet, kept here for %(age)s.", entries.length, { age: age(entries[0].at) }) : ""
  const next = [words, back, state.stopped].join()
  if (next === shown) return
  shown = next
  bar.hidden = entries.length === 0
  const said = bar.querySelector("[role=status]")
  said.textContent = words
  const parts = []
  if (back) parts.push(link(ngettext("%(num)s needs a look", "%(num)s need a look", back), "/tablet"))
  else if (location.pathname !== "/tablet") parts.push(link(_("Look"), "/tablet"))
  if (state.stopped === SIGNED_OUT) parts.push(link(_("Sign in to send"), `/sign-in?next=${encodeURIComponent("/tablet")}`))
  else if (back < entries.length) parts.push(button(_("Send now"), () => drain(account, { now: true })))
  bar.replaceChildren(said, ...parts)
}

// Signing out takes the lists along. What is not sent stays, for nobody but this account: so it asks first.
export async function leave(form) {
  const entries = able && account ? await unsent(account).catch(() => []) : []
  const go = async () => {
    if (able) await forgetLists().catch(() => {})
    if (navigator.onLine) form.submit()
    else tell(_("This tablet has forgotten your schools. There is no Wi-Fi, so sign out once more when it is back."))
  }
  if (!entries.length) { await go(); return }
  const queued = entries.filter((entry) => entry.state === QUEUED)
  const begun = entries.length - queued.length
  const row = document.createElement("div")
  row.className = "row"
  if (queued.some((entry) => !entry.trouble)) row.append(button(_("Send now"), async () => { await drain(account, { now: true }); await leave(form) }, "btn main"))
  row.append(button(_("Sign out all the same"), go), link(_("Look"), "/tablet"))
  const words = document.createElement("p")
  const count = [
    queued.length && ngettext("%(num)s session not sent yet", "%(num)s sessions not sent yet", queued.length),
    begun && ngettext("%(num)s begun and not saved", "%(num)s begun and not saved", begun),
  ].filter(Boolean)
  words.textContent = _("On this tablet: %(what)s. They stay here for you alone: nobody else sees them, and they are here when you sign in again.", { what: count.join(", ") })
  tell(words, row)
}

// Whoever signs in here is somebody else, perhaps, and the Wi-Fi may go before the page says who.
export async function enter(form) {
  if (!navigator.onLine) { offline(); return }
  if (able) await forgetLists().catch(() => {})
  form.submit()
}
