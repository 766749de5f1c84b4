// Talking with the program that serves this page.

const PATIENCE = 20_000;
const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 5_000;
/** A browser has six connections for all pages of a server: one that nobody sees gives its back. */
const UNSEEN = 30_000;

/** Something that did not work, as a sentence for people. */
export class Problem extends Error {
  constructor(sentence, status = null) {
    super(sentence);
    this.status = status;
  }
}

export const gallery = () => get("/api/gallery");
export const source = (file, signal) => get(`/api/source?file=${encodeURIComponent(file)}`, signal);
export const inbox = () => get("/api/inbox");
export const received = (id, signal) => get(`/api/inbox/${encodeURIComponent(id)}`, signal);
export const clearInbox = () => request("/api/inbox", { method: "DELETE" });

export function picture(question, signal) {
  const headers = { "content-type": "application/json" };
  return get("/api/picture", signal, { method: "POST", headers, body: JSON.stringify(question) });
}

async function get(path, signal, options = {}) {
  const response = await request(path, options, signal);
  try {
    return await response.json();
  } catch {
    throw new Problem(`the preview server's answer to ${path} cannot be read`);
  }
}

async function request(path, options, signal) {
  const timeout = AbortSignal.timeout(PATIENCE);
  const signals = signal ? AbortSignal.any([signal, timeout]) : timeout;
  let response;
  try {
    response = await fetch(path, { ...options, signal: signals, cache: "no-store" });
  } catch {
    const late = timeout.aborted ? "takes too long to answer" : "cannot be reached";
    throw new Problem(`the preview server ${late}`);
  }
  if (!response.ok) throw new Problem(await sentence(response), response.status);
  return response;
}

/** What an answer with an error status says, whichever form it has. */
async function sentence(response) {
  const text = (await response.text().catch(() => "")).trim();
  let said = text;
  try {
    const value = JSON.parse(text);
    said = [value?.error?.message, value?.error, value?.description, value?.message].find(
      (part) => typeof part === "string",
    );
  } catch {
    if (text.startsWith("<")) said = "";
  }
  const short = (said ?? "").slice(0, 500);
  return short || `the preview server answered with status ${response.status}`;
}

/**
 * Listens to what happens, and goes on listening after the connection was lost: `lost` and `back`
 * are told once each.
 */
export function listen({ lost, back, ...handlers }) {
  let wait = SHORTEST_WAIT;
  let away = false;
  let events = null;
  let retry = null;
  let unseen = null;
  const rest = () => {
    events?.close();
    events = null;
  };
  const connect = () => {
    events = new EventSource("/events");
    events.addEventListener("open", () => {
      wait = SHORTEST_WAIT;
      back(away);
      away = false;
    });
    events.addEventListener("error", () => {
      // The browser's own pause is longer than a program takes to start again.
      rest();
      if (!away) lost();
      away = true;
      retry = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
    for (const [name, handler] of Object.entries(handlers)) {
      events.addEventListener(name, (event) => handler(parsed(event.data)));
    }
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(unseen);
    if (document.hidden) {
      unseen = setTimeout(rest, UNSEEN);
      return;
    }
    if (events) return;
    clearTimeout(retry);
    // Whatever happened meanwhile was missed.
    away = true;
    connect();
  });
  connect();
}

function parsed(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
