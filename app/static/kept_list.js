// What this tablet keeps of the account that is signed in: each with what can be done about it.

import { button, offline, tell } from "./notice.js"
import { BUSY, DRAFT, QUEUED, SENT, SIGNED_OUT, drain, drop, onChange, retry, state, unsent } from "./outbox.js"
import { find } from "./shelf.js"
import { ready } from "./pages.js"
import { able, account, age, name } from "./tablet.js"
import { _, ngettext } from "./words.js"

const by = (id) => document.getElementById(id)
const asked = new URLSearchParams(location.search).get("kept")

function why(entry) {
  if (entry.state === DRAFT) return _("Not finished. Open it, and save it when it is all there.")
  if (entry.trouble) return Object.values(entry.trouble.errors).join(" ")
  if (state.stopped === SIGNED_OUT) return _("Waits for you to sign in again.")
  return state.stopped === BUSY ? _("The server is busy. It goes by itself in a moment.") : _("Waits for the Wi-Fi. It goes by itself.")
}

function row(entry) {
  const made = by("kept-row").content.cloneNode(true)
  const part = (name) => made.querySelector(`[data-${name}]`)
  const status = entry.trouble?.status
  part("what").textContent = entry.said?.head || _("A session")
  part("when").textContent = _("%(age)s old", { age: age(entry.at) })
  part("why").textContent = why(entry)
  const fresh = entry.version === 0
  part("open").href = `${fresh ? "/log" : `/sessions/${entry.id}/edit`}?draft=${entry.id}`
  if (entry.state === QUEUED && status !== 422 && status !== 413) part("open").remove()
  if (status && status !== 422 && status !== 409) part("again").addEventListener("click", async () => { await retry(entry.id); await drain(account, { now: true }) })
  else part("again").remove()
  if (status === 409) part("both").addEventListener("click", () => both(entry))
  else part("both").remove()
  part("drop").addEventListener("click", ({ target }) => {
    const sure = button(_("Delete for good"), () => forget(entry), "btn wrong")
    target.replaceWith(sure)
    sure.focus()
  })
  return made
}

async function forget(entry) {
  await drop(entry.id, account)
  by("kept-title").focus()
  if (entry.state === QUEUED && !entry.trouble) tell(_("Deleted here. If it was on its way already, the server has it: look in My sessions."))
}

// The server lays both versions side by side.
function both(entry) {
  if (!navigator.onLine) { offline(); return }
  const form = document.createElement("form")
  form.method = "post"
  form.action = `/sessions/${entry.id}`
  for (const [name, value] of [...entry.fields, ["version", entry.version], ["account", entry.account]]) {
    const field = document.createElement("input")
    field.type = "hidden"
    field.name = name
    field.value = value
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}

let leaving = false
addEventListener("beforeunload", () => { leaving = true })
addEventListener("pageshow", () => { leaving = false })

let shown = ""
async function show() {
  const entries = await unsent(account)
  const queued = entries.filter((entry) => entry.state === QUEUED)
  const said = JSON.stringify([state.stopped, entries.map((each) => [each.id, each.state, each.trouble, age(each.at)])])
  if (said === shown) return
  shown = said
  by("kept").hidden = by("download").hidden = !entries.length
  by("send").hidden = !queued.some((entry) => !entry.trouble)
  by("kept").replaceChildren(...entries.map(row))
  const now = asked && await find(asked)
  if (now?.account === account && now.state === SENT && !leaving) { location.replace(`/sessions/${asked}?done=saved`); return }
  const kept = now?.account === account && now.state === QUEUED && !now.trouble
  const what = now?.said?.head || _("your session")
  by("kept-title").textContent = kept ? _("Kept: %(what)s", { what }) : _("On this tablet")
  by("kept-words").textContent = kept
    ? _("It is safe on this tablet, and goes to the server by itself as soon as it can.")
    : waiting(queued.length, entries.length - queued.length)
}

function waiting(queued, drafts) {
  const parts = [
    queued && ngettext("%(num)s session not sent yet", "%(num)s sessions not sent yet", queued),
    drafts && ngettext("%(num)s not finished", "%(num)s not finished", drafts),
  ].filter(Boolean)
  const here = parts.length ? `${parts.join(", ")}.` : _("All is sent. Nothing waits on this tablet.")
  const page = location.pathname !== "/tablet" && _("No connection, so that page cannot be shown.")
  return [page, here, name && _("Signed in: %(name)s.", { name })].filter(Boolean).join(" ")
}

function download(entries) {
  const shown = entries.map(({ id, version, fields, said, at }) => ({ id, version, about: said?.head, begun: new Date(at).toISOString(), fields }))
  const made = document.createElement("a")
  made.href = URL.createObjectURL(new Blob([JSON.stringify(shown, undefined, 2)], { type: "application/json" }))
  made.download = `side-by-side-not-sent-${new Date().toISOString().slice(0, 10)}.json`
  made.click()
  setTimeout(() => URL.revokeObjectURL(made.href), 10_000)
}

await ready
if (able && account) {
  by("send").addEventListener("click", () => drain(account, { now: true }))
  by("download").addEventListener("click", async () => download(await unsent(account)))
  onChange(show)
  await show()
} else by("kept-words").textContent = _("Sign in to see what is kept for you on this tablet.")
