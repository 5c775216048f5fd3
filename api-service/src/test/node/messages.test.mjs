import assert from 'node:assert/strict';
import test from 'node:test';
import { Failure } from './view/failure.js';
import { explain, isOver, wrongPasscode } from './view/messages.js';

const NOW = new Date('2026-11-23T10:00:00Z');
const link = { expiresAt: new Date('2026-11-23T10:00:01Z') };
const over = { expiresAt: NOW };

test('tells an expired link from one that was closed', () => {
  assert.equal(isOver(link, NOW), false);
  assert.equal(isOver({ expiresAt: null }, NOW), false);
  assert.match(explain(new Failure('inactive'), link, NOW).title, /no longer active/);
  assert.match(explain(new Failure('inactive'), null, NOW).title, /no longer active/);
  assert.match(explain(new Failure('inactive'), over, NOW).title, /expired/);
  assert.match(explain(new Failure('inactive'), over, NOW).text, /valid until 23 November 2026/);
});

test('counts the attempts that are left', () => {
  assert.equal(wrongPasscode(9, true), 'This passcode is wrong. 9 attempts are left.');
  assert.match(wrongPasscode(1, true), /One attempt is left; after it, the link is closed/);
  assert.equal(wrongPasscode(null, true), 'This passcode is wrong.');
  assert.match(wrongPasscode(9, false), /needs a passcode/);
});

test('offers to try again where that can help, and says when', () => {
  assert.match(explain(new Failure('busy', { seconds: 20 }), link, NOW).text, /in 20 seconds/);
  assert.match(explain(new Failure('busy', { seconds: 600 }), link, NOW).text, /in 10 minutes/);
  assert.match(explain(new Failure('busy', { seconds: null }), link, NOW).text, /in a minute/);
  const helps = (kind) => explain(new Failure(kind, { host: 'x', seconds: null }), link, NOW).again;
  assert.deepEqual(['busy', 'offline', 'damaged', 'refused'].map(helps), [true, true, true, true]);
  assert.deepEqual(['inactive', 'passcode', 'not-a-link', 'other-site', 'newer-version', 'too-large', 'insecure', 'old-browser'].map(helps), Array(8).fill(false));
});
