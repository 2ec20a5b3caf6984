// SPDX-License-Identifier: EUPL-1.2
//
// What an editor says of a record: node yamlls.js RECORD... starts yaml-language-server on stdin and stdout, as editors
// do, opens each record and prints, as JSON, {path, diagnostics [{line, message}], fields [{label, told}], values [label]}:
// fields are what it proposes at the start of a new last line, values what it proposes after `statut: `.
'use strict';

const fs = require('fs');
const path = require('path');
const { spawn } = require('child_process');
const { pathToFileURL } = require('url');
const { createRequire } = require('module');

// The packages are in build/npm, beside no source.
const load = createRequire(path.join(process.env.NPM_PREFIX, 'package.json'));
const { createMessageConnection } = load('vscode-jsonrpc/node');

const server = spawn(process.execPath, [path.join(process.env.NPM_PREFIX, 'node_modules/yaml-language-server/bin/yaml-language-server'),
	'--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = createMessageConnection(server.stdout, server.stdin);
const settings = { validate: true, completion: true, hover: true, schemaStore: { enable: false }, disableAdditionalProperties: false };
const waiting = new Map(); // by URI, for its diagnostics

connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => waiting.get(uri)?.(diagnostics));
connection.onRequest('workspace/configuration', ({ items }) => items.map(({ section }) => section === 'yaml' ? settings : {}));
connection.onRequest('client/registerCapability', () => null);
connection.listen();

const told = (documentation) => documentation?.value ?? documentation ?? '';

async function complete(uri, text, version) {
	const lines = text.split('\n');
	const position = { line: lines.length - 1, character: lines.at(-1).length };
	await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
	const list = await connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
	return list.items ?? list;
}

async function look(file) {
	const uri = pathToFileURL(file).href;
	const text = fs.readFileSync(file, 'utf8');
	const diagnosed = new Promise((resolve) => waiting.set(uri, resolve));
	await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
	const diagnostics = await diagnosed;
	const fields = await complete(uri, text, 2);
	const values = await complete(uri, text.replace(/^statut:.*\n/m, '') + 'statut: ', 3);
	return {
		path: file,
		diagnostics: diagnostics.map(({ range, message }) => ({ line: range.start.line + 1, message })),
		fields: fields.map(({ label, documentation }) => ({ label, told: told(documentation) })),
		values: values.map(({ label }) => label),
	};
}

async function main(files) {
	const textDocument = { synchronization: {}, completion: { completionItem: { documentationFormat: ['markdown'] } } };
	await connection.sendRequest('initialize', {
		processId: process.pid, rootUri: null, capabilities: { textDocument, workspace: { configuration: true } },
	});
	await connection.sendNotification('initialized', {});
	await connection.sendNotification('workspace/didChangeConfiguration', { settings: { yaml: settings } });
	for (const file of files)
		console.log(JSON.stringify(await look(file)));
	await connection.sendRequest('shutdown');
	await connection.sendNotification('exit');
}

main(process.argv.slice(2)).catch((error) => {
	console.error(error);
	server.kill();
	process.exitCode = 1;
});
