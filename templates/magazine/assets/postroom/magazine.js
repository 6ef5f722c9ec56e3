// What pages can do beyond being read: change colours, copy code, explain, search.
// Everything but search works, in its plainer way, without.
(() => {
const config = JSON.parse(document.getElementById("__config").textContent);
const { words, features } = config;
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function make(name, values = {}, ...children) {
  const element = Object.assign(document.createElement(name), values);
  element.append(...children);
  return element;
}

function switchSchemes() {
  const button = document.querySelector(".pr-tool--scheme");
  const schemes = window.__schemes;
  if (!button || !schemes) return;
  const label = (text) => {
    button.title = button.ariaLabel = text;
  };
  label(schemes.show());
  button.addEventListener("click", () => label(schemes.next()));
}

function copyCode() {
  if (!navigator.clipboard) return;
  const chosen = features.includes("content.code.copy") ? ":not(.no-copy)" : ".copy";
  for (const code of all(".highlight :not(.linenodiv) > pre > code, .highlight > pre > code")) {
    if (!code.closest(`.highlight${chosen}`)) continue;
    const box = code.closest(".highlighttable")?.parentElement ?? code.closest(".highlight");
    const button = make("button", { className: "pr-copy", type: "button", textContent: words.copy });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.innerText.replace(/\n$/, ""));
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = words.copy), 2000);
    });
    box.append(button);
  }
}

/** What is wider than its box is scrolled by keys, too. */
function reachWideBoxes() {
  for (const box of all("pre > code, .wide"))
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}

/** All tabs of one name change together, if the site wants it so. */
function linkTabs() {
  if (!features.includes("content.tabs.link")) return;
  const name = (label) => label.textContent.trim();
  for (const label of all(".tabbed-labels > label"))
    label.addEventListener("click", () => {
      for (const other of all(".tabbed-labels > label"))
        if (other !== label && name(other) === name(label)) document.getElementById(other.htmlFor).checked = true;
    });
}

