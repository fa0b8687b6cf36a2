// Counts down what a page says in words, without a sound. The page works without it.
const ends = new WeakMap();
function tick() {
  for (const clock of document.querySelectorAll("[data-clock], [data-clock-for]")) {
    if (!ends.has(clock)) {
      const until = clock.dataset.clock ? Date.parse(clock.dataset.clock) : Date.now() + 1000 * clock.dataset.clockFor;
      ends.set(clock, until);
    }
    const left = Math.round((ends.get(clock) - Date.now()) / 1000);
    const said = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : clock.dataset.over;
    if (clock.textContent !== said) clock.textContent = said;
  }
}
tick();
setInterval(tick, 1000);
