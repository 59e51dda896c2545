// Words of the network's list, met while typing what others will read: another way to say it, to whoever types alone.
// Nothing of it is kept, counted or sent.

const APOSTROPHES = /[\u2018\u2019\u02bc\u0060\u00b4]/g
const plain = (text) => text.normalize("NFC").replace(APOSTROPHES, "'").toLowerCase()
const literal = (text) => text.replace(/[$()*+./?[\\\]^{|}]/g, "\\$&")

// Whole words alone, and any space between them: "these kids" is not in "these kidskins".
function finder(words) {
  const apart = plain(words).trim().split(/\s+/).map(literal).join("\\s+")
  return new RegExp(`(?:^|[^\\p{L}\\p{N}])${apart}(?=$|[^\\p{L}\\p{N}])`, "u")
}

const lists = new Map()
function listOf(form) {
  const kept = form.dataset.nudges ?? "[]"
  if (!lists.has(kept)) lists.set(kept, JSON.parse(kept).map(([words, instead]) => ({ words, instead, found: finder(words) })))
  return lists.get(kept)
}

export function nudge(field) {
  const place = field.form?.querySelector(`.nudge[data-for="${field.name}"]`)
  if (!place) return
  const text = plain(field.value)
  const met = listOf(field.form).find(({ found }) => found.test(text))
  const said = met ? place.dataset.words.replace("{words}", () => met.words).replace("{instead}", () => met.instead) : ""
  if (place.textContent !== said) place.textContent = said // said anew only where it says something new
}
