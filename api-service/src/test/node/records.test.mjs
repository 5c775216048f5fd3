import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { seeded } from './encrypting.mjs';
import { page } from './page-elements.mjs';
import { readJson } from './view/json.js';
import { arrange } from './view/passport.js';
import { drawPassport } from './view/reading.js';
import { TYPES } from './view/types.js';

process.env.TZ = 'UTC';
const NOW = new Date('2026-11-23T10:00:00Z');
const JSON_TEXT = fs.readFileSync(new URL('records.json', import.meta.url), 'utf8');
const WITHOUT_VALUE = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

const samples = () => readJson(JSON_TEXT);
const sample = (type, where = () => true) => samples().find((record) => record.resourceType === type && where(record));
const shared = (records) => arrange([{ resourceType: 'Bundle', type: 'collection', entry: records.map((resource) => ({ resource })) }], NOW);
const itemsOf = (...records) => [shared(records)].flatMap((passport) => [passport.allergies, ...passport.sections]).flatMap((section) => section.items);
const item = (record, ...others) => itemsOf(record, ...others)[0];
const textOf = (...records) => page(drawPassport(shared(records))).textContent;
const fact = (record, name) => item(record).facts.find((found) => found.name === name)?.values;
const observation = (more) => ({ resourceType: 'Observation', status: 'final', code: { text: 'Test' }, ...more });

/** A record as the page tells it, in lines. */
function lines({ standing, negation, title, badges, cautions, facts, more, notes }) {
  const told = (found) => found.flatMap(({ name, values }) => values.map((value) => `  ${name}: ${value}`));
  return [`${negation && `${negation}: `}${title} [${[standing, ...badges].join(', ')}]`, ...cautions.map((caution) => `  ! ${caution}`), ...told(facts), ...told(more), ...notes.map((note) => `  “${note}”`)];
}

test('tells records of every type in these words', () => {
  const passport = shared(samples());
  const told = [passport.allergies, ...passport.sections].flatMap(({ title, items }) => [`# ${title}`, ...items.flatMap(lines)]);
  if (process.env.WRITE) {
    fs.writeFileSync(`${process.env.WRITE}/records.txt`, `${told.join('\n')}\n`);
  }
  assert.deepEqual(told, fs.readFileSync(new URL('records.txt', import.meta.url), 'utf8').trimEnd().split('\n'));
});

test('has samples of every type', () => {
  assert.deepEqual([...new Set(samples().map(({ resourceType }) => resourceType))].sort(), Object.keys(TYPES).sort());
});

test('loses no word and no number of any record', () => {
  for (const record of samples()) {
    const drawn = textOf(record, ...samples().filter(({ id }) => id !== undefined && id !== record.id));
    for (const said of wordsOf(record)) {
      assert.ok(drawn.includes(said), `${record.resourceType}: ${said} in ${drawn}`);
    }
  }
});

/** What people wrote, without addresses, codes, dates and what the page says in words of its own. */
function wordsOf(value, name = '') {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([member, inner]) => wordsOf(inner, Array.isArray(value) ? name : member));
  }
  const isWords = ['text', 'display', 'description', 'title', 'disposition', 'lotNumber', 'serialNumber', 'name', 'family', 'city', 'currency', 'series', 'network', 'subscriberId'].includes(name) || /^(value|value(String|Decimal)|factor|latitude|.*(PositiveInt|UnsignedInt))$/.test(name);
  return isWords && typeof value === 'string' && value !== '1' ? [value] : [];
}

test('shows members that it does not know, wherever they stand', () => {
  const later = () => ({ someday: { value: '3.10', unit: 'x' }, words: 'Something new' });
  for (const record of samples()) {
    assert.match(textOf({ ...record, fromTheFuture: later() }), /From the futureSomeday: 3\.10 x, Words: Something new/, record.resourceType);
  }
  for (const [type, path] of [['AllergyIntolerance', 'reaction'], ['Immunization', 'protocolApplied'], ['CarePlan', 'activity'], ['Claim', 'item'], ['ExplanationOfBenefit', 'payment'], ['Encounter', 'hospitalization'], ['FamilyMemberHistory', 'condition'], ['ImagingStudy', 'series'], ['Device', 'udiCarrier'], ['Specimen', 'collection']]) {
    const record = sample(type, (found) => found[path] !== undefined);
    [record[path]].flat()[0].fromTheFuture = later();
    assert.match(textOf(record), /From the future: Someday: 3\.10 x, Words: Something new/, type);
  }
  const { more } = item({ resourceType: 'Condition', code: { text: 'Cold' }, identifier: [{ value: 'C-7' }], extension: [{ url: 'http://example.org/ext/knownBy', valueString: 'The school' }, { url: 'urn:x:pair', extension: [{ url: 'a', valueDecimal: '1.10' }, { url: 'b', valueBoolean: false }] }] });
  assert.deepEqual(more, [{ name: 'Identifier', values: ['C-7'] }, { name: 'Known by', values: ['The school'] }, { name: 'Pair', values: ['A: 1.10, B: No'] }]);
});

