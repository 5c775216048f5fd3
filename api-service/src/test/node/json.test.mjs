import assert from 'node:assert/strict';
import test from 'node:test';
import { seeded } from './encrypting.mjs';
import { readJson } from './view/json.js';

const AS_WRITTEN = ['1.50', '0.10', '12345678901234567', '1e9999', '-0', '-0.0', '1E+2', '1e-7', '100', '0', '3.141592653589793238462643383279'];

test('keeps every number as it was written', () => {
  for (const number of AS_WRITTEN) {
    assert.deepEqual(readJson(`{"value":${number},"more":[ ${number} , [${number}]]}`), { value: number, more: [number, [number]] });
    assert.equal(readJson(number), number);
  }
});

test('leaves digits in texts and names alone', () => {
  assert.deepEqual(readJson('{"1.50":"2.50","\\"3.50":"\\\\","a\\\\":4.50,"b":"\\\\\\"5.50"}'), { '1.50': '2.50', '"3.50': '\\', 'a\\': '4.50', b: '\\"5.50' });
  assert.deepEqual(readJson('[true,false,null,"","\\u0031"]'), [true, false, null, '', '1']);
});

test('takes no more for JSON than others do', () => {
  for (const none of ['', '{1:2}', '01', '+1', '1.', '.5', '1e', '--1', '1 2', '[1,]', '{"a":1', '"\\', "{'a':1}", '[NaN]', '[Infinity]', '[0x10]', '\ufeff{}']) {
    assert.throws(() => readJson(none), SyntaxError, none);
  }
});

test('reads what a double could hold as others do', () => {
  const random = seeded(11);
  const words = ['"', '\\', '\\"', '1', '-2.5e3', '{', '}', '[', ']', ',', ':', ' ', 'true', 'null', 'a', '\u2028'];
  const made = (depth) => {
    const texts = Array.from({ length: random(6) }, () => words[random(words.length)]).join('');
    const kinds = [texts, random(1000) / 8, true, null, Array.from({ length: random(4) }, () => (depth > 0 ? made(depth - 1) : 7)), { [texts]: depth > 0 ? made(depth - 1) : -0.5 }];
    return kinds[random(kinds.length)];
  };
  const numbersAsText = (_, value) => (typeof value === 'number' ? String(value) : value);
  for (let round = 0; round < 2000; round++) {
    const json = JSON.stringify(made(5), null, random(3));
    assert.deepEqual(readJson(json), JSON.parse(json, numbersAsText));
  }
});

test('reads long texts', () => {
  for (const long of ['a'.repeat(5 << 20), '\n'.repeat(2 << 20), '"'.repeat(2 << 20)]) {
    assert.equal(readJson(JSON.stringify({ long, value: 1 })).long, long);
  }
});
