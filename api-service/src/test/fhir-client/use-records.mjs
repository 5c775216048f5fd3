// Uses the records of a patient with fhir-kit-client, and prints what came of it as one JSON object.
import { Client } from 'fhir-kit-client';

const [baseUrl, publicUrl, bearerToken] = process.argv.slice(2);
const client = new Client({ baseUrl, bearerToken });
const resourceType = 'Observation';
const pulse = (value) => ({ resourceType, status: 'final', code: { text: 'Pulse' }, valueQuantity: { value } });
const failure = async (request) => request.then(
  () => null,
  (error) => ({ status: error.response.status, code: error.response.data.issue[0].code }),
);

const capabilities = await client.capabilityStatement();
const created = await client.create({ resourceType, body: pulse(60) });
const { id } = created;
const headers = (version) => ({ headers: { 'If-Match': `W/"${version}"` } });
const updated = await client.update({ resourceType, id, body: { id, ...pulse(61) }, options: headers(1) });
await client.update({ resourceType, id, body: { id, ...pulse(62) }, options: headers(2) });
const stale = await failure(client.update({ resourceType, id, body: { id, ...pulse(63) }, options: headers(1) }));
const invalid = await failure(client.create({ resourceType, body: { resourceType, status: 'nonsense' } }));
const first = await client.vread({ resourceType, id, version: '1' });
const values = [];
let page = await client.request(`${resourceType}/${id}/_history?_count=2`);
while (page) {
  values.push(page.entry.map(({ resource }) => resource.valueQuantity.value));
  page.link.forEach((link) => { link.url = link.url.replace(publicUrl, baseUrl.replace(/\/fhir$/, '')); });
  page = await client.nextPage({ bundle: page });
}
await client.delete({ resourceType, id });
const gone = await failure(client.read({ resourceType, id }));

console.log(JSON.stringify({
  fhirVersion: capabilities.fhirVersion,
  versions: [created, updated, first].map(({ meta }) => meta.versionId),
  stale,
  invalid,
  values,
  gone,
}));
