// Sentences in the language of the page: the server puts its sayings of them beside a page that is not in English.

const block = document.getElementById("sentences")
const sayings = block ? JSON.parse(block.textContent) : {}

export const language = document.documentElement.lang || "en"

const put = (sentence, values) => sentence.replace(/%%|%\((\w+)\)[sd]/g, (_found, name) => (name ? values[name] : "%"))

export const _ = (message, values = {}) => put(sayings[message] ?? message, values)

// One of it, and several; the number stands in the sentence as %(num)s.
export function ngettext(one, many, number, values = {}) {
  const [single, several] = sayings[one] ?? [one, many]
  return put(number === 1 ? single : several, { num: number, ...values })
}
