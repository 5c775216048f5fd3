// Evaluates invariants with an implementation of FHIRPath that we did not write.
// Reads a line of JSON for each resource: {"resource", "questions": [{"parent", "base", "expression"}]}, where "parent"
// is the JSON pointer of an element, and "base" its type. Prints a line for each: "1" for an expression that is true,
// "0" for one that is not, "?" for one that the implementation has no function for.
import { createInterface } from 'node:readline';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';

const compiled = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const { resource, questions } = JSON.parse(line);
  console.log(questions.map((question) => answer(resource, question)).join(''));
}

function answer(resource, { parent, base, expression }) {
  try {
    const result = program(base, expression)(at(resource, parent), { resource, rootResource: resource });
    return isTrue(result) ? '1' : '0';
  } catch (error) {
    if (process.env.SHOW_ERRORS) {
      console.error(`${base} ${expression}: ${error}`);
    }
    return '?';
  }
}

function program(base, expression) {
  const key = `${base} ${expression}`;
  if (!compiled.has(key)) {
    compiled.set(key, fhirpath.compile({ base, expression }, r4, { traceFn: () => {} }));
  }
  return compiled.get(key);
}

/** One item that is no boolean counts as true (FHIRPath, singleton evaluation of collections). */
function isTrue(result) {
  return result.length === 1 && result[0] !== false && result[0] !== null;
}

function at(resource, pointer) {
  return pointer.split('/').slice(1).reduce((node, token) => node[token], resource);
}
