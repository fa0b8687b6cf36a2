// Beside a field for a voice note: record here, where the browser can. The field works without this file.
if (window.MediaRecorder && navigator.mediaDevices && window.DataTransfer) for (const field of document.querySelectorAll("input[data-voice]")) {
  const words = field.dataset;
  const make = (tag, kind) => { const one = document.createElement(tag); one.className = kind; field.parentElement.append(one); return one; };
  const button = make("button", "button button-quiet");
  const said = make("p", "quiet");
  const player = make("audio", "");
  button.type = "button";
  button.textContent = words.record;
  said.setAttribute("role", "status");
  player.controls = true;
  player.hidden = true;
  let recorder = null, timer = 0;
  const stop = () => { if (recorder && recorder.state === "recording") recorder.stop(); };
  const kept = (pieces) => {
    const kind = recorder.mimeType.split(";")[0] || "audio/webm";
    const ending = { "audio/mp4": "m4a", "audio/ogg": "ogg" }[kind] || "webm";
    const file = new File(pieces, `${words.name}.${ending}`, { type: kind });
    const box = new DataTransfer();
    box.items.add(file);
    field.files = box.files;
    if (player.src) URL.revokeObjectURL(player.src);
    player.src = URL.createObjectURL(file);
    player.hidden = false;
    button.textContent = words.again;
    said.textContent = words.ready;
  };
  const start = async () => {
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); }
    catch { said.textContent = words.refused; return; }
    const pieces = [];
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32000 });
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => { clearTimeout(timer); for (const track of stream.getTracks()) track.stop(); kept(pieces); };
    recorder.start();
    timer = setTimeout(stop, 1000 * Number(words.voice));
    button.textContent = words.stop;
    said.textContent = words.recording;
  };
  button.addEventListener("click", () => (recorder && recorder.state === "recording" ? stop() : start()));
}
