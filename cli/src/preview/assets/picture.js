// A drawn message in its frame, and what a click on one of its pieces tells.

import { element, rove, say, set, single } from "./dom.js";
import { leading } from "./findings.js";

/** The widths that a frame can have, in CSS pixels; 0 is as wide as there is room. */
const WIDTHS = {
  desktop: [0, 480, 720, 960],
  mobile: [320, 360, 375, 430],
  push: [320, 360, 375, 430],
};
const USUAL = { desktop: 720, mobile: 375, push: 375 };

/** What a piece says of where it comes from, and of who had it written. */
const ORIGIN = ["file", "line", "column", "variable", "callFile", "callLine", "callColumn"];

// Named so that a policy which demands trusted types can allow this one place.
const trusted = globalThis.trustedTypes?.createPolicy("flockml-picture", {
  createHTML: (html) => html,
}) ?? { createHTML: (html) => html };

/** The only place where HTML becomes nodes: the program drew it and escaped all that is in it. */
export function draw(node, html) {
  node.innerHTML = trusted.createHTML(html);
}

/** A frame for pictures of one kind; `piece` is told which piece of a message the user asked for. */
export function frame(kind, piece) {
  const canvas = element("div", { class: `canvas canvas-${kind}`, data: { testid: `picture-${kind}` } });
  const box = element("div", { class: `frame frame-${kind}` }, canvas);
  const node = element("div", { class: "framed" }, sizes(kind, box), element("div", { class: "stand" }, box));
  let shown = null;
  canvas.addEventListener("click", (event) => asked(event, piece));
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") asked(event, piece);
  });
  rove(canvas, ".piece", { keys: ["ArrowLeft", "ArrowRight"] });
  return {
    node,
    show(html) {
      if (html === shown) return;
      shown = html;
      const focused = [...canvas.querySelectorAll(".piece")].indexOf(document.activeElement);
      draw(canvas, html);
      join(canvas);
      reachable(canvas, focused);
    },
  };
}

/** The files that pieces of a picture come from. */
export function filesOf(node) {
  const files = [...node.querySelectorAll(".piece")].flatMap(({ dataset }) => [dataset.file, dataset.callFile]);
  return [...new Set(files.filter(Boolean))];
}

function sizes(kind, box) {
  const widen = (width) => box.style.setProperty("--frame", width === 0 ? "100%" : `${width}px`);
  const select = element("select", { on: { change: () => widen(Number(select.value)) } });
  for (const width of WIDTHS[kind]) {
    select.append(element("option", { value: width }, width === 0 ? "as wide as the page" : `${width} px`));
  }
  select.value = String(USUAL[kind]);
  widen(USUAL[kind]);
  return element("p", { class: "sizes" }, element("label", {}, "Width ", select));
}

function asked(event, piece) {
  const node = event.target.closest(".piece");
  if (!node) return;
  event.preventDefault();
  piece(node);
}

/** Pieces of one origin that stand side by side become one, and blank ones none. */
function join(canvas) {
  for (const piece of canvas.querySelectorAll(".piece")) {
    if (!piece.isConnected) continue;
    while (isOf(piece.nextSibling, piece)) {
      const next = piece.nextSibling;
      piece.append(...next.childNodes);
      next.remove();
    }
    if (piece.textContent.trim() === "") piece.replaceWith(...piece.childNodes);
  }
}

function isOf(node, piece) {
  if (!(node instanceof HTMLElement) || !node.classList.contains("piece")) return false;
  return ORIGIN.every((name) => node.dataset[name] === piece.dataset[name]);
}

function reachable(canvas, focused) {
  const pieces = [...canvas.querySelectorAll(".piece")];
  for (const piece of pieces) {
    set(piece, "role", "button");
    set(piece, "aria-haspopup", "dialog");
  }
  if (pieces.length === 0) return;
  const chosen = pieces[Math.max(0, Math.min(focused, pieces.length - 1))];
  single(pieces, chosen);
  if (focused >= 0) chosen.focus({ preventScroll: true });
}

/** The card that says where a piece comes from: `show` and `hide` it. */
export function originCard({ editor, sourceOf, named }) {
  const title = element("h2", {});
  const words = element("p", { class: "quoted" });
  const place = element("code", {});
  const address = element("a", { target: "_blank", rel: "noreferrer noopener" });
  const leads = element("p", { class: "leads" }, "Leads to ", address);
  const links = placeLinks("Show in source", "Open in editor");
  const callPlace = element("code", {});
  const callLinks = placeLinks("Show the call in source", "Open the call in editor");
  const call = element("div", {}, element("p", {}, "Called at ", callPlace), callLinks.node);
  const close = element("button", { type: "button", class: "small", on: { click: () => hide() } }, "Close");
  const card = element("div", {
    popover: "auto", role: "dialog", "aria-label": "Where it comes from", class: "card", tabindex: -1,
  }, title, words, element("p", {}, place), leads, links.node, call);
  links.node.append(close);
  document.body.append(card);
  let piece = null;
  const hide = () => {
    if (card.matches(":popover-open")) card.hidePopover();
  };
  card.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !piece) return;
    if (document.activeElement === document.body || card.contains(document.activeElement)) standing(piece)?.focus();
    piece = null;
  });
  for (const { source } of [links, callLinks]) {
    source.addEventListener("click", () => {
      piece = null;
      hide();
    });
  }
  const lead = async ({ source, open }, at) => {
    source.href = sourceOf(at.file, Number(at.line));
    open.hidden = true;
    const asking = piece;
    const found = await editor(at.file, at.line, at.column);
    if (piece !== asking || !found) return;
    open.href = found;
    open.hidden = false;
  };

  return {
    hide,
    show(node) {
      piece = null;
      hide();
      piece = node;
      const { file, line, column, variable, callFile, callLine, callColumn } = node.dataset;
      title.replaceChildren(...(variable ? ["From ", element("code", {}, variable)] : ["Written in the template"]));
      say(words, shortened(node.textContent, 160));
      say(place, `${named(file)}:${line}:${column}`);
      const to = leading(node.closest("a[href]")?.getAttribute("href"));
      say(address, shortened(to ?? "", 300));
      set(address, "href", to);
      leads.hidden = !to;
      call.hidden = !callFile;
      lead(links, { file, line, column });
      if (callFile) {
        say(callPlace, `${named(callFile)}:${callLine}:${callColumn}`);
        lead(callLinks, { file: callFile, line: callLine, column: callColumn });
      }
      card.showPopover();
      beside(card, node);
      links.source.focus();
    },
  };
}

/** Links to a place in a file. */
function placeLinks(inSource, inEditor) {
  const source = element("a", {}, inSource);
  const open = element("a", { hidden: true }, inEditor);
  return { source, open, node: element("p", { class: "links" }, source, open) };
}

/** The piece or, where the picture was drawn anew, the one that Tab reaches. */
function standing(piece) {
  if (piece.isConnected) return piece;
  return [...document.querySelectorAll(".piece[tabindex='0']")].find((other) => other.offsetParent !== null);
}

/** Puts the card under a piece, above it where there is no room, and always inside of the window. */
function beside(card, node) {
  const at = node.getClientRects()[0] ?? node.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const gap = 8;
  const left = Math.min(Math.max(gap, at.left), Math.max(gap, innerWidth - width - gap));
  const under = at.bottom + gap;
  const above = at.top - height - gap;
  const top = under + height <= innerHeight || above < 0 ? Math.min(under, innerHeight - height - gap) : above;
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(gap, top)}px`;
}

export function shortened(text, most) {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}
