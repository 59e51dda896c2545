// Sessions on their way: draft, queued, sent, and never back. An entry leaves this tablet only after the server has said,
// under the same id, which version it keeps now; the server answers the same form twice with the same answer.

import { change, list } from "./shelf.js"
import { _ } from "./words.js"

export const NO_CONNECTION = "no connection", BUSY = "busy", SIGNED_OUT = "signed out"
export const DRAFT = "draft", QUEUED = "queued", SENT = "sent"

const FIRST_WAIT = 1_000, LONGEST_WAIT = 300_000
const FIRST_PATIENCE = 20_000, LONGEST_PATIENCE = 80_000
const REMEMBER_SENT = 7 * 86_400_000

const changes = new BroadcastChannel("outbox")
const listeners = new Set()
export const onChange = (listener) => { listeners.add(listener) }
function changed() {
  changes.postMessage("changed")
  listeners.forEach((each) => each())
}
changes.onmessage = () => listeners.forEach((each) => each())

const WORDS = {
  400: _("The server could not read this one. Open it, look it over, and save it again."),
  403: _("Your role does not log sessions any more. Ask your office; nothing is lost."),
  404: _("The server knows this session as somebody else’s. Ask your office; nothing is lost."),
  409: _("It was changed somewhere else meanwhile. Look at both and choose."),
  413: _("The notes are longer than a session can hold. Shorten them and save again."),
  415: _("The server could not read this one. Open it, look it over, and save it again."),
}

// Free to be typed over: a draft, or what the server gave back. What is on its way is not.
export const isOpen = (entry) => entry?.state === DRAFT || (entry?.state === QUEUED && Boolean(entry.trouble))

export async function keepDraft({ id, account, version, fields, said }) {
  const kept = await change(id, (before) => {
    const fresh = !before || (before.state === SENT && version >= before.version)
    if (!fresh && (!isOpen(before) || before.account !== account)) return undefined
    return { ...(fresh ? { state: DRAFT, at: Date.now(), trouble: null } : before), id, account, version, fields, said }
  })
  changed()
  return kept
}

// `insteadOf` is the entry that this one settles: both versions were shown, and this is the choice.
export async function queue({ id, account, version, fields, said, insteadOf }) {
  const stamp = crypto.randomUUID()
  await change(id, (before) => ({ id, account, version, fields, said, state: QUEUED, at: before?.at ?? Date.now(), stamp, trouble: null }))
  if (insteadOf && insteadOf !== id) await drop(insteadOf, account)
  changed()
}

export async function drop(id, account) {
  await change(id, (entry) => (entry?.account === account ? null : undefined))
  changed()
}

// What was begun and not saved; what was saved meanwhile, in another tab perhaps, stays.
export async function discard(id, account) {
  await change(id, (entry) => (entry?.account === account && entry.state === DRAFT ? null : undefined))
  changed()
}

// What the server would not take is not sent again by itself; this is somebody saying "try again".
export async function retry(id) {
  await change(id, (entry) => (entry?.state === QUEUED ? { ...entry, trouble: null } : undefined))
  changed()
}

export async function unsent(account) {
  return account ? (await list(account)).filter((entry) => entry.state !== SENT) : []
}

let patience = FIRST_PATIENCE

// Its status, 0 where there was none in time, and what it said in JSON.
async function answerTo(entry) {
  const body = new URLSearchParams(entry.fields)
  body.set("version", entry.version)
  body.set("account", entry.account)
  const limit = new AbortController()
  const late = setTimeout(() => {
    patience = Math.min(2 * patience, LONGEST_PATIENCE)
    limit.abort()
  }, patience)
  try {
    const answer = await fetch(`/sessions/${entry.id}`, {
      method: "POST",
      body,
      headers: { accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
      signal: limit.signal,
    })
    const json = answer.headers.get("content-type")?.startsWith("application/json")
    return { status: answer.status, said: json ? await answer.json() : undefined }
  } catch {
    return { status: 0 }
  } finally {
    clearTimeout(late)
  }
}

// Answers why the entry is still here and may go by itself later, or nothing.
async function send(entry) {
  const { status, said } = await answerTo(entry)
  if (isKept(entry, status, said)) {
    await change(entry.id, (now) => (now?.stamp === entry.stamp ? sent(entry, said) : undefined))
    return ""
  }
  // A filter or a proxy may refuse in the server's place: only the server's own no is one.
  const ours = said !== undefined || status === 413
  if (status === 401 && ours) return SIGNED_OUT
  const errors = status === 422 ? said?.errors : ours && WORDS[status] && { "": WORDS[status] }
  if (!errors) return status >= 500 || status === 429 ? BUSY : NO_CONNECTION
  await change(entry.id, (now) => (now?.stamp === entry.stamp ? { ...now, trouble: { status, errors } } : undefined))
  return ""
}

// What the server says of a form that is not kept here.
export async function ask(entry) {
  const { status, said } = await answerTo(entry)
  return { status, kept: isKept(entry, status, said), errors: status === 422 ? said?.errors : undefined }
}

// A school's Wi-Fi may answer for the server, and say that all is well: only its own words count.
const isKept = (entry, status, said) => status === 200 && said?.id === entry.id && (said.version === entry.version + 1 || (entry.version > 0 && said.version === entry.version))

// Its notes, its people and its school leave the tablet; that it went stays for a while, so that it does not go again.
const sent = ({ id, account }, { version }) => ({ id, account, state: SENT, version, at: Date.now() })

let wait = FIRST_WAIT, timer, running
export const state = { stopped: "" }

// All that can go, oldest first. One that makes the server stumble does not hold up the others.
async function pass(account) {
  clearTimeout(timer)
  const tried = new Set()
  let stopped = ""
  while (stopped !== NO_CONNECTION && stopped !== SIGNED_OUT) {
    const entry = (await list(account)).find((each) => each.state === QUEUED && !each.trouble && !tried.has(each.stamp))
    if (!entry) break
    tried.add(entry.stamp)
    const end = await send(entry)
    if (end) stopped = end
    else wait = FIRST_WAIT
    changed()
  }
  state.stopped = stopped
  if (stopped && stopped !== SIGNED_OUT) {
    timer = setTimeout(() => drain(account), wait * (0.75 + Math.random() / 4))
    wait = Math.min(2 * wait, LONGEST_WAIT)
  }
  const old = Date.now() - REMEMBER_SENT
  for (const each of await list(account)) if (each.state === SENT && each.at < old) await change(each.id, () => null)
  changed()
}

// One tab at a time; whoever asks meanwhile is served by the pass after this one.
export function drain(account, { now = false } = {}) {
  if (!account) return Promise.resolve()
  if (now) wait = FIRST_WAIT
  running ??= navigator.locks.request("outbox", () => { running = undefined; return pass(account) })
  return running
}

