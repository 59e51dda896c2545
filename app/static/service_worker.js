// Keeps two pages and what they are made of, with nobody's data in them, and answers with them where the server cannot
// be reached. It sends nothing and keeps no answer of the server's: that is the outbox's.

const told = new URL(location).searchParams
const [BUILD, LANGUAGE] = [told.get("v"), told.get("language") ?? "en"]
const SHELL = `shell-${BUILD}-${LANGUAGE}`
const LIST = "/tablet"
const PAGES = { form: `/tablet/log?language=${LANGUAGE}`, list: `${LIST}?language=${LANGUAGE}` }
const FILES = ["style.css", "charts.css", "mark.svg", "icon-192.png", "pages.js", "drafts.js", "log_form.js", "notice.js", "nudge.js", "outbox.js", "saving.js", "shelf.js", "tablet.js", "kept_form.js", "kept_list.js", "words.js"]
const PATIENCE = 4_000 // of a coach before a form; Wi-Fi that leads nowhere says so only after minutes

const keep = async () => {
  const shell = await caches.open(SHELL)
  const all = [...Object.values(PAGES), "/manifest.webmanifest", ...FILES.map((name) => `/static/${BUILD}/${name}`)]
  await shell.addAll(all.map((address) => new Request(address, { cache: "reload", credentials: "omit" })))
}

addEventListener("install", (event) => {
  skipWaiting()
  event.waitUntil(keep())
})

addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name)
    await clients.claim()
  }
  event.waitUntil(old())
})

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== "GET" || origin !== location.origin) return
  if (mode === "navigate") event.respondWith(page(event.request))
  else if (pathname.startsWith(`/static/${BUILD}/`) || pathname === "/manifest.webmanifest") event.respondWith(file(event.request))
})

const kept = async (address) => (await caches.open(SHELL)).match(address, { ignoreVary: true })

const file = async (request) => await kept(request) ?? fetch(request)

async function page(request) {
  const { pathname, searchParams } = new URL(request.url)
  const isForm = pathname === "/" || pathname === "/log" || (pathname.endsWith("/edit") && searchParams.has("draft"))
  const instead = () => kept(isForm ? PAGES.form : PAGES.list)
  const waits = isForm || pathname === LIST
  const asked = fetch(request).then((answer) => (answer.status >= 502 && answer.status <= 504 && waits ? Promise.reject(answer) : answer))
  if (!waits) return asked.catch(async () => await instead() ?? Response.error())
  const late = new Promise((resolve) => { setTimeout(async () => resolve(await instead()), PATIENCE) })
  return Promise.race([asked, late.then((found) => found ?? asked)]).catch(async (answer) => await instead() ?? (answer instanceof Response ? answer : Response.error()))
}
