// Asking often, and showing only what was asked last.

/**
 * Asks again and again: the newest question ends the one before it, and an answer to an older one is
 * never shown, whenever it arrives.
 */
export function latest(ask, { done, failed }) {
  let number = 0;
  let running = null;
  const next = () => {
    running?.abort();
    running = new AbortController();
    number += 1;
    return [number, running.signal];
  };
  return {
    async run(question) {
      const [mine, signal] = next();
      let answer;
      try {
        answer = await ask(question, signal);
      } catch (problem) {
        if (mine === number) failed(problem, question);
        return;
      }
      if (mine === number) done(answer, question);
    },
    cancel() {
      next();
    },
  };
}

/** Acts when nothing has happened for `quiet`, or `longest` after the first, in milliseconds. */
export function settled(act, { quiet, longest, clock = globalThis }) {
  let timer = null;
  let first = null;
  const fire = () => {
    clock.clearTimeout(timer);
    timer = null;
    first = null;
    act();
  };
  return {
    poke() {
      const now = clock.performance.now();
      first ??= now;
      clock.clearTimeout(timer);
      timer = clock.setTimeout(fire, Math.max(0, Math.min(quiet, first + longest - now)));
    },
    now() {
      if (timer !== null) fire();
    },
    cancel() {
      clock.clearTimeout(timer);
      timer = null;
      first = null;
    },
  };
}

/** A map that forgets what was used longest ago when it is full. */
export class Recent extends Map {
  constructor(most) {
    super();
    this.most = most;
  }

  set(key, value) {
    this.delete(key);
    super.set(key, value);
    if (this.size > this.most) this.delete(this.keys().next().value);
    return this;
  }
}
