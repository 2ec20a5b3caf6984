// SPDX-License-Identifier: EUPL-1.2
//
// What ajv says of records: node ajv.js SCHEMAS WORK STEP TYPE:FILE...
// Prints "TYPE valid|invalid FILE" a file. Each file is also changed in some 500 small ways; every STEPth of them (0: none)
// is written into WORK, as JSON, which is YAML too, and judged.
'use strict';

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

// The packages are in build/npm, beside no source.
const load = createRequire(path.join(process.env.AJV_PREFIX, 'package.json'));
const Ajv = load('ajv/dist/2020').default;
const addFormats = load('ajv-formats').default;
const yaml = load('js-yaml');

const [schemas, work, step, ...files] = process.argv.slice(2);

// Keywords beginning with x- are annotations, which ajv's strict mode does not know.
const ajv = new Ajv({ strict: false, multipleOfPrecision: 6 });
addFormats(ajv);

const validators = {};

function verdict(type, value) {
	validators[type] ??= ajv.compile(JSON.parse(fs.readFileSync(path.join(schemas, `${type}.schema.json`), 'utf8')));
	return validators[type](value) ? 'valid' : 'invalid';
}

// A value of each kind, those that only look right among them.
const strangers = [null, true, 0, 1, -1, 0.5, 1e300, '', ' ', '0', '2018-02-30', '2018-02-28', '78621', 'autre', 'Autre',
	[], ['a', 'a'], [{}], [{ id: 'a' }], {}, { a: 1 }];

// Every value of a document replaced or removed in turn, and an unknown key put into every mapping.
function* mutations(value) {
	yield* strangers;
	if (value === null || typeof value !== 'object')
		return;
	for (const key of Object.keys(value)) {
		const changed = Array.isArray(value) ? [...value] : { ...value };
		if (Array.isArray(value))
			changed.splice(Number(key), 1);
		else
			delete changed[key];
		yield changed;
		for (const other of mutations(value[key])) {
			const copy = Array.isArray(value) ? [...value] : { ...value };
			copy[key] = other;
			yield copy;
		}
	}
	if (!Array.isArray(value))
		yield { ...value, inconnu: 1 };
}

for (const each of files) {
	const [type, file] = each.split(':');
	const value = yaml.load(fs.readFileSync(file, 'utf8'), { schema: yaml.CORE_SCHEMA });
	console.log(`${type} ${verdict(type, value)} ${file}`);
	let n = 0;
	for (const changed of Number(step) ? mutations(value) : []) {
		if (++n % Number(step) !== 0)
			continue;
		const name = path.join(work, `${type}-${n}.yaml`);
		fs.writeFileSync(name, JSON.stringify(changed));
		console.log(`${type} ${verdict(type, changed)} ${name}`);
	}
}