test('warns of what it does not understand and may not ignore', () => {
  const modifier = [{ url: 'http://example.org/ext/onlyIfPregnant', valueBoolean: true }];
  for (const record of samples()) {
    assert.match(item({ ...record, modifierExtension: modifier }).cautions.join(), /can change the meaning: Only if pregnant: Yes\./, record.resourceType);
  }
  const deep = sample('MedicationRequest', (found) => found.dosageInstruction);
  deep.dosageInstruction[0].modifierExtension = [{ url: 'urn:x:unknown' }];
  assert.match(textOf(deep), /can change the meaning: Unknown\./);
  const inside = sample('MedicationStatement');
  inside.contained[0].modifierExtension = modifier;
  assert.match(textOf(inside), /Only if pregnant/);
  const elsewhere = { resourceType: 'MedicationStatement', status: 'active', medicationReference: { reference: 'Medication/m' } };
  assert.match(item(elsewhere, { resourceType: 'Medication', id: 'm', code: { text: 'M' }, modifierExtension: modifier }).cautions.join(), /Only if pregnant/);
  assert.match(textOf({ ...sample('Procedure'), implicitRules: 'http://example.org/rules' }), /Rules: http:\/\/example\.org\/rules/);
});

test('says before the title that something was not so', () => {
  const negations = (type, element, code) => {
    const { negation, standing } = item({ resourceType: type, [element]: code });
    return [negation, standing];
  };
  assert.deepEqual(negations('Immunization', 'status', 'not-done'), ['Not done', 'negated']);
  assert.deepEqual(negations('MedicationStatement', 'status', 'not-taken'), ['Not taken', 'negated']);
  assert.deepEqual(negations('Goal', 'lifecycleStatus', 'rejected'), ['Rejected', 'negated']);
  assert.deepEqual(negations('SupplyDelivery', 'status', 'abandoned'), ['Abandoned', 'negated']);
  assert.deepEqual(negations('Observation', 'status', 'cancelled'), ['Cancelled', 'negated']);
  assert.deepEqual(negations('Coverage', 'status', 'cancelled'), ['', 'past']);
  assert.deepEqual(negations('Procedure', 'status', 'entered-in-error'), ['', 'invalid']);
  assert.deepEqual(negations('MedicationRequest', 'doNotPerform', true), ['Not to be given', 'current']);
  assert.deepEqual(negations('ServiceRequest', 'doNotPerform', 'true'), ['Not to be done', 'current']);
  assert.deepEqual(negations('ServiceRequest', 'doNotPerform', false), ['', 'current']);
  assert.match(textOf({ resourceType: 'Immunization', status: 'not-done', vaccineCode: { text: 'Influenza' } }), /Not done: Influenza/);
});

test('does not take a refuted absence for an absence', () => {
  const none = { coding: [{ system: 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips', code: 'no-known-allergies' }] };
  const refuted = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'refuted' }] };
  assert.equal(item({ resourceType: 'AllergyIntolerance', code: none }).standing, 'statement');
  assert.equal(item({ resourceType: 'AllergyIntolerance', code: none, verificationStatus: refuted }).standing, 'negated');
});

test('says why a value is absent', () => {
  const absent = (valueCode) => ({ extension: [{ url: WITHOUT_VALUE, valueCode }] });
  assert.deepEqual(fact({ resourceType: 'Immunization', _occurrenceDateTime: absent('unknown') }, 'Date'), ['Not known']);
  assert.deepEqual(fact({ resourceType: 'Condition', bodySite: [absent('asked-declined'), { text: 'Hand' }] }, 'Body site'), ['Asked, but the answer was declined', 'Hand']);
  assert.deepEqual(fact({ resourceType: 'AllergyIntolerance', category: [null, 'food'], _category: [absent('masked'), null] }, 'Category'), ['Kept private', 'Food']);
  assert.deepEqual(fact(observation({ valueQuantity: { unit: 'mg', ...absent('not-a-number') } }), 'Result'), ['Not a number, Unit: mg']);
  assert.deepEqual(fact(observation({ dataAbsentReason: { coding: [{ code: 'temp-unknown' }] } }), 'Result'), ['Not known yet']);
  assert.deepEqual(fact(observation({ dataAbsentReason: { text: 'Tube broke' } }), 'Result'), ['Tube broke']);
  assert.equal(item({ resourceType: 'Condition', code: absent('unknown') }).title, 'Not known');
  assert.deepEqual(fact({ resourceType: 'Immunization', _occurrenceDateTime: absent('constructor') }, 'Date'), ['Constructor']);
});

