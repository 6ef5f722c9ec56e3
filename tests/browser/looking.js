// What a reader would see of a page; each function gives a list of findings in words.

function call(element) {
  const name = element.tagName.toLowerCase() + [...element.classList].map((c) => `.${c}`).join("");
  const text = (element.innerText ?? "").trim().slice(0, 30);
  return text ? `${name} '${text}'` : name;
}

function isSeen(element) {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** What stands beyond the edges of the window, other than in boxes that scroll or clip. */
function findOverflow() {
  const width = document.documentElement.clientWidth;
  const beyond = [...document.body.querySelectorAll("*")].filter((element) => {
    const { left, right, height } = element.getBoundingClientRect();
    if (!isSeen(element) || !height || (left >= -1 && right <= width + 1)) return false;
    for (let box = element.parentElement; box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") return false;
    return true;
  });
  const found = beyond.map(call);
  if (document.scrollingElement.scrollWidth > width) found.push("the page scrolls sideways");
  return found;
}

const _canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

function _rgba(colour) {
  _canvas.clearRect(0, 0, 1, 1);
  _canvas.fillStyle = colour;
  _canvas.fillRect(0, 0, 1, 1);
  return [..._canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255);
}

function _mix(top, ground, share) {
  return [0, 1, 2].map((i) => top[i] * share + ground[i] * (1 - share));
}

/** WCAG 2.2: relative luminance. */
function _luminance(colour) {
  const [r, g, b] = colour.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function _groundOf(element, paper) {
  const layers = [];
  for (let box = element; !paper && box; box = box.parentElement)
    layers.unshift(_rgba(getComputedStyle(box).backgroundColor));
  return layers.reduce((ground, layer) => _mix(layer, ground, layer[3]), [1, 1, 1]);
}

function _contrast(element, paper) {
  const ground = _groundOf(element, paper);
  const ink = _rgba(getComputedStyle(element).color);
  let share = ink[3];
  for (let box = element; box; box = box.parentElement) share *= getComputedStyle(box).opacity;
  const [a, b] = [_luminance(_mix(ink, ground, share)), _luminance(ground)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function _isText(node) {
  return node.data.trim() && !node.parentElement.closest("script, style, noscript");
}

/** Elements whose own text is fainter than `least` on what is behind it, or on white paper. */
function findFaint(least, paper = false) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const elements = new Set();
  while (walker.nextNode())
    if (_isText(walker.currentNode)) elements.add(walker.currentNode.parentElement);
  return [...elements]
    .filter((element) => isSeen(element) && _contrast(element, paper) < least)
    .map((element) => `${call(element)}: ${_contrast(element, paper).toFixed(2)}`);
}

/** How bright the page's ground is: 0 is black, 1 is white. */
function measureGround() {
  return _luminance(_groundOf(document.body));
}

/** Boxes with a border or a ground of their own, and nothing in them. */
function findEmptyBoxes() {
  return [...document.body.querySelectorAll("*:not(hr, img, input, svg, svg *)")]
    .filter((element) => {
      const style = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      const isDrawn = style.borderStyle !== "none" || _rgba(style.backgroundColor)[3] > 0;
      const isEmpty = !element.innerText?.trim() && !element.querySelector("img, svg, hr, input");
      return isSeen(element) && width > 1 && height > 1 && isDrawn && isEmpty;
    })
    .map(call);
}

/** What has the focus, if it cannot be seen that it has. */
function findUnseenFocus() {
  const stop = document.activeElement;
  if (stop === document.body) return [];
  // a choice is drawn by its label, or by what is around all of them
  const marks = [stop, ...(stop.labels ?? []), stop.parentElement];
  if (stop.type === "radio") marks.push(...stop.parentElement.children);
  const isMarked = marks.some((element) => {
    const { width, height, top, bottom } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const isOnScreen = width > 4 && height > 4 && bottom > 0 && top < innerHeight;
    return isOnScreen && isSeen(element) && outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  });
  return isMarked ? [] : [`${call(stop)}${stop.id && `#${stop.id}`}`];
}

/** Which of these elements cannot be seen. */
function findHidden(selector) {
  return [...document.querySelectorAll(selector)].filter((e) => !isSeen(e)).map(call);
}

/** What is amiss with the page's headings, landmarks and pictures. */
function findMisbuilt() {
  const found = [];
  const headings = document.querySelectorAll("h1").length;
  const mains = document.querySelectorAll("main, [role=main]").length;
  if (headings !== 1) found.push(`${headings} h1`);
  if (mains !== 1) found.push(`${mains} main`);
  for (const image of document.images)
    for (const name of ["alt", "width", "height"])
      if (!image.hasAttribute(name)) found.push(`${image.getAttribute("src")}: no ${name}`);
  return found;
}

/** What moves; what is only fetched later, or fades at an edge, does not. */
function findMotion() {
  const still = ["offset", "computedOffset", "easing", "composite", "contentVisibility", "maskImage", "webkitMaskImage"];
  return document
    .getAnimations()
    .filter((animation) => animation.playState === "running")
    .filter((animation) => animation.effect.getKeyframes().some((frame) => Object.keys(frame).some((name) => !still.includes(name))))
    .map((animation) => call(animation.effect.target));
}
