// Saving: into the outbox, and on from there; straight to the server where the tablet cannot keep it.

import { elsewhere, telling, untyped } from "./drafts.js"
import { mark, missing, stillToSay } from "./log_form.js"
import { link, tell } from "./notice.js"
import { SENT, SIGNED_OUT, ask, drain, drop, onChange, queue, state } from "./outbox.js"
import { find } from "./shelf.js"
import { able, account } from "./tablet.js"
import { _ } from "./words.js"

const PATIENCE = 8_000 // of a coach who has saved, before the page says that it is kept
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms) })

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
    if (left.length) await asked(form, entry, _("%(missing)s. It is all still here.", { missing: stillToSay(left) }))
    else if (await queued(entry)) await gone(form, entry)
    else await asked(form, entry, _("This tablet cannot keep it just now, and the server cannot be reached. It is all still here: free some space, or save when the Wi-Fi is back."))
  } catch {
    busy(form, false)
    tell(_("Something went wrong on this tablet. It is all still here: save it again."))
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
    tell(_("You are not signed in here any more. It is kept on this tablet, for you alone."), " ", link(_("Sign in to send it"), "/sign-in?next=%2Ftablet"))
    return
  }
  if (navigator.serviceWorker.controller) { location.assign(`/tablet?kept=${entry.id}`); return }
  tell(_("Kept on this tablet. It is sent as soon as the server can be reached; leave this page open."))
  onChange(async () => { if ((await find(entry.id))?.state === SENT) there(entry.id) })
}

// "Keep what is saved": what was typed here meanwhile is given up.
export async function giveUp(place) {
  if (able && account) await drop(place.dataset.drop, account).catch(() => {})
  location.assign(place.href)
}
