"use strict";
const main = document.querySelector("main");
const { archive, base, root } = main.dataset;
const ENTRY = 0x04034b50;

/* Gives the texts of the archive, as they are packed; pictures stand behind them, and are
   not waited for. ZIP, 4.3.7: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
async function open() {
  const answer = await fetch(archive);
  if (!answer.ok) throw new Error(`${archive}: ${answer.status}`);
  const stream = answer.body.getReader();
  let held = new Uint8Array();
  const reach = async (length) => {
    while (held.length < length) {
      const { done, value } = await stream.read();
      if (done) return false;
      const more = new Uint8Array(held.length + value.length);
      more.set(held);
      more.set(value, held.length);
      held = more;
    }
    return true;
  };
  const files = {};
  for (let at = 0; await reach(at + 30); ) {
    const head = new DataView(held.buffer, at, 30);
    if (head.getUint32(0, true) !== ENTRY) break;
    const named = at + 30 + head.getUint16(26, true);
    const begin = named + head.getUint16(28, true);
    const end = begin + head.getUint32(18, true);
    await reach(begin);
    const path = new TextDecoder().decode(held.subarray(at + 30, named));
    const name = path.slice(path.indexOf("/") + 1);
    if (name.startsWith("images/") || !(await reach(end))) break;
    files[name] = { isDeflated: head.getUint16(8, true) === 8, packed: held.slice(begin, end) };
    at = end;
  }
  stream.cancel();
  return files;
}

/* Begins when somebody is about to click. */
let opening;
const opened = () => (opening ??= open().catch((error) => {
  opening = undefined; // the next click tries again
  throw error;
}));
for (const event of ["pointerover", "focusin"]) {
  main.addEventListener(event, ({ target }) => {
    if (target.closest("[data-stem]")) opened().catch(() => {}); // whoever clicks is told
  });
}

async function unpack(name) {
  const { isDeflated, packed } = (await opened())[name];
  const content = new Blob([packed]);
  if (!isDeflated) return content;
  return new Response(content.stream().pipeThrough(new DecompressionStream("deflate-raw"))).blob();
}

/* Of a document, what is pasted. */
async function read(name) {
  const text = await (await unpack(name)).text();
  const body = name.endsWith(".html") && /\n<body>\n([^]*)<\/body>\n<\/html>\n$/.exec(text);
  return body ? body[1] : text;
}

const find = (source) => {
  const node = document.getElementById(source);
  return node ? ("value" in node ? node.value : node.textContent) : read(source);
};

async function copy({ copy, rich }) {
  const text = find(copy);
  if (!window.ClipboardItem) return navigator.clipboard.writeText(await text);
  const part = async (type, words) => new Blob([await words], { type });
  const parts = { "text/plain": part("text/plain", text) };
  if (rich) parts["text/html"] = part("text/html", find(rich));
  return navigator.clipboard.write([new ClipboardItem(parts)]);
}

async function save({ file }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await unpack(file));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/* The page's policy forbids the styles that a text carries; its pictures are here as well. */
async function show(node) {
  if (node.dataset.isShown) return;
  node.dataset.isShown = "yes";
  const text = await read(node.dataset.shows);
  if ("value" in node) node.value = text;
  else {
    node.innerHTML = text
      .replace(/ style="[^"]*"/g, "")
      .replaceAll(` src="${base}`, ` loading="lazy" src="${root}`);
  }
}

function offer(button, act, done, failed) {
  const label = button.innerHTML;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    let words = done;
    try {
      await act(button.dataset);
    } catch {
      words = await opened().then(() => failed, () => "Not there: take the .zip");
    }
    if (!words) return;
    button.textContent = words;
    setTimeout(() => { button.innerHTML = label; }, 2500);
  });
}

document.querySelector(".plain").remove();

/* What can be done with a length is the same for all of them. */
for (const section of document.querySelectorAll("[data-stem]")) {
  const ways = document.querySelector("template").content.cloneNode(true);
  const words = section.querySelector("h2").textContent;
  for (const node of ways.querySelectorAll(".sr")) node.textContent = `, ${words}`;
  for (const { dataset } of ways.querySelectorAll("[data-copy],[data-file],[data-shows]")) {
    for (const key of ["copy", "rich", "file", "shows"]) {
      if (dataset[key]) dataset[key] = `${section.dataset.stem}.${dataset[key]}`;
    }
  }
  section.append(ways);
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  offer(button, copy, "Copied", "Not allowed here: select it by hand");
}
for (const button of document.querySelectorAll("[data-file]")) {
  offer(button, save, "", "Take it from the .zip");
}
for (const fold of document.querySelectorAll("details")) {
  const unfold = () => {
    if (fold.open) fold.querySelectorAll("[data-shows]").forEach((node) => show(node).catch(() => {}));
  };
  fold.addEventListener("toggle", unfold);
  unfold();
}
