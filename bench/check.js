// SPDX-License-Identifier: EUPL-1.2
// check.js FOLDER COUNT: seconds of processor that ajv takes for so many actions, reading them with js-yaml included.
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv/dist/2020");
const yaml = require("js-yaml");

const read = (name) => yaml.load(fs.readFileSync(name, "utf8"), { schema: yaml.CORE_SCHEMA });
const [folder, count] = process.argv.slice(2);
const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema(read("schema/types/commun.yaml"), "commun");
const validate = ajv.compile(read("schema/types/action.yaml"));
const start = process.cpuUsage();
for (const name of fs.readdirSync(folder).sort().slice(0, Number(count))) {
	if (!validate(read(path.join(folder, name)))) throw new Error(ajv.errorsText(validate.errors));
}
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1e6);
