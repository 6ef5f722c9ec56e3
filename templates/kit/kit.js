"use strict";
const { base, root } = document.querySelector("main").dataset;
const { copied, refused } = document.body.dataset;
const held = {};

/* Gives what a file says, once; of a document, what is pasted into another. */
function read(name) {
  held[name] ??= fetch(name).then(async (answer) => {
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    const text = await answer.text();
    const body = name.endsWith(".html") && /<body[^>]*>\n?([^]*)<\/body>/.exec(text);
    return body ? body[1] : text;
  });
  held[name].catch(() => { delete held[name]; });
  return held[name];
}

/* What is copied stands on the page, or in a file. */
async function find(source) {
  const node = document.getElementById(source);
  return node ? ("value" in node ? node.value : node.textContent) : read(source);
}

/* The clipboard waits for files, as long as it is asked at once. */
async function copy({ copy, rich }) {
  if (!window.ClipboardItem) return navigator.clipboard.writeText(await find(copy));
  const part = async (type, source) => new Blob([await find(source)], { type });
  const parts = { "text/plain": part("text/plain", copy) };
  if (rich) parts["text/html"] = part("text/html", rich);
  return navigator.clipboard.write([new ClipboardItem(parts)]);
}

/* The page's policy forbids the styles that a text carries; its pictures are here as well. */
async function show(node) {
  const text = await read(node.dataset.shows);
  if ("value" in node) node.value = text;
  else {
    node.innerHTML = text
      .replace(/ style="[^"]*"/g, "")
      .replaceAll(` src="${base}`, ` loading="lazy" src="${root}`);
  }
  delete node.dataset.shows;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const said = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    button.textContent = await copy(button.dataset).then(() => copied, () => refused);
    setTimeout(() => { button.textContent = said; }, 2500);
  });
}
for (const fold of document.querySelectorAll("details")) {
  fold.hidden = false;
  const unfold = () => {
    if (!fold.open) return;
    for (const node of fold.querySelectorAll("[data-shows]")) show(node).catch(() => {});
  };
  fold.addEventListener("toggle", unfold);
  unfold();
}
