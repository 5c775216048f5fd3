import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { encrypt, ORIGIN, shlink } from './encrypting.mjs';
import { page } from './page-elements.mjs';

const FORM = 'For you';
const START = 'Open a shared health record';

const parts = { content: page([]), tools: page([]), status: page([]) };
const kept = [];
globalThis.document.getElementById = (id) => parts[id];
globalThis.isSecureContext = true;
globalThis.window = Object.assign(new EventTarget(), { scrollTo() {} });
globalThis.location = { origin: ORIGIN, pathname: '/view', hash: '' };
globalThis.history = { replaceState: (...entry) => kept.push(entry) };
await import('./view/page.js');

const title = () => parts.content.texts('h1')[0];
const link = () => shlink({ exp: undefined });

function visit(hash, event = 'hashchange') {
  location.hash = hash;
  window.dispatchEvent(new Event(event));
}

async function openPassport(...more) {
  const resources = [{ resourceType: 'Patient', name: [{ text: 'Ada' }] }, ...more];
  globalThis.fetch = async () => Response.json({ files: resources.map((resource) => ({ contentType: 'application/fhir+json', embedded: encrypt(JSON.stringify(resource)) })) });
  parts.content.all('input')[0].value = 'Dr. Example';
  parts.content.querySelector('form').happens('submit');
  for (const over = Date.now() + 10_000; parts.tools.children.length === 0 && Date.now() < over; ) {
    await new Promise(setImmediate);
  }
}

beforeEach(() => {
  visit('');
  kept.length = 0;
});

test('finds the link again after a reload, and keeps no copy of it', async () => {
  visit(`#${encodeURIComponent(link())}`);
  assert.equal(title(), FORM);
  await openPassport();
  assert.match(parts.content.textContent, /Ada/);
  assert.deepEqual(kept, []);
});

test('leaves nothing shown to whoever comes back to the page', async () => {
  visit(`#${link()}`);
  await openPassport();
  visit(location.hash, 'pagehide');
  assert.equal(title(), FORM);
  assert.doesNotMatch(parts.content.textContent, /Ada/);
});

test('takes the link out of the address bar with what it shows', async () => {
  visit(`#${link()}`);
  await openPassport();
  globalThis.history.replaceState = (...entry) => {
    kept.push(entry);
    location.hash = '';
  };
  parts.tools.all('button')[1].happens('click');
  assert.equal(title(), START);
  assert.deepEqual(kept, [[null, '', '/view']]);
});

test('keeps a pasted link in memory alone', () => {
  assert.equal(title(), START);
  parts.content.all('input')[0].value = ` ${ORIGIN}/view#${link()} `;
  parts.content.querySelector('form').happens('submit');
  assert.equal(title(), FORM);
  assert.deepEqual(kept, []);
  visit('', 'pagehide');
  assert.equal(title(), START);
});

test('says that one entry cannot be shown, or how many', async () => {
  const unreadable = { severity: 'error', code: 'exception' };
  visit(`#${link()}`);
  await openPassport({ resourceType: 'OperationOutcome', issue: [unreadable] });
  assert.match(parts.content.textContent, /Incomplete: one entry cannot be shown, as the server cannot read it now\./);
  visit('');
  visit(`#${link()}`);
  await openPassport({ resourceType: 'OperationOutcome', issue: [unreadable, unreadable] });
  assert.match(parts.content.textContent, /Incomplete: 2 entries cannot be shown, as the server cannot read them now\./);
  visit('');
  visit(`#${link()}`);
  await openPassport();
  assert.doesNotMatch(parts.content.textContent, /Incomplete/);
});
