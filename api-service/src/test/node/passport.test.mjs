import assert from 'node:assert/strict';
import test from 'node:test';
import { seeded } from './encrypting.mjs';
import { page } from './page-elements.mjs';
import { readJson } from './view/json.js';
import { arrange as arrangeRead } from './view/passport.js';
import { drawPassport, drawPatient } from './view/reading.js';
import { Shelf } from './view/shelf.js';

// As the page reads them, with numbers as text.
const arrange = (resources, now) => arrangeRead(readJson(JSON.stringify(resources)), now);
const NOW = new Date('2026-11-23T10:00:00Z');
const HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

const coded = (code, display, system = 'http://snomed.info/sct') => ({ coding: [{ system, code, display }] });
const status = (system, code) => coded(code, undefined, `http://terminology.hl7.org/CodeSystem/${system}`);
const clinical = (code) => status('allergyintolerance-clinical', code);
const verification = (code) => status('allergyintolerance-verification', code);
const loinc = (code) => coded(code, undefined, 'http://loinc.org');
const record = (id, resource) => ({ fullUrl: `urn:uuid:${id}`, resource: { id, ...resource } });
const allergy = (id, substance, more = {}) =>
  record(id, { resourceType: 'AllergyIntolerance', clinicalStatus: clinical('active'), verificationStatus: verification('confirmed'), code: coded('1', substance), ...more });

function summary(sections, entries) {
  const composition = {
    resourceType: 'Composition',
    date: '2026-11-23T08:00:00Z',
    section: sections.map(([title, code, ...more]) => ({
      title,
      code: loinc(code),
      ...(typeof more[0] === 'string' ? { entry: more.map((reference) => ({ reference })) } : more[0]),
    })),
  };
  return { resourceType: 'Bundle', type: 'document', entry: [{ fullUrl: 'urn:uuid:0', resource: composition }, ...entries] };
}

const patient = record('p', { resourceType: 'Patient', name: [{ use: 'nickname', text: 'Addie' }, { use: 'official', given: ['Ada'], family: 'Lovelace' }], birthDate: '1985-12-10', gender: 'female' });
const draw = (...resources) => {
  const passport = arrange(resources, NOW);
  return page([drawPatient(passport.patient, 'A label'), ...drawPassport(passport), new Shelf(() => {}, () => {}).draw(passport.documents)]);
};

test('shows who this is about', () => {
  const drawn = draw(summary([], [patient]));
  assert.deepEqual(drawn.texts('h1'), ['Ada Lovelace']);
  assert.deepEqual(drawn.texts('dd'), ['10 December 1985 (40 years)', 'Female']);
});

test('shows one name, and a birth date as precise as it is known', () => {
  const shown = (birthDate) => draw(summary([], [record('p', { ...patient.resource, name: [{ use: 'official', given: ['Suharto'] }], birthDate })]));
  assert.deepEqual(shown('1980').texts('h1'), ['Suharto']);
  assert.equal(shown('1980').texts('dd')[0], '1980');
  assert.equal(shown('1980-02').texts('dd')[0], 'February 1980');
});

test('shows what the patient wrote beside a record, apart from it and once', () => {
  // given
  const remark = (id, text, by = 'The patient') => ({
    fullUrl: `urn:uuid:${id}`,
    resource: {
      resourceType: 'Provenance',
      id,
      target: [{ reference: 'urn:uuid:a' }],
      recorded: '2026-11-20T08:00:00Z',
      reason: [{ text }],
      agent: [{ who: { display: by } }],
    },
  });
  const entries = [allergy('a', 'Penicillin'), allergy('b', 'Latex'), remark('1', HOSTILE), remark('2', 'She says so, too.', 'A representative of the patient')];
  const chosen = { resourceType: 'Bundle', type: 'collection', entry: [allergy('a', 'Penicillin'), remark('3', HOSTILE)] };

  // when
  const drawn = draw(summary([['Allergies', '48765-2', 'urn:uuid:a', 'urn:uuid:b']], entries), chosen);

  // then
  assert.deepEqual(drawn.texts('aside'), [
    `The patient wrote beside this record on 20 November 2026 at 08:00:${HOSTILE}`,
    'A representative of the patient wrote beside this record on 20 November 2026 at 08:00:She says so, too.',
  ]);
  assert.deepEqual(drawn.texts('h3'), ['Penicillin', 'Latex']);
});

