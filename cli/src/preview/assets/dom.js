// Making and changing the page, always as nodes and texts.

/** Makes an element: `on` holds its listeners, `data` its data attributes, the rest are attributes. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "data") {
      Object.assign(node.dataset, value);
    } else {
      set(node, name, value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

/** Sets an attribute, or takes it away where there is no value. */
export function set(node, name, value) {
  if (value === null || value === undefined || value === false) {
    node.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}

/** Changes a text only where it differs, so that a selection in it stays. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Replaces what stands in a node. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
}

/** A sentence whose `backticks` become code. */
export function prose(sentence) {
  return String(sentence)
    .split("`")
    .map((part, index) => (index % 2 === 1 ? element("code", {}, part) : part))
    .filter((part) => part !== "");
}

/**
 * Brings a node's children in line with items: the child of a key stays the same node, so that
 * focus, scrolling and selection survive.
 */
export function reconcile(parent, given, { key, create, update }) {
  const items = [...given];
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const left = new Set(items.map((item) => String(key(item))));
  // First, because a node that is moved loses its focus.
  for (const [name, child] of known) {
    if (left.has(name)) continue;
    child.remove();
    known.delete(name);
  }
  let at = parent.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    const child = known.get(name) ?? create(item);
    child.dataset.key = name;
    known.delete(name);
    update?.(child, item);
    if (child === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(child, at);
    }
  }
  while (at !== null) {
    const next = at.nextElementSibling;
    at.remove();
    at = next;
  }
}

/** Lets the arrows, Home and End go from one of some elements to the next; Tab leaves them. */
export function rove(parent, selector, { keys, chosen }) {
  const all = () => [...parent.querySelectorAll(selector)].filter((node) => node.offsetParent !== null);
  parent.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const nodes = all();
    const at = nodes.indexOf(event.target.closest(selector));
    if (at < 0) return;
    const to = { [keys[0]]: at - 1, [keys[1]]: at + 1, Home: 0, End: nodes.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const node = nodes.at(to % nodes.length);
    single(nodes, node);
    node.focus();
    chosen?.(node);
  });
  parent.addEventListener("focusin", (event) => {
    const node = event.target.closest(selector);
    if (node) single(all(), node);
  });
}

/** Makes one of some elements the one that Tab reaches. */
export function single(nodes, chosen) {
  for (const node of nodes) node.tabIndex = node === chosen ? 0 : -1;
}

/** Says that a button does nothing now, and leaves it where the focus is. */
export function able(button, yes) {
  set(button, "aria-disabled", yes ? null : "true");
}

/** Copies a text, and says on the button whether that worked. */
export function copyButton(text, name = "Copy", of = null) {
  const button = element("button", { type: "button", class: "small" }, name,
    of ? element("span", { class: "hidden" }, `: ${of}`) : null);
  const [shown] = button.childNodes;
  button.addEventListener("click", async () => {
    let word = "Copied";
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      word = "Not allowed";
    }
    say(shown, word);
    setTimeout(() => say(shown, name), 1500);
  });
  return button;
}

/** `1 error`, `2 errors`. */
export function plural(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
