// Validates a SARIF file with the OASIS JSON schema that the multitool ships.
// Arguments: the npm directory, the file.
'use strict';
const { readFileSync } = require('fs');
const { join } = require('path');

const [npm, file] = process.argv.slice(2);
const modules = join(npm, 'node_modules');
const Ajv = require(join(modules, 'ajv/dist/2020'));
const addFormats = require(join(modules, 'ajv-formats'));
const schema = JSON.parse(readFileSync(join(modules, '@microsoft/sarif-multitool-linux/sarif-2.1.0.json')));

// The schema's patterns are not written for the u flag of regular expressions.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);
if (!validate(JSON.parse(readFileSync(file)))) {
  for (const error of validate.errors.slice(0, 10)) {
    console.error(`${file}: ${error.instancePath} ${error.message}`);
  }
  process.exit(1);
}