test('shows allergies first, and first those that hold and can kill', () => {
  const drawn = draw(
    summary(
      [
        ['Problems', '11450-4', 'Condition/c'],
        ['Allergies', '48765-2', 'urn:uuid:a1', 'urn:uuid:a2', 'urn:uuid:a3', 'AllergyIntolerance/a4', 'urn:uuid:a5'],
      ],
      [
        patient,
        record('c', { resourceType: 'Condition', code: coded('2', 'Asthma') }),
        allergy('a1', 'Cat hair', { criticality: 'low' }),
        allergy('a2', 'Latex', { criticality: 'high', clinicalStatus: clinical('resolved') }),
        allergy('a3', 'Nobody knows'),
        allergy('a4', 'Penicillin', { criticality: 'high', reaction: [{ manifestation: [coded('3', 'Anaphylaxis')], severity: 'severe' }], recorder: { display: 'Dr. Example' } }),
        allergy('a5', 'A mistake', { criticality: 'high', verificationStatus: verification('entered-in-error') }),
      ],
    ),
  );
  assert.deepEqual(drawn.texts('h2'), ['Allergies and intolerances', 'Problems', 'Documents']);
  assert.deepEqual(drawn.texts('h3'), ['Penicillin', 'Nobody knows', 'Cat hair', 'Latex', 'A mistake', 'Asthma']);
  const [penicillin, , , latex, mistake] = drawn.all('li').filter((item) => item.attributes.class.startsWith('item'));
  assert.match(penicillin.textContent, /High criticality.*Active.*Confirmed.*Anaphylaxis, severe.*Dr\. Example/);
  assert.equal(penicillin.attributes.class, 'item current severity-high');
  assert.equal(latex.attributes.class, 'item past severity-high');
  assert.match(mistake.textContent, /Entered in error/);
});

test('knows a status in whichever coding it stands', () => {
  const behind = (bound) => ({ coding: [{ system: 'http://example.org/local', code: 'STORNO' }, ...bound.coding] });
  const drawn = draw(
    summary(
      [['Allergies', '48765-2', 'urn:uuid:a1', 'urn:uuid:a2', 'urn:uuid:a3']],
      [
        allergy('a1', 'A mistake', { verificationStatus: behind(verification('entered-in-error')) }),
        allergy('a2', 'Not so', { verificationStatus: behind(verification('refuted')) }),
        allergy('a3', 'Over', { clinicalStatus: behind(clinical('resolved')) }),
      ],
    ),
  );
  const items = drawn.all('li').filter((item) => item.attributes.class.startsWith('item'));
  assert.deepEqual(items.map((item) => item.attributes.class.split(' ')[1]), ['past', 'negated', 'invalid']);
  assert.doesNotMatch(drawn.textContent, /STORNO/);
  assert.match(drawn.textContent, /Refuted.*Resolved.*Entered in error|Resolved.*Refuted.*Entered in error/);
});

