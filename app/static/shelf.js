// What this tablet keeps, in IndexedDB: sessions on their way to the server, and the lists that the form is made of
// while there is no Wi-Fi. A promise per transaction, kept only when it is on the disk.

const NAME = "side-by-side"
const ENTRIES = "entries" // one a form: {id, account, version, fields, state, said, at, stamp, trouble}
const LISTS = "lists" // of the last account not signed out, under one key
const LAST = "last"

export const LISTS_DAYS = 14
const DAY = 86_400_000

const ANSWERS_WITHIN = 3_000 // a browser that refuses to keep anything may also just not answer

let opened
function open() {
  opened ??= new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no answer")), ANSWERS_WITHIN)
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(ENTRIES, { keyPath: "id" }).createIndex("account", "account")
      asked.result.createObjectStore(LISTS)
    }
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = undefined }
      asked.result.onclose = () => { opened = undefined }
      resolve(asked.result)
    }
    asked.onerror = () => reject(asked.error)
    asked.onblocked = () => reject(new Error("blocked"))
  })
  opened.catch(() => { opened = undefined })
  return opened
}

// `work` is given the store and a function that hands over the result; it may ask for more while the transaction lasts.
async function within(name, mode, work) {
  const base = await open()
  return new Promise((resolve, reject) => {
    const act = base.transaction(name, mode, { durability: "strict" })
    let result
    act.oncomplete = () => resolve(result)
    act.onabort = () => reject(act.error ?? new Error("aborted"))
    work(act.objectStore(name), (value) => { result = value })
  })
}

// Another tab may change an entry at any time: so it is read and written in one transaction, by what `decide` says of
// the entry as it is now: an entry to keep, null to let it go, undefined to leave it. Answers with what is kept then.
export const change = (id, decide) => within(ENTRIES, "readwrite", (entries, answer) => {
  const read = entries.get(id)
  read.onsuccess = () => {
    const next = decide(read.result)
    answer(next === undefined ? read.result : next)
    if (next === null) entries.delete(id)
    else if (next !== undefined) entries.put(next)
  }
})

export const find = (id) => within(ENTRIES, "readonly", (entries, answer) => {
  entries.get(id).onsuccess = ({ target }) => answer(target.result)
})

// Whoever asks names the account: nobody is shown another's.
export const list = (account) => within(ENTRIES, "readonly", (entries, answer) => {
  entries.index("account").getAll(account).onsuccess = ({ target }) => answer(target.result.sort((a, b) => a.at - b.at))
})

// The lists of one account at a time. `seen` is the stamp of what was there when they were asked for: where they were
// forgotten meanwhile, or another's came, they are not kept.
export const keepLists = (found, seen) => within(LISTS, "readwrite", (lists) => {
  lists.get(LAST).onsuccess = ({ target }) => {
    if (target.result?.stamp === seen) lists.put({ ...found, at: Date.now(), stamp: crypto.randomUUID() }, LAST)
  }
})

export const forgetLists = () => within(LISTS, "readwrite", (lists) => { lists.put({ stamp: crypto.randomUUID() }, LAST) })

const there = () => within(LISTS, "readonly", (lists, answer) => {
  lists.get(LAST).onsuccess = ({ target }) => answer(target.result)
})

export const listsStamp = async () => (await there())?.stamp

export async function getLists() {
  const found = await there()
  if (!found?.account) return undefined
  const age = Date.now() - found.at
  if (age >= -DAY && age < LISTS_DAYS * DAY) return found // clocks of tablets are set right now and then
  await forgetLists()
  return undefined
}
