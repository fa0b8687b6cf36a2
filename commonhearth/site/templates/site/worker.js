// Keeps a few pages of one person on one device for when there is no line: those that the house names, and no other.
// Registered by kit/hearth.js for whoever is signed in, never on a shared computer. docs/adr says why it is as it is.
"use strict";
const MARK = new URL(self.location).searchParams.get("for");
const PAGES = `hearth-${MARK}`, LOOK = "look-{{ version }}";
const LOOKS = {{ look|tojson }}, NO_LINE = "{{ no_line }}", NEUTRAL = "{{ neutral }}", ENDS = {{ ends|tojson }};
const HOUR = 3600_000, PATIENCE = 4000;
let ended = false, turn = Promise.resolve();
// One after the other: what a member takes off is not put back by what was on its way.
const in_turn = (act) => (turn = turn.then(act).catch(() => { /* no line: next time */ }));

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(LOOK).then((look) => look.addAll([...LOOKS, NO_LINE, NEUTRAL])));
});

// Another person's copies, and older looks, go before anything is shown.
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== PAGES && name !== LOOK) await caches.delete(name);
  await self.clients.claim();
})()));

// A page names the list of what may be kept, looked at once an hour; or says that a page is to be kept, or not any more.
self.addEventListener("message", (event) => event.waitUntil((async () => {
  const { list, take, drop } = event.data;
  await in_turn(async () => {
    if (list) await look_at(list);
    if (take) await keep(take[0], take.slice(1), null);
    if (drop) await let_go((path, of) => of === drop[0]);
  });
  event.ports[0].postMessage("done");
})()));

async function look_at(list) {
  const last = await kept(list);
  if (last && Date.now() - last.headers.get("x-kept") < HOUR) return;
  const answer = await fetch(list);
  if (answer.redirected || answer.status < 500 && !answer.ok) return let_go(() => true);
  if (!answer.ok) return;
  const told = await answer.clone().json();
  await put(list, answer, list, null);
  const named = new Set([list]);
  for (const { url, also, asks, until } of told.pages) {
    [url, ...also].forEach((address) => named.add(address));
    if (!asks || await kept(url)) await keep(url, also, until);
  }
  await let_go((path) => path.startsWith(told.below) && !named.has(path));
}

const kept = async (path) => (await caches.open(PAGES)).match(path);

// Keeps a page under its addresses: each copy says of which page it is, since when, and until when it is good.
async function keep(url, also, until, fresh) {
  const answer = fresh || await fetch(url), path = new URL(answer.url).pathname;
  if (!answer.ok || path.startsWith("/accounts/")) return let_go((_, of) => of === url);
  for (const address of new Set([url, path, ...also])) await put(address, answer.clone(), url, until);
}

async function put(address, answer, of, until) {
  const headers = new Headers(answer.headers), body = await answer.blob();
  headers.set("x-of", of);
  headers.set("x-kept", Date.now());
  if (until) headers.set("x-until", until);
  if (!ended) await (await caches.open(PAGES)).put(address, new Response(body, { headers }));
}

// Keeps a page anew under every address it has here.
async function renew(of, until, fresh) {
  const pages = await caches.open(PAGES), also = [];
  if (!await kept(of)) return; // taken off meanwhile
  for (const request of await pages.keys()) {
    if ((await pages.match(request)).headers.get("x-of") === of) also.push(new URL(request.url).pathname);
  }
  await keep(of, also, until, fresh);
}

async function let_go(which) {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    const copy = await pages.match(request);
    if (copy && which(new URL(request.url).pathname, copy.headers.get("x-of"))) await pages.delete(request);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "POST" && ENDS.includes(url.pathname)) event.respondWith(leave(request));
    else if (request.method === "GET") event.respondWith(show(event, url.pathname));
  } else if (LOOKS.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((known) => known || fetch(request)));
  }
});

// The line first; what is kept when there is none, or when it takes too long.
async function show(event, path) {
  const known = await kept(path);
  if (!known) return fetch(event.request).catch(() => caches.match(NO_LINE));
  const of = known.headers.get("x-of"), until = Number(known.headers.get("x-until")) || null;
  try {
    const answer = await Promise.race([fetch(event.request), new Promise((_, late) => setTimeout(late, PATIENCE))]);
    if (answer.ok && path === of) {
      const fresh = answer.clone();
      event.waitUntil(in_turn(() => renew(of, until, fresh)));
    } else if (!answer.ok && answer.status < 500 && path.startsWith("/c/")) await let_go((_, one) => one === of); // gone, or signed out
    return answer;
  } catch {
    return until && Date.now() > until ? caches.match(NO_LINE) : known;
  }
}

// Signing out and leaving quickly take everything off first, also where there is no line to say so.
async function leave(request) {
  const neutral = await caches.match(NEUTRAL);
  ended = true;
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
  return fetch(request).catch(() => neutral);
}