test('shows results of all types of value', () => {
  const shown = (value) => fact(observation(value), 'Result');
  assert.deepEqual(shown({ valueQuantity: { value: '5.40', comparator: '<', unit: 'mmol/l' } }), ['<5.40 mmol/l']);
  assert.deepEqual(shown({ valueRatio: { numerator: { value: '1' }, denominator: { value: '128' } } }), ['1 / 128']);
  assert.deepEqual(shown({ valueRange: { low: { value: '1.0', unit: 'g' }, high: { value: '2.50', unit: 'g' } } }), ['1.0 g to 2.50 g']);
  assert.deepEqual(shown({ valueBoolean: false }), ['No']);
  assert.deepEqual(shown({ valueInteger: '0' }), ['0']);
  assert.deepEqual(shown({ valueString: '2015-02' }), ['2015-02']);
  assert.deepEqual(shown({ valueDateTime: '2015-02' }), ['February 2015']);
  assert.deepEqual(shown({ valueTime: '12:30:00' }), ['12:30:00']);
  assert.deepEqual(shown({ valueCodeableConcept: { coding: [{ code: 'A-positive' }] } }), ['A positive']);
  assert.deepEqual(shown({ valueSampledData: { origin: { value: '0' }, data: '1 2 3' } }), ['Recorded curve, not shown here']);
});

test('tells when and how much to take', () => {
  const taken = (dosage) => fact({ resourceType: 'MedicationStatement', status: 'active', dosage: [dosage] }, 'Dosage')?.[0];
  const times = (repeat) => taken({ timing: { repeat } });
  assert.equal(times({ frequency: '1', period: '1', periodUnit: 'd' }), 'once a day');
  assert.equal(times({ frequency: '2', period: '1.50', periodUnit: 'wk' }), '2 times every 1.50 weeks');
  assert.equal(times({ period: '4', periodMax: '6', periodUnit: 'h' }), 'once every 4 to 6 hours');
  assert.equal(times({ frequency: '3', count: '10' }), '3 times, 10 times in all');
  assert.equal(times({ dayOfWeek: ['mon', 'fri'], timeOfDay: ['08:00:00', '20:15:30'] }), 'on Monday, Friday at 08:00, 20:15:30');
  assert.equal(times({ when: ['PCM'], offset: '30' }), '30 minutes after breakfast');
  assert.equal(times({ duration: '1.5', durationUnit: 'h', boundsPeriod: { end: '2024-03' } }), 'for 1.5 hours each time, until March 2024');
  assert.equal(times({ boundsRange: { low: { value: '5', unit: 'days' } } }), 'for from 5 days');
  assert.equal(taken({ timing: { code: { coding: [{ code: 'BID' }] } } }), 'BID');
  assert.equal(taken({ timing: { event: ['2024-02-01', '2024-02-08'] } }), '1 February 2024, 8 February 2024');
  assert.equal(taken({ asNeededBoolean: true, doseAndRate: [{ rateQuantity: { value: '1.0', unit: 'ml/h' } }] }), 'at a rate of 1.0 ml/h, as needed');
  assert.equal(taken({ text: 'As the doctor said' }), 'As the doctor said');
});

test('shows amounts with their currency', () => {
  const coverage = { resourceType: 'Coverage', costToBeneficiary: [{ type: { text: 'Visit' }, valueMoney: { value: '12345678901234567.10', currency: 'JPY' } }] };
  assert.deepEqual(fact(coverage, 'Paid by the patient'), ['Visit: 12345678901234567.10 JPY']);
});

test('shows hostile texts of every type as texts', () => {
  const hostile = '<img src=x onerror="alert(1)">';
  const replaced = (value, name) => {
    if (typeof value !== 'object' || value === null) {
      return ['resourceType', 'id', 'reference'].includes(name) || typeof value !== 'string' ? value : hostile;
    }
    return Array.isArray(value) ? value.map((inner) => replaced(inner, name)) : Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, replaced(inner, member)]));
  };
  const drawn = page(drawPassport(shared(samples().map((record) => replaced(record, '')))));
  assert.ok(drawn.textContent.split(hostile).length > 300);
  assert.equal(drawn.all('img').length + drawn.all('a').length, 0);
});

