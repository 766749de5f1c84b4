// The extension's grammars, as VS Code reads them.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

export const EXTENSION = fileURLToPath(new URL("../..", import.meta.url));
export const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));

export const manifest = JSON.parse(await readFile(`${EXTENSION}package.json`, "utf8"));

const wasm = await readFile(require.resolve("vscode-oniguruma/release/onig.wasm"));
await oniguruma.loadWASM(wasm);

/** Where the grammar of a scope stands; VS Code brings the one of JSON. */
const paths = new Map([["source.json", "test/support/json.tmLanguage.json"]]);
const injections = new Map();
for (const { scopeName, path, injectTo } of manifest.contributes.grammars) {
  paths.set(scopeName, path);
  for (const into of injectTo ?? []) {
    injections.set(into, [...(injections.get(into) ?? []), scopeName]);
  }
}

const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scopeName) => {
    const path = paths.get(scopeName);
    if (!path) throw new Error(`no grammar for ${scopeName}`);
    return textmate.parseRawGrammar(await readFile(`${EXTENSION}${path}`, "utf8"), path);
  },
  getInjections: (scopeName) => injections.get(scopeName),
});

/** The scope that a file of that name gets. */
export function scopeOf(name) {
  if (name.endsWith(".flockml")) return "text.flockml";
  if (name.endsWith(".template.json")) return "source.flockml.json";
  return "source.json";
}

/**
 * The tokens of each line, each with its text and its scopes, outermost first, and whether
 * something is still open at the end.
 */
export async function tokenize(lines, scopeName) {
  const grammar = await registry.loadGrammar(scopeName);
  let stack = textmate.INITIAL;
  const tokenized = lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      start: startIndex,
      end: endIndex,
      text: line.slice(startIndex, endIndex),
      // One rule may give several names.
      scopes: scopes.flatMap((names) => names.split(" ")),
    }));
  });
  return { lines: tokenized, isOpen: stack.depth > 1 };
}
