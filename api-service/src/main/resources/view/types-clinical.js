/* Problems, what was done about them, and what runs in the family: see types.js for what the tables mean. */
import { absenceCoded, flag, say, span, word, words } from './shapes.js';
import { codeOf, concept, date, sentence } from './values.js';

/** The systems of the value sets to which R4 binds the statuses of allergies and problems. */
export const CLINICAL = new Set(['allergyintolerance-clinical', 'condition-clinical'].map(terminology));
export const VERIFICATION = new Set(['allergyintolerance-verification', 'condition-ver-status'].map(terminology));

function terminology(name) {
  return `http://terminology.hl7.org/CodeSystem/${name}`;
}

const STATUSES = [
  ['', 'clinicalStatus', (value) => sentence(codeOf(CLINICAL, value)) || concept(value)],
  ['', 'verificationStatus', (value) => sentence(codeOf(VERIFICATION, value)) || concept(value)],
];

export const CLINICAL_TYPES = {
  AllergyIntolerance: {
    nature: 'state',
    title: ['code'],
    badges: [...STATUSES, ['', 'type', word]],
    facts: [
      ['Reaction', 'reaction', [['', 'manifestation'], ['', 'severity', words], ['to', 'substance'], ['by', 'exposureRoute'], ['on', 'onset', date], ['', 'description'], ['', 'note']]],
      ['Category', 'category', word],
      ['Since', 'onset[x]'],
      ['Last occurrence', 'lastOccurrence', date],
    ],
    elsewhere: ['criticality'],
  },

  Condition: {
    nature: 'state',
    title: ['code'],
    badges: [...STATUSES, ['', 'severity']],
    facts: [
      ['Since', 'onset[x]'],
      ['Until', 'abatement[x]'],
      ['Body site', 'bodySite'],
      ['Stage', 'stage', [['', 'summary'], ['', 'type'], ['by', 'assessment']]],
      ['Evidence', 'evidence', [['', 'code'], ['', 'detail']]],
      ['Category', 'category'],
    ],
  },

  Procedure: {
    nature: 'event',
    title: ['code', 'category'],
    badges: [['', 'status', word]],
    facts: [
      ['Date', 'performed[x]'],
      ['Body site', 'bodySite'],
      ['Outcome', 'outcome'],
      ['Complication', 'complication'],
      ['Complication', 'complicationDetail'],
      ['Follow-up', 'followUp'],
      ['Device', 'focalDevice', [['', 'manipulated'], ['', 'action']]],
      ['Used', 'usedCode'],
      ['Used', 'usedReference'],
      ['Report', 'report'],
      ['Category', 'category'],
    ],
  },

  Encounter: {
    nature: 'event',
    title: ['type', 'class'],
    badges: [['', 'status', word], ['', 'class'], ['', 'priority']],
    facts: [
      ['When', 'period'],
      ['Length', 'length', span],
      ['Service', 'serviceType'],
      ['Diagnosis', 'diagnosis', [['', 'condition'], [' as', 'use'], ['rank', 'rank']]],
      ['With', 'participant', [['', 'individual'], [' as', 'type'], ['', 'period']]],
      ['Where', 'location', [['', 'location'], ['', 'physicalType'], ['', 'status', (value) => (value === 'completed' ? '' : words(value))], ['', 'period']]],
      ['Provider', 'serviceProvider'],
      ['Stay', 'hospitalization', [['from', 'origin'], ['admitted via', 'admitSource'], ['', 'reAdmission'], ['discharged to', 'dischargeDisposition'], ['at', 'destination'], ['diet', 'dietPreference'], ['arrangements', 'specialArrangement']]],
      ['Earlier', 'statusHistory', [['', 'status', words], ['', 'period']]],
    ],
  },

  FamilyMemberHistory: {
    nature: 'event',
    title: ['relationship', 'name'],
    badges: [['', 'status', (value) => (value === 'completed' ? '' : word(value))], ['', 'dataAbsentReason', absenceCoded]],
    facts: [
      ['Name', 'name'],
      ['Sex', 'sex'],
      ['Conditions', 'condition', [['', 'code'], ['', 'onset[x]'], ['outcome', 'outcome'], ['', 'contributedToDeath', flag('contributed to death')], ['', 'note']]],
      ['Born', 'born[x]'],
      ['Age', 'age[x]', (value) => span(value) || say(value)],
      ['Age', 'estimatedAge', flag('estimated')],
      ['Died', 'deceased[x]'],
      ['Recorded on', 'date', date],
    ],
  },
};
