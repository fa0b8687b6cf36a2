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
    await navigator.clipboard.writeText(button.closest(".more-inside").querySelector(".as-text").textContent);
    button.textContent = button.dataset.done;
  });
}
