// The log form: what it will save, said in words; what does not fit any more, let go; read, filled and marked.

import { _, ngettext } from "./words.js"

const chosen = (form, name) => form.querySelector(`[name="${name}"]:checked`)
const typed = (form, name) => [...form.querySelectorAll(`[name="${name}"]:not([type=radio], [type=checkbox])`)].map((e) => e.value.trim()).find(Boolean)
const ticks = (field) => field.type === "radio" || field.type === "checkbox"

export function missing(form) {
  const found = []
  const mode = chosen(form, "mode")
  if (!chosen(form, "school_id")) found.push(_("the school"))
  if (!typed(form, "held_on") && !chosen(form, "held_on")) found.push(_("the day"))
  if (!typed(form, "minutes") && !chosen(form, "minutes")) found.push(_("the minutes"))
  if (!mode) found.push(_("who did the work"))
  if (mode?.value === "with" && !chosen(form, "lead")) found.push(_("who led"))
  if (!chosen(form, "area_id")) found.push(_("the area"))
  if (mode?.value === "with" && !form.querySelector(".took-part:checked, .position:checked")) found.push(_("who took part"))
  if (!chosen(form, "origin")) found.push(_("whether it was planned"))
  return found
}

export function headline(form) {
  const minutes = typed(form, "minutes") ?? chosen(form, "minutes")?.value
  const [school, mode] = [chosen(form, "school_id"), chosen(form, "mode")]
  if (!mode || !school || !minutes) return ""
  const values = { minutes, school: school.dataset.name }
  return mode.value === "with" ? _("%(minutes)s minutes with %(school)s", values) : _("%(minutes)s minutes for %(school)s", values)
}

export function say(form) {
  district(form)
  const place = form.querySelector("[data-say]")
  const left = missing(form)
  const [mode, area] = [chosen(form, "mode"), chosen(form, "area_id")]
  const people = form.querySelectorAll(".took-part:checked, .position:checked").length
  const lead = { coach: _("you led"), shared: _("shared lead"), school: _("they led") }[chosen(form, "lead")?.value]
  const known = [area?.dataset.name, mode?.value === "with" && lead, people && ngettext("%(num)s person", "%(num)s people", people)].filter(Boolean)
  const strong = document.createElement("strong")
  const small = document.createElement("small")
  strong.textContent = headline(form) || _("Log a session")
  small.textContent = left.length ? stillToSay(left) : known.join(", ")
  place.replaceChildren(strong, small)
}

// Done for the school in an area that the district runs well: whom to call there.
function district(form) {
  const place = form.querySelector(".district")
  const call = chosen(form, "mode")?.value === "for" ? chosen(form, "area_id")?.dataset.district : undefined
  const words = call ? place.dataset.call.replace("{contact}", () => call) : call === "" ? place.dataset.well : ""
  if (place && place.textContent !== words) place.textContent = words
}

// What usually pays for a coach's time is chosen where it pays for that day, until the coach chooses.
export function pay(form) {
  const select = form.elements.funding_id
  const usual = select?.dataset.usual
  if (!usual || select.hasAttribute("data-chosen") || form.elements.version.value !== "0" || !["", usual].includes(select.value)) return
  const { first, last } = select.querySelector(`option[value="${CSS.escape(usual)}"]`)?.dataset ?? {}
  const day = typed(form, "held_on") ?? chosen(form, "held_on")?.value
  select.value = first <= day && day <= last ? usual : ""
}

export const stillToSay = (left) => _("Still to say: %(what)s", { what: `${left.slice(0, 3).join(", ")}${left.length > 3 ? " …" : ""}` })

export function letGo(form, changed) {
  if (changed.name === "mode" && changed.value === "for") form.querySelectorAll('[name="lead"], input.led').forEach((e) => { e.checked = false })
  if (changed.name === "school_id") form.querySelectorAll(".took-part, input.led").forEach((e) => { e.checked = false })
  if (changed.matches(".took-part") && !changed.checked) form.querySelector(`#${CSS.escape(changed.id)}-led`).checked = false
  if (changed.name === "funding_id") changed.setAttribute("data-chosen", "")
  // A chip and a field of one name: the last one touched counts.
  if (changed.type === "radio") form.querySelectorAll(`[name="${changed.name}"]:not([type=radio])`).forEach((e) => { e.value = "" })
  else if (changed.value) form.querySelectorAll(`[type=radio][name="${changed.name}"]`).forEach((e) => { e.checked = false })
  if (changed.name === "held_on") pay(form)
}

// Pairs of name and value, as the form would send them, without what says whose form it is.
export function read(form) {
  return [...new FormData(form)].filter(([name, value]) => name !== "version" && name !== "account" && value !== "")
}

// Show what was kept: each chip that is there is chosen, and what has none is typed. What has neither is gone from the
// school or the list since; answers with the names of such fields.
export function fill(form, fields) {
  const left = new Map()
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value])
  for (const field of form.elements) {
    const values = left.get(field.name)
    if (!field.name || field.name === "version" || field.name === "account") continue
    if (!ticks(field)) { field.value = ""; continue }
    field.checked = values?.includes(field.value) ?? field.value === ""
    if (field.checked && values) left.set(field.name, values.filter((value) => value !== field.value))
  }
  const lost = new Set()
  for (const [name, values] of left) {
    for (const value of values) {
      const place = [...form.elements].find((field) => field.name === name && !ticks(field))
      if (place) place.value = value
      if (place?.value !== value && value) lost.add(name)
    }
  }
  for (const fold of form.querySelectorAll("details")) if (holds(fold)) fold.open = true
  say(form)
  return [...lost]
}

const holds = (fold) => [...fold.querySelectorAll("input, textarea, select")].some((field) => (ticks(field) ? field.checked && field.value : field.value && field.value !== field.dataset.usual))

// Each error beside its field, as the server writes it; whatever has no field stands on top.
export function mark(form, errors) {
  form.querySelectorAll("p.wrong").forEach((each) => each.remove())
  form.querySelectorAll("[aria-invalid]").forEach((each) => { each.removeAttribute("aria-invalid"); each.removeAttribute("aria-describedby") })
  const notice = document.createElement("p")
  notice.className = "notice wrong"
  notice.setAttribute("role", "alert")
  notice.tabIndex = -1
  const others = []
  for (const [name, words] of Object.entries(errors)) {
    const field = name ? form.querySelector(`[name="${name}"]`) : null
    const group = field?.closest(".field")
    if (!group) { others.push(words); continue }
    const error = document.createElement("p")
    error.className = "wrong"
    error.id = `${name}-error`
    error.textContent = words
    group.querySelector("legend, .t").after(error)
    for (const each of group.querySelectorAll(`[name="${name}"]`)) { each.setAttribute("aria-invalid", "true"); each.setAttribute("aria-describedby", error.id) }
    for (let fold = group.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
  }
  const count = ngettext("%(num)s thing", "%(num)s things", Object.keys(errors).length)
  notice.textContent = others.length
    ? [_("Not saved yet."), ...others].join(" ")
    : _("Not saved yet. %(errors)s to mend below; all you typed is still here.", { errors: count })
  form.querySelector("h1").closest(".row").after(notice)
  notice.focus()
}
