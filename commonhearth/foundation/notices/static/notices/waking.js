"use strict";
// Lets this browser be woken: asks the person, then hands the push service's address in with the page's own form.
(() => {
  const form = document.querySelector("form[data-push-key]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  document.querySelectorAll("[data-push-able]").forEach((part) => (part.hidden = false));
  document.querySelectorAll("[data-push-unable]").forEach((part) => (part.hidden = true));
  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    const say = (name) => document.querySelectorAll("[data-push-said]").forEach((part) => (part.hidden = part.dataset.pushSaid !== name));
    if ((await Notification.requestPermission()) !== "granted") return say("refused");
    try {
      const kept = await navigator.serviceWorker.register(form.dataset.pushWorker);
      await navigator.serviceWorker.ready.catch(() => null);
      const base64 = form.dataset.pushKey.replace(/-/g, "+").replace(/_/g, "/");
      const key = Uint8Array.from(atob(base64 + "=".repeat((4 - (base64.length % 4)) % 4)), (one) => one.charCodeAt(0));
      const made = await kept.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      form.elements.endpoint.value = made.endpoint;
      form.submit();
    } catch {
      say("failed");
    }
  });
})();
