/* Medications and vaccinations: see types.js for what the tables mean. */
import { flag, say, span, word } from './shapes.js';
import { priority } from './types-care.js';
import { dosage } from './timing.js';
import { date, ratio } from './values.js';

const DOSE_AND_RATE = [['', 'text'], ['', 'dose'], ['at a rate of', 'rate[x]'], ['', 'route'], ['', 'method'], ['', 'site']];
const SUPPLY = [
  ['', 'quantity'],
  ['for', 'expectedSupplyDuration', span],
  ['refills', 'numberOfRepeatsAllowed'],
  ['valid', 'validityPeriod'],
  ['first', 'initialFill', [['', 'quantity'], ['for', 'duration', span]]],
  ['every', 'dispenseInterval', span],
  ['by', 'performer'],
];

function allowed(value, context) {
  return typeof value === 'boolean' ? (value ? 'allowed' : 'not allowed') : say(value, context);
}

export const MEDICATION_TYPES = {
  MedicationStatement: {
    nature: 'state',
    title: ['medication[x]'],
    also: 'medicationReference',
    badges: [['', 'status', word]],
    facts: [
      ['Dosage', 'dosage', dosage],
      ['Taken', 'effective[x]'],
      ['Category', 'category'],
      ['Derived from', 'derivedFrom'],
    ],
  },

  MedicationRequest: {
    nature: 'state',
    title: ['medication[x]'],
    also: 'medicationReference',
    badges: [['', 'status', word], ['', 'intent', word], ['', 'priority', priority]],
    negation: 'Not to be given',
    facts: [
      ['Dosage', 'dosageInstruction', dosage],
      ['Course', 'courseOfTherapyType'],
      ['Prescribed', 'authoredOn', date],
      ['Prescribed by', 'requester'],
      ['Supply', 'dispenseRequest', SUPPLY],
      ['Substitution', 'substitution', [['', 'allowed[x]', allowed], ['because of', 'reason']]],
      ['Reported', 'reported[x]'],
      ['Performed by', 'performerType'],
      ['Category', 'category'],
    ],
  },

  MedicationAdministration: {
    nature: 'event',
    title: ['medication[x]'],
    also: 'medicationReference',
    badges: [['', 'status', (value) => (value === 'completed' ? 'Given' : word(value))]],
    facts: [
      ['Dosage', 'dosage', DOSE_AND_RATE],
      ['Date', 'effective[x]'],
      ['Device', 'device'],
      ['Prescription', 'request'],
      ['Category', 'category'],
    ],
  },

  Medication: {
    nature: 'thing',
    title: ['code'],
    badges: [['', 'status', word]],
    facts: [
      ['Form', 'form'],
      ['Amount', 'amount'],
      ['Ingredient', 'ingredient', [['', 'item[x]'], ['', 'strength', ratio], ['', 'isActive', (value) => (value === false ? 'inactive' : '')]]],
      ['Manufacturer', 'manufacturer'],
      ['Batch', 'batch', [['lot', 'lotNumber'], ['expires', 'expirationDate', date]]],
    ],
  },

  Immunization: {
    nature: 'event',
    title: ['vaccineCode'],
    badges: [['', 'status', (value) => (value === 'completed' ? 'Given' : word(value))]],
    cautions: [['', 'isSubpotent', flag('Subpotent: this dose may not count.')]],
    facts: [
      ['Date', 'occurrence[x]'],
      ['Dose', 'protocolApplied', [['', 'doseNumber[x]'], [' of', 'seriesDoses[x]'], ['against', 'targetDisease'], ['series', 'series'], ['by', 'authority']]],
      ['Amount', 'doseQuantity'],
      ['Lot', 'lotNumber'],
      ['Expires', 'expirationDate', date],
      ['Manufacturer', 'manufacturer'],
      ['Site', 'site'],
      ['Route', 'route'],
      ['Why subpotent', 'subpotentReason'],
      ['Reaction', 'reaction', [['', 'detail'], [' on', 'date', date], ['', 'reported', (value) => (value === true ? 'reported by the patient' : '')]]],
      ['Source', 'primarySource', (value) => (value === false ? 'Not the record of the vaccination itself' : '')],
      ['Source', 'reportOrigin'],
      ['Recorded on', 'recorded', date],
    ],
  },
};
