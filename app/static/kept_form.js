// The log form that a tablet keeps has one empty place for each school, member and area; here they become the coach's.
// Where two days meet is said by the network's own time zone, as on the server.

import { fill, pay } from "./log_form.js"
import { getLists } from "./shelf.js"
import { _ } from "./words.js"

const form = document.getElementById("log")
const field = (name) => form.querySelector(`[name="${name}"]`)

// One element like `first` for each item, in its place; `first` itself is the pattern.
function each(first, items, change) {
  first.replaceWith(...items.map((item, index) => {
    const made = first.cloneNode(true)
    change(made, item, index)
    return made
  }))
}

// A chip's words stand after its input.
function chip(label, { id, name }, mark = {}) {
  const input = label.querySelector("input")
  input.value = id
  Object.assign(input.dataset, { name }, mark)
  label.replaceChildren(input, name)
}

function member(place, { id, name, position, leader }, key) {
  const [tookPart, led] = place.querySelectorAll("input")
  const [forTookPart, forLed] = place.querySelectorAll("label")
  for (const [input, label, itsId] of [[tookPart, forTookPart, key], [led, forLed, `${key}-led`]]) {
    input.id = itsId
    input.value = id
    label.htmlFor = itsId
  }
  if (leader) tookPart.dataset.leader = ""
  const small = document.createElement("small")
  small.textContent = position
  forTookPart.replaceChildren(`${name} `, small)
  forLed.querySelector(".hidden").textContent = `${name} `
}

function team(place, school, index) {
  place.dataset.team = index
  if (school.team.length) { each(place.querySelector(".member"), school.team, (made, each_, at) => member(made, each_, `p-${at}-${school.id}`)); return }
  const words = document.createElement("p")
  words.className = "soft"
  words.textContent = _("Nobody of %(name)s’s team is known here yet. Choose “someone else”.", { name: school.name })
  place.replaceChildren(words)
}

function areas(found) {
  const places = [...form.querySelectorAll('[name="area_id"]')].map((input) => input.closest("label"))
  const shown = places.filter((label) => !label.closest("details")).length
  const change = (label, area) => chip(label, area, marks(area))
  const [first, more] = [found.slice(0, shown), found.slice(shown)]
  const fold = places.at(-1).closest("details")
  places.slice(1, shown).forEach((label) => label.remove())
  each(places[0], first, change)
  if (more.length) each(places.at(-1), more, change)
  else fold.remove()
}

const marks = ({ observation, confidential, district }) => ({
  ...(observation ? { observation: "" } : {}),
  ...(confidential ? { confidential: "" } : {}),
  ...(district == null ? {} : { district }),
})

function dayIn(zone, ago = 0) {
  const [y, m, d] = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date()).split("-").map(Number)
  return new Date(Date.UTC(y, m - 1, d - ago)).toISOString().slice(0, 10)
}

function options(select, found) {
  const place = [...select?.options ?? []].find((option) => option.value)
  if (place) each(place, found, (option, { id, name, first, last }) => { option.value = id; option.textContent = name; Object.assign(option.dataset, first && { first, last }) })
}

// Asked only where the network keeps any.
function offered(name, found) {
  if (found.length) options(field(name), found)
  else field(name).closest(".field").remove()
}

function build(lists) {
  each(field("school_id").closest("label"), lists.schools, (label, school, index) => { chip(label, school); label.querySelector("input").id = `school-${index}` })
  each(form.querySelector(".team"), lists.schools, team)
  areas(lists.areas)
  each(field("minutes").closest("label"), lists.minutes, (label, count) => chip(label, { id: count, name: `${count}` }))
  form.querySelectorAll('[type=radio][name="minutes"]').forEach((input, at) => { if (at >= lists.minutes.length) input.closest("label").remove() })
  const today = dayIn(lists.zone)
  const [now, before] = form.querySelectorAll('[type=radio][name="held_on"]')
  now.value = today
  before.value = dayIn(lists.zone, 1)
  form.querySelector("#other-day").max = today
  options(field("next_step_owner_id"), lists.owners)
  options(field("co_coach_id"), lists.coaches ?? [])
  offered("partner_id", lists.partners ?? [])
  offered("funding_id", lists.funding ?? [])
  const paid = field("funding_id")
  if (paid) paid.dataset.usual = lists.usual_funding ?? ""
  form.dataset.nudges = JSON.stringify(lists.nudges ?? [])
  start(lists, today)
}

const pairs = (values) => Object.entries(values).flatMap(([name, found]) => found.map((value) => [name, value]))

function start(lists, today) {
  const asked = new URLSearchParams(location.search).get("school_id")
  fill(form, pairs({ ...lists.start, ...(asked ? { school_id: [asked] } : {}), held_on: [today] }))
  pay(form)
  const same = form.querySelector('a[href^="/log?like="]')
  if (!lists.last) { same.remove(); return }
  same.href = "#log"
  same.addEventListener("click", (event) => {
    event.preventDefault()
    fill(form, pairs({ ...lists.last, held_on: [today] }))
    pay(form)
    form.dispatchEvent(new Event("input", { bubbles: true }))
  })
}

// Lists of an older version may lack what this one asks for.
function isBuilt(lists) {
  if (!lists) return false
  try {
    form.setAttribute("action", `/sessions/${crypto.randomUUID()}`)
    build(lists)
    return true
  } catch {
    return false
  }
}

const lists = await getLists().catch(() => undefined)
const words = document.getElementById("kept-words")
if (isBuilt(lists)) words.textContent = _("No connection. You can log all the same, %(name)s: this tablet keeps it, and sends it when the Wi-Fi is back.", { name: lists.name })
else {
  const title = document.createElement("h1")
  title.textContent = _("Log a session")
  form.replaceWith(title)
  words.textContent = _("No connection, and nobody’s schools are kept on this tablet. Sign in once with Wi-Fi; from then on you can log without it.")
}
await import("./pages.js")
