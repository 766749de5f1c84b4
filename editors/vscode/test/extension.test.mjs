// The manifest names what is there, and findings arrive where they belong.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { EXTENSION, manifest, REPOSITORY } from "./support/grammars.mjs";
import { flockml, start } from "./support/program.mjs";

const { contributes } = manifest;
const page = readFileSync(`${REPOSITORY}docs/editors.md`, "utf8");

/** The block of the page after the comment of that name. */
function documented(name) {
  const found = new RegExp(`<!-- ${name} -->\n\`\`\`\\w+\n([^]*?)\`\`\``).exec(page);
  assert.ok(found, `docs/editors.md has no block after <!-- ${name} -->`);
  return found[1];
}

test("every file that the manifest names is there", () => {
  const named = [
    ...contributes.languages.map((language) => language.configuration),
    ...contributes.grammars.map((grammar) => grammar.path),
    ...contributes.jsonValidation.map((validation) => validation.url),
  ];
  assert.equal(named.length, 9);
  for (const path of named) {
    assert.ok(existsSync(join(EXTENSION, path)), path);
    JSON.parse(readFileSync(join(EXTENSION, path), "utf8"));
  }
});

test("a grammar includes only what there is", () => {
  const grammars = new Map(
    contributes.grammars.map(({ scopeName, path }) => [
      scopeName,
      JSON.parse(readFileSync(join(EXTENSION, path), "utf8")),
    ]),
  );
  for (const [scopeName, grammar] of grammars) {
    for (const [, included] of JSON.stringify(grammar).matchAll(/"include":"([^"]+)"/g)) {
      const [scope, rule] = included.split("#");
      const repository = grammars.get(scope || scopeName)?.repository;
      assert.ok(repository?.[rule], `${scopeName} includes ${included}`);
    }
  }
});

const FAULTY = ["tests/rules/unclosed-element", "tests/rules/empty-label", "examples"];
const concise = flockml("check", "--format", "concise", ...FAULTY);
const { findings } = JSON.parse(flockml("check", "--format", "json", ...FAULTY));

const expected = findings.map(({ file, line, column, severity, rule, message }) => ({
  file,
  line,
  column,
  severity,
  rule,
  message,
}));

test("the problem matcher reads what `--format concise` writes", () => {
  assert.ok(expected.some(({ severity }) => severity === "error"));
  assert.ok(expected.some(({ severity }) => severity === "warning"));
  const { pattern } = contributes.problemMatchers[0];
  const read = concise.split("\n").flatMap((text) => {
    const found = new RegExp(pattern.regexp).exec(text);
    if (!found) return [];
    const { file, line, column, severity, code, message } = pattern;
    return {
      file: found[file],
      line: Number(found[line]),
      column: Number(found[column]),
      severity: found[severity],
      rule: found[code],
      message: found[message],
    };
  });
  assert.deepEqual(read, expected);
});

test("the page shows the extension's problem matcher", () => {
  const { name, ...matcher } = contributes.problemMatchers[0];
  assert.deepEqual(JSON.parse(documented("matcher")), matcher);
  const { tasks } = JSON.parse(documented("tasks"));
  assert.deepEqual(
    tasks.map((task) => task.problemMatcher),
    contributes.problemMatchers.map((matcher) => `$${matcher.name}`),
  );
  assert.equal(contributes.problemMatchers[1].base, `$${name}`);
});

test("the matcher of the background knows where a check begins and ends", async () => {
  const { beginsPattern, endsPattern } = contributes.problemMatchers[1].background;
  const folder = mkdtempSync(join(tmpdir(), "flockml-"));
  const path = join(folder, "a.flockml");
  writeFileSync(path, "<flockml>fine</flockml>");
  const running = start("check", "--watch", "--format", "concise", folder);
  try {
    await running.until(endsPattern);
    writeFileSync(path, "<flockml><b>bad</flockml>");
    await running.until(beginsPattern);
    await running.until("a\\.flockml:1:10: error");
    await running.until(endsPattern);
  } finally {
    running.end();
    rmSync(folder, { recursive: true });
  }
});

function hasVim() {
  return spawnSync("vim", ["--version"], { encoding: "utf8" }).stdout?.includes("+quickfix");
}

test("Vim's errorformat reads what `--format concise` writes", { skip: !hasVim() && "no Vim" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "flockml-"));
  try {
    const [script, errors, list] = ["script.vim", "errors", "list"].map((name) => join(folder, name));
    writeFileSync(errors, concise);
    const show = '{ "file": bufname(v:val.bufnr), "line": v:val.lnum, "column": v:val.col, "type": v:val.type, "text": v:val.text, "valid": v:val.valid }';
    const lines = [
      "set nocompatible",
      documented("vim").trim(),
      `cgetfile ${errors}`,
      `call writefile([json_encode(map(getqflist(), '${show}'))], "${list}")`,
      "qall!",
    ];
    writeFileSync(script, lines.join("\n"));
    execFileSync("vim", ["-u", "NONE", "-es", "-S", script], { cwd: REPOSITORY });
    const read = JSON.parse(readFileSync(list, "utf8"));
    const wanted = expected.map(({ file, line, column, severity, rule, message }) => ({
      file,
      line,
      column,
      type: severity[0],
      text: `[${rule}]: ${message}`,
      valid: 1,
    }));
    assert.deepEqual(read, wanted);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
