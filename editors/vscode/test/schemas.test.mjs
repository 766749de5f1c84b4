// What the authors of payloads see: the schemas, read by the language service of VS Code.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import { EXTENSION, manifest } from "./support/grammars.mjs";

const require = createRequire(import.meta.url);
const { getLanguageService } = require("vscode-json-languageservice");
const { TextDocument } = require("vscode-languageserver-textdocument");

const service = getLanguageService({});
service.configure({
  validate: true,
  schemas: manifest.contributes.jsonValidation.map(({ fileMatch, url }) => ({
    uri: `flockml:${url}`,
    fileMatch: [fileMatch],
    schema: JSON.parse(readFileSync(join(EXTENSION, url), "utf8")),
  })),
});

function open(text, name = "a.message.json") {
  const document = TextDocument.create(`file:///${name}`, "json", 1, text);
  return { document, json: service.parseJSONDocument(document) };
}

/** What is said about a text: the words that are marked, and why. */
async function said(text, name) {
  const { document, json } = open(text, name);
  const found = await service.doValidation(document, json);
  return found.map(({ range, message }) => `${document.getText(range)} ${message}`);
}

/** What is suggested at the `|` in a text. */
async function suggested(text) {
  const { document, json } = open(text.replace("|", ""));
  const list = await service.doComplete(document, document.positionAt(text.indexOf("|")), json);
  return list.items.map((item) => item.label);
}

test("a foreign name is told what to write", async () => {
  assert.deepEqual(await said('{ "text": "x", "channel": "#ops" }'), [
    '"#ops" `channel` is no field of a message: name the receiver in `to`; a webhook has its channel already',
  ]);
});

test("mistakes are told", async () => {
  assert.deepEqual(await said('{ "text": "x", "colour": 1 }'), ['"colour" Property colour is not allowed.']);
  assert.deepEqual(await said('{ "text": 42 }'), ["42 Incorrect type. Expected one of string, null."]);
  assert.deepEqual(await said('{ "color": "red" }', "a.attachment.json"), [
    '"red" write `#rrggbb`, as in `#d32f2f`',
  ]);
  assert.deepEqual(await said('{ "name": "a", "action": { "type": "openwidget" } }', "a.button.json"), [
    '"openwidget" Value is not accepted. Valid values: "openWidget", "openBrowser", "sendEvent".',
  ]);
  assert.deepEqual(await said('{ "name": "a", "action": { "type": "openBrowser" } }', "a.button.json"), [
    '"action" Missing property "url".',
  ]);
});

test("holes in strings are fine", async () => {
  const template = '{ "color": "{{ color }}", "url": "{{ url }}", "views": { "flockml": "{% include \'a\' %}" } }';
  assert.deepEqual(await said(template, "a.attachment.json"), []);
});

test("fields and values of today are suggested", async () => {
  const fields = await suggested("{|}");
  assert.deepEqual(fields.slice(0, 3), ["text", "flockml", "notification"]);
  for (const name of ["from", "channel"]) assert.ok(!fields.includes(name), name);
  assert.deepEqual(await suggested('{ "attachments": [{ "buttons": [{ "action": { "type": | } }] }] }'), [
    '"openWidget"',
    '"openBrowser"',
    '"sendEvent"',
  ]);
});

test("colours have a picker", async () => {
  const { document, json } = open('{ "attachments": [{ "color": "#d32f2f" }] }');
  assert.equal((await service.findDocumentColors(document, json)).length, 1);
});
