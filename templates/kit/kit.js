"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  const said = button.textContent;
  const source = document.getElementById(button.dataset.copy);
  const rich = button.dataset.rich && document.getElementById(button.dataset.rich);
  const read = (node) => ("value" in node ? node.value : node.textContent);
  const tell = (words) => {
    button.textContent = words;
    setTimeout(() => { button.textContent = said; }, 2500);
  };
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const text = read(source);
    try {
      if (rich && window.ClipboardItem) {
        const part = (type, words) => [type, new Blob([words], { type })];
        const parts = [part("text/html", read(rich)), part("text/plain", text)];
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
      } else {
        await navigator.clipboard.writeText(text);
      }
      tell(document.body.dataset.copied);
    } catch {
      tell(document.body.dataset.refused);
    }
  });
}
