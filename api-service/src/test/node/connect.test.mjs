import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { page } from './page-elements.mjs';

const CODE = 'x'.repeat(43);
const SCAN = 'Scan the code of a patient';
const SIGN_IN = 'A patient’s card';
const PATIENT = { patientId: 'p1', name: { given: 'Ada', family: '<b>Example' }, birthDate: '1980-05-17' };

const parts = { content: page([]), tools: page([]), status: page([]) };
const asked = [];
let answers = {};
globalThis.document.getElementById = (id) => parts[id];
globalThis.window = Object.assign(new EventTarget(), { scrollTo() {} });
globalThis.location = { origin: 'https://passport.test', pathname: '/connect', hash: '' };
globalThis.history = {
  replaceState: () => {
    location.hash = '';
  },
};
globalThis.fetch = async (path, request) => {
  asked.push({ path, body: request.body === undefined ? undefined : JSON.parse(request.body), token: request.headers.Authorization });
  const answer = answers[path] ?? { status: 204 };
  return answer.status === 204 ? new Response(null, answer) : Response.json(answer.body, { status: answer.status });
};
await import('./connect/page.js');

const title = () => parts.content.texts('h1')[0];
const problem = () => parts.content.all('p').find((found) => found.attributes.id === 'problem')?.textContent;
const input = (id) => [...parts.content.all('input'), ...parts.content.all('textarea')].find((found) => found.attributes.id === id);

function visit(hash, event = 'hashchange') {
  location.hash = hash;
  window.dispatchEvent(new Event(event));
}

/** Lets everything happen that waits for an answer. */
async function settle() {
  for (let i = 0; i < 20; i++) {
    await new Promise(setImmediate);
  }
}

async function submit() {
  parts.content.querySelector('form').happens('submit');
  await settle();
}

async function press(label) {
  [...parts.content.all('button'), ...parts.tools.all('button')].find((found) => found.textContent === label).happens('click');
  await settle();
}

async function signIn() {
  visit(`#${CODE}`);
  input('email').value = 'doctor@example.org';
  input('password').value = 'correct horse battery';
  await submit();
}

const refused = (status, type, more = {}) => ({ status, body: { type: `urn:healthpassport:problem:${type}`, ...more } });

beforeEach(() => {
  visit('', 'pagehide');
  asked.length = 0;
  answers = {
    'api/auth/login': { status: 200, body: { access_token: 'token' } },
    'api/connections': { status: 200, body: PATIENT },
    'api/patients/p1/consent-requests': { status: 201, body: {} },
    'api/patients/p1/emergency-access': { status: 201, body: { expiresAt: '2030-05-17T09:30:00Z' } },
  };
});

test('asks the server for nothing before somebody signs in', () => {
  visit('');
  assert.equal(title(), SCAN);
  visit('#too-short');
  assert.equal(title(), 'This code is not complete');
  visit(`#${CODE}`);
  assert.equal(title(), SIGN_IN);
  assert.deepEqual(asked, []);
});

test('shows who it is, and leaves neither code nor token behind', async () => {
  await signIn();
  assert.equal(title(), 'Is this the right person?');
  assert.match(parts.content.textContent, /Ada <b>Example.*1980-05-17/);
  assert.deepEqual(asked[1], { path: 'api/connections', body: { code: CODE }, token: 'Bearer token' });
  assert.equal(location.hash, '');
  await press('Sign out');
  assert.equal(title(), SCAN);
  assert.deepEqual(asked.at(-1), { path: 'api/auth/logout', body: undefined, token: 'Bearer token' });
  assert.doesNotMatch(parts.content.textContent, /Ada/);
});

test('leaves nothing shown to whoever comes back to the page', async () => {
  await signIn();
  visit('', 'pagehide');
  assert.equal(title(), SCAN);
});

test('asks for the second factor only if the account has one', async () => {
  answers['api/auth/login'] = refused(401, 'second-factor-required');
  await signIn();
  assert.equal(input('password').value, 'correct horse battery');
  input('totp').value = '123456';
  answers['api/auth/login'] = refused(401, 'wrong-second-factor');
  await submit();
  assert.match(problem(), /next code/);
  answers['api/auth/login'] = { status: 200, body: { access_token: 'token' } };
  await submit();
  assert.equal(asked.at(-2).body.totp, '123456');
  assert.equal(title(), 'Is this the right person?');
});

test('asks for consent', async () => {
  await signIn();
  await press('Ask for consent');
  input('reason').value = 'I treat you on Monday.';
  await submit();
  assert.equal(title(), 'The patient was asked');
  assert.deepEqual(asked.at(-1).body, { scopes: ['RECORDS_READ'], reason: 'I treat you on Monday.' });
});

test('asks for something at least', async () => {
  await signIn();
  await press('Ask for consent');
  parts.content.all('input').forEach((box) => (box.checked = false));
  await submit();
  assert.match(problem(), /What you ask for must have/);
  assert.equal(asked.length, 2);
});

test('takes emergency access', async () => {
  await signIn();
  await press('This is an emergency');
  input('reason').value = 'Unconscious after an accident.';
  await submit();
  assert.equal(title(), 'You have emergency access');
  assert.deepEqual(asked.at(-1).body, { reason: 'Unconscious after an accident.' });
});

test('tells what the server found wrong, and keeps what was written', async () => {
  await signIn();
  await press('This is an emergency');
  input('reason').value = 'short';
  answers['api/patients/p1/emergency-access'] = refused(422, 'invalid', { errors: [{ pointer: '/reason', detail: 'must have 10 to 500 characters' }] });
  await submit();
  assert.equal(problem(), 'The reason must have 10 to 500 characters.');
  assert.equal(input('reason').value, 'short');
});

test('signs out whoever may not see a patient', async () => {
  for (const [status, text] of [
    [403, /Only active doctors/],
    [404, /not active/],
    [429, /Too many/],
  ]) {
    answers['api/connections'] = refused(status, 'x');
    await signIn();
    assert.match(parts.content.textContent, text);
    assert.equal(asked.at(-1).path, 'api/auth/logout');
  }
});

test('lets a session that is over sign in again', async () => {
  await signIn();
  await press('Ask for consent');
  input('reason').value = 'I treat you on Monday.';
  answers['api/patients/p1/consent-requests'] = refused(401, 'unauthenticated');
  await submit();
  assert.equal(title(), SIGN_IN);
  assert.match(problem(), /ended/);
  input('email').value = 'doctor@example.org';
  await submit();
  assert.equal(title(), 'Is this the right person?');
});

test('tells that the server cannot be reached', async () => {
  answers['api/auth/login'] = undefined;
  const answering = globalThis.fetch;
  globalThis.fetch = async () => {
    throw new TypeError('no network');
  };
  await signIn();
  globalThis.fetch = answering;
  assert.match(problem(), /cannot be reached/);
});
