// Tells the service's own tests what the page knows. Reads from standard input an array of resources; prints as JSON:
// {"natures": {type: nature}, "elements": [such as "Claim.item.net"], "standings": [of each resource]}.
import fs from 'node:fs';
import { standingOf } from './view/standing.js';
import { TYPES } from './view/types.js';

const elementsOf = (path, rows) => rows.flatMap(([, element, as]) => [`${path}.${element}`, ...(Array.isArray(as) ? elementsOf(`${path}.${element}`, as) : [])]);
const elements = Object.entries(TYPES).flatMap(([type, { title, badges, facts, cautions = [], notes = [], elsewhere = [] }]) =>
  elementsOf(type, [...badges, ...facts, ...cautions, ...[...title, ...notes, ...elsewhere].map((element) => ['', element])]),
);
const natures = Object.fromEntries(Object.entries(TYPES).map(([type, { nature }]) => [type, nature]));
const standings = JSON.parse(fs.readFileSync(0, 'utf8')).map((resource) => standingOf(resource).standing);
console.log(JSON.stringify({ natures, elements, standings }));
