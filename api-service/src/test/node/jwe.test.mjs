import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import zlib from 'node:zlib';
import { ascii, encrypt, KEY, seeded } from './encrypting.mjs';
import { Failure } from './view/failure.js';
import { importKey, openJwe } from './view/jwe.js';

const MOST = 1 << 20;
const key = await importKey(KEY);

const refused = (compact, kind = 'damaged', most = MOST) =>
  assert.rejects(openJwe(ascii(compact), key, most), (failure) => failure instanceof Failure && failure.kind === kind, compact.slice(0, 200));

test('opens what was encrypted, deflated or not', async () => {
  for (const zip of [true, false]) {
    const { contentType, bytes } = await openJwe(ascii(encrypt(Buffer.from('{"a":"ä"}'), { zip })), key, MOST);
    assert.equal(Buffer.from(bytes).toString(), '{"a":"ä"}');
    assert.equal(contentType, 'application/fhir+json');
  }
});

test('opens nothing as well as something', async () => {
  assert.equal((await openJwe(ascii(encrypt(Buffer.alloc(0), { zip: false })), key, MOST)).bytes.length, 0);
});

test('reads the content type as it may be written', async () => {
  const types = { pdf: 'application/pdf', 'Image/PNG': 'image/png', 'text/plain; charset=utf-8': 'text/plain', '': 'application/octet-stream' };
  for (const [cty, expected] of Object.entries(types)) {
    assert.equal((await openJwe(ascii(encrypt(Buffer.from('x'), { header: { cty } })), key, MOST)).contentType, expected);
  }
});

test('opens what the guide has as its example', { skip: exampleMissing() }, async () => {
  const example = (name) => fs.readFileSync(`${process.env.VECTORS}/IPS_IG-bundle-01${name}`, 'utf8');
  const { key: published } = JSON.parse(example('-shl-details.json')).shlinkJsonPayload;
  const { bytes } = await openJwe(ascii(example('-enc.txt').trim()), await importKey(Buffer.from(published, 'base64url')), MOST);
  assert.deepEqual(JSON.parse(Buffer.from(bytes)), JSON.parse(example('.json')));
});

test('refuses every changed byte', async () => {
  const good = encrypt(Buffer.from('{"resourceType":"Bundle"}'));
  const random = seeded(2);
  for (let place = 0; place < good.length; place++) {
    const other = 'AZaz09-_.'[random(9)];
    if (other !== good[place]) {
      await refused(good.slice(0, place) + other + good.slice(place + 1));
    }
  }
});

test('refuses another key, and what is shortened or lengthened', async () => {
  const good = encrypt(Buffer.from('{}'));
  await refused(encrypt(Buffer.from('{}'), { key: Buffer.alloc(32, 1) }));
  for (const changed of ['', '.', '....', good.slice(0, -1), `${good}A`, `${good}.`, `${good}.x`, good.replace('..', '.AAAA.'), good.split('.').slice(0, 4).join('.')]) {
    await refused(changed);
  }
});

test('refuses other ways of encrypting', async () => {
  for (const header of [{ alg: 'none' }, { alg: 'A256KW' }, { enc: 'A128GCM' }, { enc: 'A256CBC-HS512' }, { zip: 'GZ' }, { crit: ['exp'] }, { alg: ['dir'] }]) {
    await refused(encrypt(Buffer.from('{}'), { header }));
  }
});

test('inflates up to the cap and not further', async () => {
  await refused(encrypt(Buffer.alloc(64 << 20)), 'too-large');
  await refused(encrypt(Buffer.alloc(MOST + 1)), 'too-large');
  await refused(encrypt(Buffer.alloc(MOST + 1), { zip: false }), 'too-large');
  assert.equal((await openJwe(ascii(encrypt(Buffer.alloc(MOST))), key, MOST)).bytes.length, MOST);
});

test('refuses what is no deflated data, or has no end', async () => {
  const deflated = zlib.deflateRawSync(Buffer.from('x'.repeat(1000)));
  for (const wrong of [Buffer.from('hello'), zlib.deflateSync('x'), zlib.gzipSync('x'), deflated.subarray(0, -3)]) {
    await refused(encrypt(wrong, { zip: false, header: { zip: 'DEF' } }));
  }
});

function exampleMissing() {
  return process.env.VECTORS && fs.existsSync(process.env.VECTORS) ? false : 'the examples of the guide are not there';
}
