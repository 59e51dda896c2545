// Small helps for pages that work without them.

import { adopt, newDay, typed } from "./drafts.js"
import { letGo, say } from "./log_form.js"
import { hush, offline, tell } from "./notice.js"
import { nudge } from "./nudge.js"
import { giveUp, save, takes } from "./saving.js"
import { enter, leave, start } from "./tablet.js"

export const ready = start().catch(() => {})

function begin(root) {
  for (const form of root.querySelectorAll("form[data-log]")) {
    say(form)
    ready.then(() => adopt(form))
  }
  root.querySelector("[data-focus]")?.focus()
}

for (const touched of ["input", "change"]) {
  addEventListener(touched, ({ target }) => {
    const chips = target.closest?.("form[data-chips]")
    if (chips) letGo(chips, target)
    if (target.matches?.("[data-nudge]")) nudge(target)
    const form = target.closest?.("form[data-log]")
    if (!form) return
    form.setAttribute("data-touched", "")
    letGo(form, target)
    say(form)
    typed(form)
  })
}

function refused({ detail: { xhr } }) {
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html")
  tell(...(answer.querySelector("main p") ?? answer.body).childNodes)
}

const door = (form) => {
  const action = form.getAttribute("action") ?? ""
  return action === "/sign-out" ? leave : action.startsWith("/sign-in") ? enter : undefined
}

document.addEventListener("visibilitychange", () => {
  const form = document.visibilityState === "visible" && document.querySelector("form[data-log]")
  if (form) newDay(form)
})

// Before htmx hears of it: what the tablet keeps goes by way of the outbox.
addEventListener("submit", (event) => {
  const form = event.target
  const mine = takes(form) ? save : door(form) ?? (!navigator.onLine && offline)
  if (!mine) return
  event.preventDefault()
  event.stopImmediatePropagation()
  mine(form)
}, { capture: true })

addEventListener("click", (event) => {
  const place = event.target.closest?.("a[data-drop]")
  if (!place) return
  event.preventDefault()
  giveUp(place)
})

addEventListener("htmx:sendError", offline)
addEventListener("htmx:timeout", offline)
addEventListener("htmx:responseError", refused)
addEventListener("htmx:beforeRequest", hush)
addEventListener("htmx:load", ({ target }) => begin(target))
begin(document)
