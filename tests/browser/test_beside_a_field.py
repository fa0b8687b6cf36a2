"""What a script adds to one field: a recorder beside a voice note, and paste that keeps headings and lists."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.eyes import DESK, PHONE, accessible
from tests.browser.hands import through

#: Remembers what records, to ask it whether it has heard something yet.
REMEMBER = """const start = MediaRecorder.prototype.start;
MediaRecorder.prototype.start = function (...how) { window.recorder = this; return start.apply(this, how); };"""
HEARD = """async () => {
  for (let bytes = 0; bytes < 1000;) {
    const heard = new Promise((done) =>
      window.recorder.addEventListener("dataavailable", (event) => done(event.data.size), { once: true }));
    window.recorder.requestData();
    bytes += await heard;
    await new Promise((enough) => setTimeout(enough, 50));
  }
}"""
#: Whether the words of a player can be heard.
PLAYS = """(player) => new Promise((done) => {
  if (player.readyState) return done(true);
  player.addEventListener("loadedmetadata", () => done(true));
  player.addEventListener("error", () => done(false));
  player.load();
})"""
BRING = """(field, html) => {
  const brought = new DataTransfer();
  brought.setData("text/html", html);
  brought.setData("text/plain", "The soup On the day");
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: brought, bubbles: true, cancelable: true }));
}"""


@pytest.mark.microphone
def test_a_voice_note_is_recorded_heard_and_sent(window, world):
    garden = f"/c/harbour/circles/{world.harbour.circles['open'].id}/talk/new/"
    page = window("member", width=PHONE, permissions=["microphone"])
    # Given somebody who would rather speak than write: the recorder comes when its part is opened,
    page.add_init_script(REMEMBER)
    page.goto(garden)
    expect(page.get_by_role("button", name="Record now")).to_have_count(0)
    page.get_by_label("What is it about?").fill("From the kitchen")
    page.get_by_label("Your words").fill("I said it instead.")
    page.get_by_text("A voice note, a picture or a paper").click()
    # when they record and stop,
    page.get_by_role("button", name="Record now").click()
    expect(page.get_by_text("Recording. It stops by itself")).to_be_visible()
    page.evaluate(HEARD)
    page.get_by_role("button", name="Stop recording").click()
    # then they hear it before it goes,
    expect(page.get_by_text("Recorded. Listen to it here before you send it.")).to_be_visible()
    expect(page.get_by_role("button", name="Record again")).to_be_visible()
    player = page.locator("main audio[src]")
    assert player.evaluate(PLAYS)
    accessible(page)
    # and the others can hear it.
    through(page.get_by_role("button", name="Begin it"))
    expect(page.get_by_role("heading", level=1, name="From the kitchen")).to_be_visible()
    assert player.evaluate(PLAYS)
    accessible(page)


def test_somebody_who_lets_nobody_record_can_choose_a_file(window, world):
    page = window("member")
    page.goto(f"/c/harbour/circles/{world.harbour.circles['open'].id}/talk/new/")
    page.get_by_text("A voice note, a picture or a paper").click()
    page.get_by_role("button", name="Record now").click()
    expect(page.get_by_text("You can choose a recording instead.")).to_be_visible()


def test_what_is_pasted_keeps_its_headings_and_lists(window, world):
    page = window("member", width=DESK)
    page.goto(f"/c/harbour/circles/{world.harbour.circles['open'].id}/handbook/")
    through(page.get_by_role("link", name=re.compile("^Write (a|the first) page")).first)
    words = page.locator("textarea[data-paste]")
    html = "<h2>The soup</h2><script>alert(1)</script><ul><li><b>Onions</b></li></ul><p onclick='x()'>On the day</p>"
    words.evaluate(BRING, html)
    expect(words).to_have_value(re.compile(r"^## The soup\n\n[-*] \*\*Onions\*\*\n\nOn the day\s*$"))