test('says whom a record is about if not the patient, and how it is to be handled', () => {
  const family = { resourceType: 'Group', id: 'f', name: 'The family' };
  const meta = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R', display: 'restricted' }] };
  const record = item({ resourceType: 'CarePlan', title: 'Plan', subject: { reference: 'Group/f' }, meta }, family);
  assert.deepEqual(record.facts, [{ name: 'About', values: ['The family'] }, { name: 'Handling', values: ['restricted'] }]);
});

test('tells former names and numbers from those of today', () => {
  const practitioner = { resourceType: 'Practitioner', name: [{ given: ['Ines'], family: 'Moreau', suffix: ['MD'] }, { use: 'maiden', family: 'Petit' }], telecom: [{ value: '+33 1', use: 'old' }], address: [{ city: 'Lyon', use: 'old' }] };
  assert.equal(item(practitioner).title, 'Ines Moreau MD, Petit (name before marriage)');
  assert.deepEqual(fact(practitioner, 'Contact'), ['+33 1 (no longer in use)']);
  assert.deepEqual(fact(practitioner, 'Address'), ['Lyon (no longer in use)']);
});

test('names people and things by what was shared of them', () => {
  const practitioner = { resourceType: 'Practitioner', id: 'd', name: [{ family: 'Abe' }] };
  const role = { resourceType: 'PractitionerRole', id: 'r', practitioner: { reference: 'Practitioner/d' } };
  const performed = (performer, ...others) => item({ resourceType: 'Procedure', code: { text: 'P' }, performer }, ...others).facts.find(({ name }) => name === 'Performed by')?.values;
  assert.deepEqual(performed([{ actor: { reference: 'PractitionerRole/r' } }], practitioner, role), ['Abe']);
  assert.deepEqual(performed([{ actor: { reference: 'Practitioner/nobody' } }]), ['not shared']);
  assert.deepEqual(performed([{ actor: { identifier: { value: '123' } } }]), ['123']);
  const container = { resourceType: 'MedicationRequest', medicationReference: { reference: 'Medication/m' }, contained: [{ resourceType: 'Organization', id: 'o', name: 'The wrong one' }] };
  const medication = { resourceType: 'Medication', id: 'm', code: { text: 'M' }, manufacturer: { reference: '#o' }, contained: [{ resourceType: 'Organization', id: 'o', name: 'The right one' }] };
  assert.match(lines(item(container, medication)).join(), /Manufacturer: The right one/);
});

test('ends, however deep and round the data is', () => {
  const role = { resourceType: 'PractitionerRole', id: 'r', practitioner: { reference: 'PractitionerRole/s' } };
  const other = { resourceType: 'PractitionerRole', id: 's', practitioner: { reference: 'PractitionerRole/r' } };
  assert.equal(itemsOf(role, other).length, 2);
  for (const member of ['item', 'extension', 'modifierExtension', 'value', 'contained']) {
    let deep = { valueString: 'bottom' };
    for (let level = 0; level < 3000; level++) {
      deep = { text: `level ${level}`, [member]: [deep] };
    }
    assert.ok(textOf({ resourceType: 'QuestionnaireResponse', item: [deep], other: deep, [member]: [deep] }).length < 100_000);
  }
  const many = observation({ component: Array.from({ length: 600 }, (_, place) => ({ code: { text: 'Part' }, valueInteger: String(place) })) });
  assert.match(textOf(observation({ note: [{ text: 'a'.repeat(5000) }] })), /a{4000}… \(the rest is not shown here\)/);
  assert.match(textOf(many), /… and 100 more, which are not shown here/);
});

test('draws records of every type, whatever is broken in them', () => {
  const strange = [null, '0', true, [], {}, [null], [[]], { coding: 5 }, [{ coding: [null] }], '__proto__', { reference: '#' }, { reference: 'Device/d' }, { extension: [null, '5', { url: {} }] }, { value: {}, unit: [] }];
  const random = seeded(5);
  const corrupt = (value) => {
    const members = Object.keys(value);
    const member = members[random(members.length)];
    if (member !== undefined && (typeof value[member] !== 'object' || value[member] === null || random(4) === 0)) {
      value[member] = structuredClone(strange[random(strange.length)]);
    } else if (member !== undefined) {
      corrupt(value[member]);
    }
  };
  for (let round = 0; round < 200; round++) {
    const records = samples();
    records.forEach(corrupt);
    textOf(...records);
  }
});
