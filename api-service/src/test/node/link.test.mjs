import assert from 'node:assert/strict';
import test from 'node:test';
import { ADDRESS, base64url, KEY, ORIGIN, seeded, shlink } from './encrypting.mjs';
import { Failure } from './view/failure.js';
import { readLink } from './view/link.js';
import { explain } from './view/messages.js';

const PATH = new URL(ADDRESS).pathname;

const refused = (text, kind) => assert.throws(() => readLink(text, ORIGIN), (failure) => failure instanceof Failure && failure.kind === kind, text);

test('reads a link, bare or behind the address of a viewer', () => {
  for (const text of [shlink(), `  ${shlink()}\n`, `${ORIGIN}/view#${shlink()}`, `https://viewer.example/#${shlink()}`]) {
    const link = readLink(text, ORIGIN);
    assert.equal(link.url, ADDRESS);
    assert.deepEqual(Buffer.from(link.key), KEY);
    assert.equal(link.expiresAt.getTime(), 1_800_000_000_000);
    assert.equal(link.label, 'For you');
    assert.equal(link.needsPasscode, false);
  }
});

test('knows what its flags ask for', () => {
  assert.equal(readLink(shlink({ flag: 'LP' }), ORIGIN).needsPasscode, true);
  refused(shlink({ flag: 'lower' }), 'not-a-link');
  refused(shlink({ flag: ['P'] }), 'not-a-link');
});

test('says that it does not open links to a single file', () => {
  refused(shlink({ flag: 'U' }), 'single-file');
  refused(shlink({ flag: 'LU' }), 'single-file');
  assert.match(explain(new Failure('single-file'), null, new Date()).title, /does not open/);
});

test('ignores members that it does not know, and an expiry that is none', () => {
  assert.equal(readLink(shlink({ exp: undefined, more: {} }), ORIGIN).expiresAt, null);
  for (const exp of ['soon', null, 1e300, {}]) {
    assert.equal(readLink(shlink({ exp }), ORIGIN).expiresAt, null);
  }
});

test('cuts a long label, between characters', () => {
  assert.equal(readLink(shlink({ label: '\u{1F600}'.repeat(90) }), ORIGIN).label, '\u{1F600}'.repeat(80));
  assert.equal(readLink(shlink({ label: { toString: 1 } }), ORIGIN).label, '');
});

test('refuses to talk to any other site', () => {
  for (const url of ['https://evil.test/shl/abc', 'http://passport.test/shl/abc', 'https://passport.test:8443/', 'https://passport.test.evil.test/']) {
    refused(shlink({ url }), 'other-site');
  }
  for (const url of ['javascript:alert(1)', '/shl/abc', 'data:,x', 'https://user:pass@passport.test/', 5, `${ORIGIN}/${'a'.repeat(128)}`, undefined]) {
    refused(shlink({ url }), 'not-a-link');
  }
});

test('refuses addresses of this site where no link is, as strangers may have files there', () => {
  for (const path of ['/', '/api/downloads/abc', '/shl/abc', `/x${PATH}`, `${PATH}/files/1`, `${PATH}/`, `${PATH}A`, `${PATH}?`, `${PATH}?a`, `${PATH}#`, `${PATH}#a`, `/shl/../api${PATH}`]) {
    refused(shlink({ url: ORIGIN + path }), 'not-a-link');
  }
});

test('refuses keys of other lengths, and other spellings of a key', () => {
  for (const key of [base64url(KEY.subarray(1)), `${base64url(KEY)}A`, `${base64url(KEY).slice(0, 42)}+`, `${base64url(KEY).slice(0, 42)}B`, 5, undefined]) {
    refused(shlink({ key }), 'not-a-link');
  }
});

test('refuses what is no link at all', () => {
  for (const text of ['', 'shlink:/', 'shlink:/!!', 'https://passport.test/view', `x${shlink()}`, `?${shlink()}`, shlink('[1]'), shlink('null'), shlink('"a"'), shlink('{'), shlink({ label: 'a'.repeat(5000) }), undefined]) {
    refused(text, 'not-a-link');
  }
  refused(shlink({ v: 2 }), 'newer-version');
});

test('answers every changed link with a refusal or a link of ours', () => {
  const random = seeded(1);
  for (let round = 0; round < 3000; round++) {
    const characters = [...shlink()];
    characters[random(characters.length)] = String.fromCharCode(random(128));
    try {
      assert.equal(readLink(characters.join(''), ORIGIN).url.slice(0, ORIGIN.length + 5), `${ORIGIN}/shl/`);
    } catch (failure) {
      assert.ok(failure instanceof Failure, failure);
    }
  }
});
