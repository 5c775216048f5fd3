import assert from 'node:assert/strict';
import test from 'node:test';
import { ADDRESS, base64url, encrypt, KEY, ORIGIN, shlink } from './encrypting.mjs';
import { Failure } from './view/failure.js';
import { importKey } from './view/jwe.js';
import { readLink } from './view/link.js';
import { fetchDocument, fetchShared } from './view/server.js';

const key = await importKey(KEY);
const link = readLink(shlink(), ORIGIN);
const bundle = { resourceType: 'Bundle', type: 'collection', entry: [] };
const embedded = (content, options) => ({ contentType: 'application/fhir+json;fhirVersion=4.0.1', embedded: encrypt(Buffer.from(JSON.stringify(content)), options) });

/** Has the page talk to a server that answers so; what it was asked is kept. */
function answering(...answers) {
  const asked = [];
  globalThis.fetch = async (address, request) => {
    asked.push({ address: String(address), request });
    const answer = answers.shift();
    if (answer instanceof Error) {
      throw answer;
    }
    return answer instanceof Response ? answer : Response.json(answer);
  };
  return asked;
}

const refused = (asking, kind, details = {}) =>
  assert.rejects(asking, (failure) => {
    assert.ok(failure instanceof Failure, failure);
    assert.equal(failure.kind, kind);
    assert.deepEqual({ ...failure.details, ...details }, failure.details);
    return true;
  });

test('asks with name and passcode, and says nothing else', async () => {
  const asked = answering({ files: [embedded(bundle)] });
  const shared = await fetchShared(link, key, 'Dr. Example', 'secret');
  assert.deepEqual(shared, { resources: [bundle], damaged: 0, unsupported: 0 });
  assert.equal(asked[0].address, link.url);
  assert.deepEqual(JSON.parse(asked[0].request.body), { recipient: 'Dr. Example', passcode: 'secret' });
  const { credentials, redirect, referrerPolicy, cache } = asked[0].request;
  assert.deepEqual({ credentials, redirect, referrerPolicy, cache }, { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer', cache: 'no-store' });
  assert.ok(!JSON.stringify(asked).includes(base64url(KEY)));
});

test('fetches files of this link, and none that lie elsewhere', async () => {
  const asked = answering(
    { files: [{ contentType: 'application/fhir+json', location: `${ADDRESS}/files/1` }, { contentType: 'application/fhir+json', location: `${ORIGIN}/api/downloads/1` }] },
    new Response(encrypt(Buffer.from(JSON.stringify(bundle)))),
  );
  const shared = await fetchShared(link, key, 'x', '');
  assert.deepEqual(shared, { resources: [bundle], damaged: 1, unsupported: 0 });
  assert.deepEqual(asked.map(({ address }) => address), [ADDRESS, `${ADDRESS}/files/1`]);
  const elsewhere = [ADDRESS.replace(ORIGIN, 'https://evil.test'), `${ADDRESS}x`, ORIGIN, new URL(ADDRESS).pathname].map((address) => `${address}/files/1`);
  for (const address of [...elsewhere, `${ORIGIN}/api/downloads/1`, `${ADDRESS}/files`, `${ADDRESS}/files/../../x`, `${ADDRESS}/files/%2e%2e/%2E./x`, `${ADDRESS}/files/..\\..\\x`, 5, undefined]) {
    await refused(fetchDocument(address, link, key), 'damaged');
  }
  assert.equal(asked.length, 2);
});

test('tells why the server did not answer', async () => {
  const ask = () => fetchShared(link, key, 'x', 'y');
  answering(Response.json({ remainingAttempts: 2 }, { status: 401 }));
  await refused(ask(), 'passcode', { remaining: 2 });
  for (const nonsense of ['[]', '{"remainingAttempts":"many"}', '<html>', 'null', `"${'a'.repeat(9000)}"`]) {
    answering(new Response(nonsense, { status: 401 }));
    await refused(ask(), 'passcode', { remaining: null });
  }
  answering(new Response('{}', { status: 404 }));
  await refused(ask(), 'inactive');
  answering(new Response('', { status: 429, headers: { 'Retry-After': '7' } }));
  await refused(ask(), 'busy', { seconds: 7 });
  answering(new Response('', { status: 503, headers: { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' } }));
  await refused(ask(), 'busy', { seconds: null });
  answering(new Response('', { status: 400 }));
  await refused(ask(), 'refused', { status: 400 });
  answering(new TypeError('fetch failed'));
  await refused(ask(), 'offline');
});

test('does not take what is no manifest', async () => {
  for (const nonsense of [{}, [], null, { files: 'all' }, { files: Array(201).fill({}) }]) {
    answering(nonsense);
    await refused(fetchShared(link, key, 'x', ''), 'damaged');
  }
  answering(new Response('<html>'));
  await refused(fetchShared(link, key, 'x', ''), 'damaged');
});

test('takes no number through a double', async () => {
  const written = '{"resourceType":"Observation","valueQuantity":{"value":1.50},"component":[{"valueQuantity":{"value":1e9999}}]}';
  answering({ files: [{ contentType: 'application/fhir+json', embedded: encrypt(Buffer.from(written)) }] });
  const [observation] = (await fetchShared(link, key, 'x', '')).resources;
  assert.equal(observation.valueQuantity.value, '1.50');
  assert.equal(observation.component[0].valueQuantity.value, '1e9999');
});

test('shows what can be decrypted, and says that it is not all', async () => {
  answering({ files: [embedded(bundle), embedded(bundle, { key: Buffer.alloc(32) }), embedded('text'), null, { contentType: 'application/smart-health-card', embedded: 'x' }, { contentType: 5 }, { ...embedded(bundle), status: 'no-longer-valid' }] });
  assert.deepEqual(await fetchShared(link, key, 'x', ''), { resources: [bundle], damaged: 2, unsupported: 2 });
  answering({ files: [embedded(bundle, { key: Buffer.alloc(32) })] });
  await refused(fetchShared(link, key, 'x', ''), 'damaged');
  answering({ files: [embedded({ resourceType: 'Bundle', padding: '0'.repeat(6 << 20) })] });
  await refused(fetchShared(link, key, 'x', ''), 'too-large');
});
