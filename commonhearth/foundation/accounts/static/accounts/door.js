// Passkeys and printing: shown only where they can work. The ceremony itself is the sign-in library's.
(function () {
  function begin() {
    const able = Boolean(window.PublicKeyCredential && window.allauth && window.allauth.webauthn);
    for (const form of document.querySelectorAll("[data-passkey]")) form.hidden = !able;
    for (const words of document.querySelectorAll("[data-without-passkeys]")) words.hidden = able;
    for (const button of document.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.onclick = function () { window.print(); };
    }
    if (!able) return;
    for (const script of document.querySelectorAll("script[data-allauth-onload]:not([data-begun])")) {
      script.dataset.begun = "yes";
      const start = script.dataset.allauthOnload.split(".").slice(1).reduce((part, name) => part && part[name], window.allauth);
      if (start) start(JSON.parse(script.textContent));
    }
    // Whoever chose the passkey one page ago is asked at once; the button stays for a second try.
    for (const button of document.querySelectorAll("[data-passkey-start]:not([data-begun])")) {
      button.dataset.begun = "yes";
      button.click();
    }
  }
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    for (const words of document.querySelectorAll("[data-passkey-trouble]")) words.hidden = false;
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
  document.addEventListener("htmx:afterSettle", begin);
})();
