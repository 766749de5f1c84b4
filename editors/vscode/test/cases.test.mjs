// Every file in `cases/` has below its lines what their tokens have to be:
//
//     <b>{{ host }}</b>
//      ^ entity.name.tag.flockml
//        ^^ punctuation.section.embedded.begin.tera
//
// The carets stand under the token. Its scopes have to include all that are named; with a `!`
// before it, a scope must not be there. A line of carets is no part of the file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";

import { files } from "./support/files.mjs";
import { EXTENSION, scopeOf, tokenize } from "./support/grammars.mjs";

const EXPECTATION = /^( *)(\^+) (.+)$/;

function read(path) {
  const lines = [];
  const expectations = [];
  for (const [index, line] of readFileSync(path, "utf8").trimEnd().split("\n").entries()) {
    const found = EXPECTATION.exec(line);
    if (found) {
      const [, before, carets, scopes] = found;
      const [start, end] = [before.length, before.length + carets.length];
      expectations.push({ at: index + 1, line: lines.length - 1, start, end, scopes: scopes.split(" ") });
    } else {
      lines.push(line);
    }
  }
  return { lines, expectations };
}

const cases = files(`${EXTENSION}test/cases`, /\.(flockml|json)$/);

for (const path of cases) {
  test(basename(path), async () => {
    const { lines, expectations } = read(path);
    assert.ok(expectations.length > 0, "nothing is expected");
    const tokens = await tokenize(lines, scopeOf(path));
    for (const { at, line, start, end, scopes } of expectations) {
      const under = tokens.lines[line].filter((token) => token.start < end && token.end > start);
      for (const token of under) {
        const own = `line ${at}: \`${token.text}\` is ${token.scopes.join(" ")}`;
        for (const scope of scopes) {
          const unwanted = scope.startsWith("!");
          const has = token.scopes.includes(unwanted ? scope.slice(1) : scope);
          assert.ok(has !== unwanted, `${own}, expected ${scope}`);
        }
      }
      assert.ok(under.length > 0, `line ${at}: nothing stands there`);
    }
  });
}
