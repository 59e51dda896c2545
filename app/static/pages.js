// Small helps for pages that work without them: what a form will save, said in words; what does not fit any more, let go.

const chosen = (form, name) => form.querySelector(`[name="${name}"]:checked`)
const typed = (form, name) => [...form.querySelectorAll(`[name="${name}"]:not([type=radio], [type=checkbox])`)].map((e) => e.value.trim()).find(Boolean)
const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`

function say(form) {
  const place = form.querySelector("[data-say]")
  const school = chosen(form, "school_id")
  const mode = chosen(form, "mode")
  const minutes = typed(form, "minutes") ?? chosen(form, "minutes")?.value
  const missing = []
  if (!school) missing.push("the school")
  if (!minutes) missing.push("the minutes")
  if (!mode) missing.push("who did the work")
  if (mode?.value === "with" && !chosen(form, "lead")) missing.push("who led")
  const area = chosen(form, "area_id")
  if (!area) missing.push("the area")
  const people = form.querySelectorAll(".took-part:checked, .position:checked").length
  if (mode?.value === "with" && !people) missing.push("who took part")
  if (!chosen(form, "origin")) missing.push("whether it was planned")
  const head = mode && school && minutes ? `${minutes} minutes ${mode.value} ${school.dataset.name}` : "Log a session"
  const lead = { coach: "you led", shared: "shared lead", school: "they led" }[chosen(form, "lead")?.value]
  const known = [area?.dataset.name, mode?.value === "with" && lead, people && plural(people, "person", "people")].filter(Boolean)
  const strong = document.createElement("strong")
  const small = document.createElement("small")
  strong.textContent = head
  small.textContent = missing.length ? `Still to say: ${missing.slice(0, 3).join(", ")}${missing.length > 3 ? " …" : ""}` : known.join(", ")
  place.replaceChildren(strong, small)
}

function letGo(form, changed) {
  if (changed.name === "mode" && changed.value === "for") form.querySelectorAll('[name="lead"], input.led').forEach((e) => { e.checked = false })
  if (changed.name === "school_id") form.querySelectorAll(".took-part, input.led").forEach((e) => { e.checked = false })
  if (changed.matches(".took-part") && !changed.checked) form.querySelector(`#${CSS.escape(changed.id)}-led`).checked = false
  // A chip and a field of one name: the last one touched counts.
  if (changed.type === "radio") form.querySelectorAll(`[name="${changed.name}"]:not([type=radio])`).forEach((e) => { e.value = "" })
  else if (changed.value) form.querySelectorAll(`[type=radio][name="${changed.name}"]`).forEach((e) => { e.checked = false })
}

function begin(root) {
  root.querySelectorAll("form[data-log]").forEach(say)
  root.querySelector("[data-focus]")?.focus()
}

for (const touched of ["input", "change"]) {
  addEventListener(touched, ({ target }) => {
    const form = target.closest?.("form[data-log]")
    if (form) { letGo(form, target); say(form) }
  })
}

// What went wrong is said over the page, which stays as it is: nothing that was typed is lost.
const trouble = () => document.getElementById("trouble")
function tell(...words) {
  trouble().replaceChildren(...words)
  trouble().hidden = false
}
function offline() { tell(trouble().dataset.offline) }
function refused({ detail: { xhr } }) {
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html")
  tell(...(answer.querySelector("main p") ?? answer.body).childNodes)
}

addEventListener("submit", (event) => {
  if (navigator.onLine) return
  event.preventDefault()
  offline()
})
addEventListener("htmx:sendError", offline)
addEventListener("htmx:timeout", offline)
addEventListener("htmx:responseError", refused)
addEventListener("htmx:beforeRequest", () => { trouble().hidden = true })
addEventListener("htmx:load", ({ target }) => begin(target))
begin(document)
