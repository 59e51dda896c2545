// What went wrong is said over the page, which stays as it is: nothing that was typed is lost.

const place = () => document.getElementById("trouble")

export function tell(...words) {
  place().replaceChildren(...words)
  place().hidden = false
}

export const hush = () => { place().hidden = true }

export const offline = () => tell(place().dataset.offline)

export function button(words, act, className = "btn") {
  const made = document.createElement("button")
  made.type = "button"
  made.className = className
  made.textContent = words
  made.addEventListener("click", act)
  return made
}

export function link(words, to) {
  const made = document.createElement("a")
  made.href = to
  made.textContent = words
  return made
}
