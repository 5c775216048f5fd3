/* Coverage, claims and what was paid: see types.js for what the tables mean. */
import { flag, heading, named, ordinal, say, word } from './shapes.js';
import { date } from './values.js';

const ADJUDICATION = [['', 'category', heading], ['', 'amount'], ['', 'value'], ['because of', 'reason']];

const PRICE = [
  ['', 'productOrService'],
  ['', 'modifier'],
  ['', 'quantity', (value, context) => named('quantity', say(value, context))],
  ['at', 'unitPrice'],
  ['factor', 'factor'],
  ['net', 'net'],
];
const NUMBER = ['', 'sequence', ordinal];
const SERVICE = [
  ['', 'serviced[x]'],
  ['body site', 'bodySite'],
  ['', 'subSite'],
  ['at', 'location[x]'],
];
const SEE = [
  ['for diagnosis', 'diagnosisSequence'],
  ['with procedure', 'procedureSequence'],
  ['by member', 'careTeamSequence'],
  ['see information', 'informationSequence'],
];
const JUDGED = [
  ['', 'adjudication', ADJUDICATION],
  ['see remark', 'noteNumber'],
];
const CLAIMED = [NUMBER, ...PRICE, ...SERVICE, ...SEE, ['of which', 'detail', [NUMBER, ...PRICE, ['of which', 'subDetail', [NUMBER, ...PRICE]]]]];
const SETTLED = [NUMBER, ...PRICE, ...SERVICE, ...SEE, ...JUDGED, ['of which', 'detail', [NUMBER, ...PRICE, ...JUDGED, ['of which', 'subDetail', [NUMBER, ...PRICE, ...JUDGED]]]]];
const ADDED = [...PRICE, ...SERVICE, ...JUDGED, ['for item', 'itemSequence'], ['of which', 'detail', [...PRICE, ...JUDGED, ['of which', 'subDetail', [...PRICE, ...JUDGED]]]]];

const COVER = [['', 'coverage'], ['', 'focal', flag('used for this claim')], ['approval', 'preAuthRef']];

/** The rows that a claim and its settlement share. */
const BILL = [
  ['Period', 'billablePeriod'],
  ['Diagnosis', 'diagnosis', [NUMBER, ['', 'diagnosis[x]'], ['', 'type'], ['', 'onAdmission'], ['', 'packageCode']]],
  ['Procedure', 'procedure', [NUMBER, ['', 'procedure[x]'], ['', 'type'], ['on', 'date', date], ['', 'udi']]],
  ['Provider', 'provider'],
  ['Care team', 'careTeam', [NUMBER, ['', 'provider'], [' as', 'role'], ['', 'responsible', flag('responsible')], ['', 'qualification']]],
  ['Payer', 'insurer'],
  ['Paid to', 'payee', [['', 'party'], ['', 'type']]],
  ['Where', 'facility'],
  ['Accident', 'accident', [['', 'type'], ['on', 'date', date], ['at', 'location[x]']]],
  ['Further information', 'supportingInfo', [NUMBER, ['', 'category', heading], ['', 'code'], ['', 'value[x]'], ['on', 'timing[x]'], ['', 'reason']]],
  ['Prescription', 'prescription'],
  ['Entered by', 'enterer'],
  ['Recorded on', 'created', date],
];

const BADGES = [['', 'status', word], ['', 'use', word]];

function kind(name) {
  return (value, context) => named(name, say(value, context));
}

export const PAYMENT_TYPES = {
  Coverage: {
    nature: 'state',
    title: ['type', 'payor'],
    badges: [['', 'status', word]],
    facts: [
      ['Payer', 'payor'],
      ['Valid', 'period'],
      ['Number', 'subscriberId'],
      ['Dependent', 'dependent'],
      ['Insured', 'subscriber'],
      ['Insured', 'policyHolder'],
      ['Relationship', 'relationship'],
      ['Plan', 'class', [['', 'type', heading], ['', 'name'], ['', 'value']]],
      ['Paid by the patient', 'costToBeneficiary', [['', 'type', heading], ['', 'value[x]'], ['except', 'exception', [['', 'type'], ['', 'period']]]]],
      ['Network', 'network'],
      ['Order', 'order'],
    ],
  },

  Claim: {
    nature: 'state',
    title: ['type', 'use'],
    titled: kind('Claim'),
    badges: [...BADGES, ['', 'priority']],
    facts: [
      ['Total', 'total'],
      ['Item', 'item', CLAIMED],
      ...BILL,
      ['Insurance', 'insurance', [NUMBER, ...COVER, ['', 'businessArrangement']]],
    ],
  },

  ExplanationOfBenefit: {
    nature: 'state',
    title: ['type', 'use'],
    titled: kind('Explanation of benefit'),
    badges: [...BADGES, ['', 'outcome', word]],
    facts: [
      ['Result', 'disposition'],
      ['Payment', 'payment', [['', 'amount'], [' on', 'date', date], ['', 'type'], ['adjusted by', 'adjustment'], ['because of', 'adjustmentReason']]],
      ['Total', 'total', [['', 'category', heading], ['', 'amount']]],
      ['Item', 'item', SETTLED],
      ['Added item', 'addItem', ADDED],
      ...BILL,
      ['Insurance', 'insurance', COVER],
      ['Adjudication', 'adjudication', ADJUDICATION],
      ['Balance', 'benefitBalance', [['', 'category', heading], ['', 'name'], ['', 'excluded', flag('excluded')], ['', 'description'], ['', 'network'], ['', 'unit'], ['', 'term'], ['', 'financial', [['', 'type', heading], ['allowed', 'allowed[x]'], ['used', 'used[x]']]]]],
      ['Benefit period', 'benefitPeriod'],
      ['Approval', 'preAuthRef'],
      ['Remark', 'processNote', [['', 'number', ordinal], ['', 'text']]],
    ],
  },
};
