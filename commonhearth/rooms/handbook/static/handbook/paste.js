// What is pasted from a word processor keeps its headings and lists: it comes back as Markdown from this house.
// Without this file it is pasted as plain words.

// What weighs much and says nothing. It is not read here, only left out: the server reads it, and lets nothing through that
// acts. A browser would hold what it reads to the rules of our page and complain of each style in it.
const HEAVY = /<!--[^]*?-->|<(style|script|title|xml)\b[^]*?<\/\1\s*>|<(?:img|meta|link)\b[^>]*>/gi;

for (const field of document.querySelectorAll("textarea[data-paste]")) field.addEventListener("paste", async (event) => {
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  if (!/<(h[1-6]|li|b|strong|i|em|table|a)[\s>]|mso-list|font-weight/i.test(html)) return;
  event.preventDefault();
  let words = plain;
  try {
    const said = new URLSearchParams({ html: html.replace(HEAVY, "") });
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(field.dataset.paste, { method: "POST", body: said, headers: { "X-CSRFToken": token } });
    if (answer.ok) words = (await answer.text()) || plain;
  } catch { /* no line just now: the plain words */ }
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