/** A mark such as (1) leads to the line of the list that explains it. */
function explainMarks() {
  const texts = all(".annotate:not(.highlight)").map((box) => [box, box.nextElementSibling?.matches("ol") ? box.nextElementSibling : box.querySelector(":scope > ol:last-child")]);
  const chosen = features.includes("content.code.annotate") ? ".highlight" : ".highlight.annotate";
  const codes = all(chosen).map((box) => [box, box.nextElementSibling]);
  const bare = new Set(); // comments of code that begin with a mark: their signs go
  let count = 0;
  for (const [box, list] of [...texts, ...codes]) {
    if (!list?.matches("ol")) continue;
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const parent = node.parentElement;
      const isCode = box.matches(".highlight");
      const mark = /^((?:#|\/[/*]|--|;|%|<!--|[{(][#*-])\s*)?(.*?)\((\d+)\)!?/s.exec(node.data);
      const line = mark && list.children[mark[3] - 1];
      if (!line || list.contains(node) || (isCode && !parent.matches("[class^=c]"))) continue;
      const isAll = isCode && mark[1] && !mark[2];
      if (isAll) bare.add(parent);
      line.id ||= `note-${++count}`;
      const sign = node.splitText(isAll ? 0 : mark[0].lastIndexOf("("));
      const rest = sign.splitText(mark[0].length - node.length);
      if (isCode && bare.has(parent)) rest.data = rest.data.replace(/^\s*(\*\/|--+>|[#*-][})])\s*$/, "");
      nodes.push(rest); // it may have more
      sign.replaceWith(make("a", { className: "pr-notemark", href: `#${line.id}`, textContent: mark[3] }));
    }
  }
}

/** On a wide page footnotes stand beside the lines they belong to, below each other. */
function placeNotes() {
  const body = document.querySelector(".pr-post .pr-body");
  const notes = all(".footnote li[id]", body ?? make("p"));
  if (!notes.length) return;
  const wide = matchMedia("screen and (min-width: 75em)");
  const place = () => {
    body.classList.toggle("pr-sided", wide.matches);
    if (!wide.matches) return;
    const { top } = body.getBoundingClientRect();
    const edge = notes[0].getBoundingClientRect();
    const blocks = all(":scope > *", body).map((block) => block.getBoundingClientRect()).filter((box) => box.right > edge.left && box.left < edge.right);
    let free = -Infinity;
    for (const note of notes) {
      const mark = all(".footnote-ref", body).find((link) => decodeURIComponent(link.hash) === `#${note.id}`);
      let y = Math.max(free, (mark ?? note).getBoundingClientRect().top);
      const height = note.offsetHeight;
      for (const box of blocks) if (y < box.bottom && y + height > box.top) y = box.bottom + 12;
      note.style.setProperty("--y", `${y - top}px`);
      free = y + height + 12;
    }
  };
  new ResizeObserver(place).observe(body);
  wide.addEventListener("change", place);
}

/** A site that brings Mermaid gets its drawings; others show what they are drawn from. */
function prepareDiagrams() {
  const boxes = all("pre.mermaid");
  const unwrap = () =>
    boxes.map((box) => {
      const drawing = make("div", { className: "mermaid", textContent: box.textContent });
      box.replaceWith(drawing);
      return drawing;
    });
  if (!boxes.length) return;
  if (window.mermaid) unwrap(); // it begins by itself
  else addEventListener("load", () => window.mermaid?.run({ nodes: unwrap() }));
}

// Search: an index in many small parts, of which a question needs a few.

const parts = new Map();

function load(name) {
  if (!parts.has(name)) {
    const part = fetch(config.search + name.replace(/$|\?/, ".json$&")).then((answer) => answer.json());
    part.catch(() => parts.delete(name));
    parts.set(name, part);
  }
  return parts.get(name);
}

const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");

/** The words of a text as the index has them; see `postroom.pages.search`. */
function split(text, index) {
  const dense = new RegExp(`^[${index.dense}]`);
  const found = text.match(new RegExp(index.word, "g")) ?? [];
  return found.flatMap((word) => {
    const chars = [...word];
    if (!dense.test(word)) return chars.length > 1 ? [word] : [];
    return chars.length > 1 ? chars.slice(1).map((char, i) => chars[i] + char) : [word];
  });
}

function shardOf(word, index) {
  const [first, second] = [...word].map((char) => char.codePointAt(0));
  const isDense = new RegExp(`^[${index.dense}]`).test(word);
  return index.shards[(first * 31 + (isDense ? 0 : second)) % index.shards.length];
}

/** Pages in order of their worth: those that have most of the words, then by weight. */
async function rank(terms, index) {
  const scores = new Map();
  for (const term of terms) {
    const shard = await load(shardOf(term, index));
    const best = new Map();
    for (const [word, places] of Object.entries(shard)) {
      if (!word.startsWith(term)) continue;
      const rarity = Math.log(1 + index.pages.length / places.length) * (word === term ? 2 : 1);
      let page = 0;
      for (const place of places) {
        page += place >> 2;
        best.set(page, Math.max(best.get(page) ?? 0, (place & 3) * rarity));
      }
    }
    for (const [page, score] of best) scores.set(page, (scores.get(page) ?? 0) + 1000 + score);
  }
  const most = Math.max(...scores.values());
  const enough = Math.floor(most / 1000) * 1000;
  return [...scores].filter(([, score]) => score >= enough).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** A piece of a text around the first of the words, with all of them marked. */
function excerpt(text, terms, index) {
  const spots = [];
  for (const found of text.matchAll(new RegExp(index.word, "gi"))) {
    const word = fold(found[0]);
    const term = terms.find((t) => word.startsWith(t));
    if (term) spots.push([found.index, found[0].length]);
    else
      for (const t of terms) {
        const at = new RegExp(`^[${index.dense}]`).test(t) ? word.indexOf(t) : -1;
        if (at >= 0) spots.push([found.index + at, t.length]);
      }
  }
  spots.sort((a, b) => a[0] - b[0]);
  let from = Math.max(0, (spots[0]?.[0] ?? 0) - 60);
  if (from) from = text.indexOf(" ", from) + 1 || from;
  const gap = text.indexOf(" ", from + 180);
  const to = gap < 0 || gap > from + 200 ? from + 190 : gap;
  const line = make("span", {}, from ? "… " : "");
  let at = from;
  for (const [start, length] of spots) {
    if (start < at || start + length > to) continue;
    line.append(text.slice(at, start), make("mark", { textContent: text.substr(start, length) }));
    at = start + length;
  }
  line.append(text.slice(at, to), to < text.length ? " …" : "");
  return [line, spots.length ? text.substr(...spots[0]) : ""];
}

async function show(page, terms, index) {
  const [path, title, kicker, text] = await load(index.pages[page]);
  const [line, word] = excerpt(text, terms, index);
  const mark = word && features.includes("search.highlight") ? `#:~:text=${encodeURIComponent(word)}` : "";
  const link = make("a", { href: new URL(path, new URL(config.base.replace(/\/?$/, "/"), location)) + mark });
  if (kicker) link.append(make("small", { textContent: kicker }));
  link.append(make("strong", { textContent: title }), line);
  return make("li", {}, link);
}

function makeFinder(opener) {
  const field = make("input", { type: "search", placeholder: words.placeholder, ariaLabel: words.search, autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
  const close = make("button", { type: "button", textContent: "Esc", ariaLabel: words.reset });
  const status = make("p");
  status.setAttribute("role", "status");
  const list = make("ol");
  const more = make("button", { type: "button", className: "pr-button", textContent: words.more, hidden: true });
  const finder = make("dialog", { className: "pr-find", ariaLabel: words.search }, make("form", { method: "dialog" }, field, close), status, list, more);
  document.body.append(finder);
  let asked = 0;

  async function find(shown = 8) {
    const turn = ++asked;
    const index = await load("index");
    const terms = [...new Set(split(fold(field.value), index))];
    const ranked = terms.length ? await rank(terms, index) : [];
    const lines = await Promise.all(ranked.slice(0, shown).map(([page]) => show(page, terms, index)));
    if (turn !== asked) return;
    const count = ranked.length;
    status.textContent = !terms.length ? "" : !count ? words.none : count === 1 ? words.one : words.other.replace("#", count);
    list.replaceChildren(...lines);
    more.hidden = count <= shown;
    more.onclick = () => find(shown + 8);
  }

  let timer;
  field.addEventListener("focus", () => load("index"), { once: true });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, 120);
  });
  close.addEventListener("click", () => finder.close());
  finder.addEventListener("click", (event) => event.target === finder && finder.close());
  finder.addEventListener("close", () => opener.focus());
  finder.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  finder.addEventListener("keydown", (event) => {
    const links = all("a", list);
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && links.length) (links[at + step] ?? (step < 0 ? field : links[at])).focus();
    else if (event.key === "Escape") at >= 0 ? field.focus() : finder.close();
    else return;
    event.preventDefault();
  });
  return () => {
    finder.showModal();
    field.select();
  };
}

function prepareSearch() {
  const opener = document.querySelector(".pr-tool--search");
  if (!opener || !config.search) return;
  let open;
  const start = (event) => {
    event.preventDefault();
    open ??= makeFinder(opener);
    open();
  };
  opener.setAttribute("role", "button");
  opener.ariaHasPopup = "dialog";
  opener.ariaKeyShortcuts = "/";
  opener.addEventListener("click", start);
  opener.addEventListener("keydown", (event) => event.key === " " && start(event));
  document.addEventListener("keydown", (event) => {
    const isWriting = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !isWriting && !event.ctrlKey && !event.metaKey && !event.altKey) start(event);
  });
}

switchSchemes();
prepareSearch();
copyCode();
linkTabs();
explainMarks();
reachWideBoxes();
placeNotes();
prepareDiagrams();
})();