test('never passes silence off as safety', () => {
  const allergies = (...resources) => draw(...resources).all('section')[0].textContent;
  assert.match(allergies(summary([], [])), /Allergies were not shared/);
  assert.match(allergies(summary([['Allergies', '48765-2', { emptyReason: coded('unavailable') }]], [])), /No information available/);
  assert.match(allergies(summary([['Allergies', '48765-2', { emptyReason: coded('withheld') }]], [])), /withheld/);
  assert.match(allergies(summary([['Allergies', '48765-2', { emptyReason: coded('constructor') }]], [])), /No information available/);
  assert.match(allergies(summary([['Allergies', '48765-2', { emptyReason: coded('nilknown') }]], [])), /None known/);
  assert.match(allergies(summary([['Allergies', '48765-2', { text: { div: '<div><p>Nuts</p> &lt;b&gt; &amp;lt; &evil;</div>' } }]], [])), /Nuts <b> &lt;$/);
  assert.match(allergies(summary([['Allergies', '48765-2', 'urn:uuid:lost']], [])), /The entries of this section were not shared/);
  assert.match(allergies(summary([['Allergies', '48765-2', 'urn:uuid:lost', 'urn:uuid:a']], [allergy('a', 'Nuts')])), /Nuts.*Other entries of this section were not shared/);
  const absent = { code: { coding: [{ system: 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips', code: 'no-known-allergies' }] } };
  assert.equal(allergies(summary([['Allergies', '48765-2', 'urn:uuid:a']], [allergy('a', '', absent)])), 'Allergies and intolerancesNo known allergies');
});

test('says what the summary says of itself', () => {
  const partial = summary([], []);
  partial.entry[0].resource.text = { div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Only the <b>newest</b>.</p></div>' };
  assert.equal(arrange([partial], NOW).remark, 'Only the newest.');
  assert.equal(arrange([summary([], [])], NOW).remark, '');
});

test('tells who entered a record from who is said to have', () => {
  const meta = { tag: [{ system: 'urn:healthpassport:author', code: '5' }, { system: 'urn:healthpassport:author-role', code: 'PATIENT' }] };
  assert.match(draw(summary([['Allergies', '48765-2', 'urn:uuid:a']], [allergy('a', 'Nuts', { meta, recorder: { display: 'Dr. Who' } })])).textContent, /Recorded byDr\. WhoEntered byThe patient/);
});

test('puts chosen records where they belong, once', () => {
  const again = { resourceType: 'Bundle', type: 'collection', entry: [allergy('a', 'Nuts'), record('b', { resourceType: 'Condition', code: coded('4', 'Migraine') }), record('d', { resourceType: 'Encounter', type: [coded('5', 'Visit')] })] };
  const drawn = draw(summary([['Problems', '11450-4', 'urn:uuid:c'], ['Allergies', '48765-2', 'urn:uuid:a']], [allergy('a', 'Nuts'), record('c', { resourceType: 'Condition', code: coded('2', 'Asthma') })]), again);
  assert.deepEqual(drawn.texts('h2'), ['Allergies and intolerances', 'Problems', 'Encounters', 'Documents']);
  assert.deepEqual(drawn.texts('h3'), ['Nuts', 'Asthma', 'Migraine', 'Visit']);
  assert.deepEqual(draw(again).texts('h3'), ['Nuts', 'Migraine', 'Visit']);
});

test('shows results with their members, even of a panel within itself', () => {
  const panel = record('o', { resourceType: 'Observation', status: 'final', code: coded('1', 'Panel'), hasMember: [{ reference: 'Observation/m' }, { reference: 'Observation/o' }] });
  const member = record('m', { resourceType: 'Observation', code: coded('2', 'Sodium'), valueQuantity: { value: 140, unit: 'mmol/l', comparator: '>' } });
  const drawn = draw({ resourceType: 'Bundle', type: 'collection', entry: [panel, member] });
  assert.match(drawn.textContent, /Panel.*Sodium.*>140 mmol\/l/);
});

test('resolves what a resource contains, and fetches nothing', () => {
  const statement = record('s', { resourceType: 'MedicationStatement', contained: [{ resourceType: 'Medication', id: 'm', code: coded('1', 'Ibuprofen') }], medicationReference: { reference: '#m' }, dosage: [{ timing: { repeat: { frequency: 3, period: 1, periodUnit: 'd' } }, doseAndRate: [{ doseQuantity: { value: 400, unit: 'mg' } }] }] });
  assert.match(draw({ resourceType: 'Bundle', entry: [statement] }).textContent, /Ibuprofen.*400 mg, 3 times a day/);
});

test('shows dates as precisely as they are given', () => {
  const since = (onsetDateTime) => draw({ resourceType: 'Bundle', entry: [record('c', { resourceType: 'Condition', onsetDateTime })] }).texts('dd')[0];
  assert.equal(since('1994'), '1994');
  assert.equal(since('1994-03'), 'March 1994');
  assert.equal(since('1994-03-01'), '1 March 1994');
  assert.match(since('1994-03-01T23:30:00+14:00'), /^1 March 1994(,| at) 09:30$/);
  assert.equal(since('around 1994'), 'around 1994');
  assert.equal(since('1994-99-99'), '1994-99-99');
});

test('shows numbers as they were written', () => {
  for (const number of ['1.50', '0.10', '12345678901234567', '1e9999', '-0.0']) {
    const quantity = `{"value": ${number}, "unit": "mg"}`;
    const resources = readJson(`[
      {"resourceType": "AllergyIntolerance", "onsetAge": {"value": ${number}, "unit": "a"}},
      {"resourceType": "Condition", "onsetRange": {"low": ${quantity}, "high": ${quantity}}},
      {"resourceType": "Observation", "valueQuantity": ${quantity}, "component": [{"code": {"text": "Part"}, "valueRatio": {"numerator": ${quantity}, "denominator": ${quantity}}}]},
      {"resourceType": "MedicationStatement", "dosage": [{"doseAndRate": [{"doseQuantity": ${quantity}}]}]}
    ]`);
    const drawn = page(drawPassport(arrangeRead(resources, NOW))).textContent;
    assert.equal(drawn.split(number).length, 8, drawn);
  }
});

test('shows the sizes of documents that have one', () => {
  const size = (given) => arrangeRead(readJson(`[{"resourceType": "DocumentReference", "content": [{"attachment": {"size": ${given}}}]}]`), NOW).documents[0].size;
  assert.deepEqual(['0', '2345678', '1e3', '-1', '1.5', '99999999999999999999', '"a"', '{}'].map(size), [0, 2345678, null, null, null, null, null, null]);
});

test('shows that another document took the place of one', () => {
  const reference = (status) => ({ resourceType: 'DocumentReference', status, description: 'Letter', type: { text: 'Referral' }, content: [{ attachment: { contentType: 'application/pdf', url: 'https://passport.test/shl/a/files/b' } }] });
  const drawn = draw(reference('superseded'), reference('current'));
  assert.match(drawn.textContent, /LetterReferral, superseded · PDF.*LetterReferral · PDF/);
});

test('shows documents, and opens only what cannot run', () => {
  const reference = (contentType, title) => ({ resourceType: 'DocumentReference', description: title, content: [{ attachment: { contentType, url: 'https://passport.test/shl/a/files/b', size: 2_345_678 } }] });
  const drawn = draw(reference('application/pdf', 'Blood count'), reference('text/html', 'Odd'), reference('image/svg+xml', 'Drawing'), reference('constructor', 'Strange'));
  assert.match(drawn.textContent, /Blood countPDF · 2\.3 MBOpen Blood countDownload Blood count/);
  assert.deepEqual(drawn.texts('button').filter((label) => label.startsWith('Open')), ['Open Blood count']);
});

test('shows hostile texts as texts', () => {
  const everywhere = JSON.parse(
    JSON.stringify([
      summary([['T', '48765-2', 'urn:uuid:a'], ['T', '11450-4', 'urn:uuid:c']], [patient, allergy('a', 'T', { note: [{ text: 'T' }], recorder: { display: 'T' } }), record('c', { resourceType: 'Condition', code: { text: 'T' } })]),
      { resourceType: 'DocumentReference', description: 'T', type: { text: 'T' }, content: [{ attachment: { contentType: 'T', title: 'T', url: 'T' } }] },
    ]).replaceAll('"T"', JSON.stringify(HOSTILE)),
  );
  const drawn = draw(...everywhere);
  assert.equal(drawn.textContent.split(HOSTILE).length > 8, true);
  assert.equal(drawn.all('img').length + drawn.all('iframe').length + drawn.all('a').length, 0);
});

test('takes out characters that turn the direction of a text', () => {
  const drawn = draw(summary([], [record('p', { resourceType: 'Patient', name: [{ text: 'A\u202eda\u0000\u2066 L\u200f' }] })]));
  assert.deepEqual(drawn.texts('h1'), ['Ada L']);
});

test('draws whatever JSON there is', () => {
  const whole = [
    summary([['Problems', '11450-4', 'urn:uuid:c'], ['Allergies', '48765-2', 'urn:uuid:a']], [patient, allergy('a', 'Nuts', { reaction: [{ manifestation: [coded('1', 'x')] }], onsetAge: { value: 3 } }), record('c', { resourceType: 'Condition', contained: [], note: [{ text: 'n' }], meta: { tag: [{ system: 'author' }] } })]),
    { resourceType: 'Bundle', type: 'collection', entry: [record('o', { resourceType: 'Observation', component: [{ code: coded('1', 'x'), valueQuantity: { value: 1 } }], performer: [{ reference: 'x' }], hasMember: [{ reference: 'Observation/o' }] }), record('m', { resourceType: 'MedicationRequest', dosageInstruction: [{ timing: { repeat: {} } }] })] },
    { resourceType: 'DocumentReference', content: [{ attachment: {} }], type: coded('1', 'x') },
  ];
  const strange = [null, 0, -1, true, '', 'x', [], {}, [null], [[]], { coding: 5 }, [{ coding: [null] }], 1e308, '__proto__', { reference: '#' }];
  const random = seeded(3);
  for (let round = 0; round < 3000; round++) {
    const changed = JSON.parse(JSON.stringify(whole));
    for (let change = 0; change <= random(3); change++) {
      corrupt(changed, structuredClone(strange[random(strange.length)]), random);
    }
    draw(...changed.filter((resource) => typeof resource?.resourceType === 'string'));
  }
});

/** Replaces one value somewhere. */
function corrupt(value, replacement, random) {
  const members = Object.keys(value);
  const member = members[random(members.length)];
  if (member === undefined) {
    return;
  }
  if (typeof value[member] !== 'object' || value[member] === null || random(4) === 0) {
    value[member] = replacement;
  } else {
    corrupt(value[member], replacement, random);
  }
}

test('counts what the server could not give, and takes none of it for a record', () => {
  const unreadable = { severity: 'error', code: 'exception', details: { text: 'An entry that belongs here cannot be shown.' } };
  const more = { severity: 'warning', code: 'too-long', diagnostics: 'There is more.' };
  const outcome = (id, ...issue) => record(id, { resourceType: 'OperationOutcome', issue });
  const passport = arrange(
    [
      summary([['Allergies', '48765-2', 'urn:uuid:a1']], [patient, allergy('a1', 'Latex'), outcome('o1', unreadable, unreadable)]),
      { resourceType: 'Bundle', type: 'collection', entry: [outcome('o2', more)] },
      outcome('o3', unreadable).resource,
    ],
    NOW,
  );
  assert.equal(passport.hidden, 3);
  assert.deepEqual(passport.notices, ['There is more.']);
  assert.deepEqual(passport.sections, []);
  assert.deepEqual(passport.allergies.items.map(({ title }) => title), ['Latex']);
});

test('survives outcomes that are none', () => {
  const passport = arrange([{ resourceType: 'OperationOutcome' }, { resourceType: 'OperationOutcome', issue: [null, 7, {}, { severity: ['error'] }] }], NOW);
  assert.equal(passport.hidden, 0);
  assert.deepEqual(passport.notices, []);
});
