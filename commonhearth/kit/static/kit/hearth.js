// Small help for htmx, which itself is only help: every page works without this file.
// 1. Requests of htmx carry the token of the page's forms.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
// 2. What wants attention first (a summary of problems, a fresh answer) gets the focus after a swap.
document.addEventListener("htmx:afterSettle", (event) => {
  const first = event.detail.elt.matches("[data-focus]") ? event.detail.elt : event.detail.elt.querySelector("[data-focus]");
  if (first) first.focus();
});
// 3. Text to copy can be marked by hand; where the browser may write to the clipboard there is a button as well.
if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.closest(".more-inside, [data-send]").querySelector(".as-text, .link-to-copy").textContent);
    button.textContent = button.dataset.done;
  });
}
// 4. Pages kept on this device for when there is no line: site/worker.js keeps them, and only those the house names.
//    On a shared computer the mark is empty, and whatever is there goes.
const keep = document.querySelector("meta[name=hearth-keep]"), worker = navigator.serviceWorker;
if (keep && worker) {
  // Another person's copies go first of all.
  caches.keys().then((all) => all.forEach((one) => one.startsWith("look-") && keep.content || one === `hearth-${keep.content}` || caches.delete(one)));
  if (keep.content) {
    worker.register(`/worker.js?for=${keep.content}`, { updateViaCache: "all" });
    ask({ list: keep.dataset.list });
    for (const place of document.querySelectorAll("[data-keep]")) offer(place);
  } else worker.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
}
// Asks the worker something; it answers when it is done.
async function ask(what) {
  const { active } = await worker.ready, { port1, port2 } = new MessageChannel();
  return new Promise((done) => { port1.onmessage = done; active.postMessage(what, [port2]); });
}
// A page that is kept here only if the member says so: one button to keep it, one to take it off again.
function offer(place) {
  const addresses = [place.dataset.keep, ...place.dataset.also.split(" ")];
  const show = async () => {
    const there = await (await caches.open(`hearth-${keep.content}`)).match(addresses[0]);
    for (const part of place.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "kept") !== Boolean(there);
    place.hidden = false;
    return there;
  };
  place.addEventListener("click", async (event) => {
    const act = event.target.closest("[data-act]");
    if (!act) return;
    await ask({ [act.dataset.act]: addresses });
    await show();
    place.querySelector("[data-when]:not([hidden]) [role=status]").focus();
  });
  show().then((there) => there && ask({ take: addresses })); // with what stands there now
}
// 5. A script that only one part of a page needs comes when that part is opened.
for (const part of document.querySelectorAll("[data-script]")) {
  const bring = () => { const script = document.createElement("script"); script.src = part.dataset.script; document.head.append(script); };
  const closed = part.closest("details:not([open])");
  if (closed) closed.addEventListener("toggle", bring, { once: true });
  else bring();
}
