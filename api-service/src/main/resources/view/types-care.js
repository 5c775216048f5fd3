/* Plans, teams, orders and questionnaires: see types.js for what the tables mean. */
import { values } from './rows.js';
import { flag, heading, isObject, label, named, say, word, words } from './shapes.js';
import { capitalized, date, join, list, lookup, text } from './values.js';

const QUESTIONS_IN_QUESTIONS = 8;

/** The answers to a question, and those to the questions in it, which follow with its name. */
function question(item, context, path = '', depth = QUESTIONS_IN_QUESTIONS) {
  if (!isObject(item)) {
    return [];
  }
  const name = join([path, text(item.text) || text(item.linkId) || 'Question'], ' › ');
  const answers = list(item.answer);
  const given = answers.flatMap((answer) => values(answer, 'value[x]', undefined, context));
  const inside = depth > 0 ? [...answers.flatMap((answer) => list(answer?.item)), ...list(item.item)] : [];
  const answered = given.length > 0 ? given : inside.length > 0 ? [] : ['Not answered'];
  return [...answered.map((value) => ({ name, value })), ...inside.flatMap((inner) => question(inner, context, name, depth - 1))];
}

const PRIORITIES = { asap: 'As soon as possible', stat: 'Immediately' };

export function priority(value) {
  return lookup(PRIORITIES, text(value)) ?? word(value);
}

const ACTIVITY = [
  ['', 'doNotPerform', flag('Not to be done:')],
  ['', 'kind', (value) => label(text(value))],
  ['', 'code'],
  ['', 'description'],
  ['', 'status', words],
  ['', 'statusReason'],
  ['', 'scheduled[x]'],
  ['', 'product[x]'],
  ['', 'dailyAmount', (value, context) => named('per day', say(value, context))],
  ['', 'quantity'],
  ['at', 'location'],
  ['by', 'performer'],
  ['for', 'reasonCode'],
  ['for', 'reasonReference'],
  ['goal', 'goal'],
];

export const CARE_TYPES = {
  CarePlan: {
    nature: 'state',
    title: ['title', 'category', 'description'],
    badges: [['', 'status', word], ['', 'intent', word]],
    facts: [
      ['Description', 'description'],
      ['When', 'period'],
      ['For', 'addresses'],
      ['Goal', 'goal'],
      ['Activity', 'activity', [['', 'detail', ACTIVITY], ['', 'reference'], ['outcome', 'outcomeCodeableConcept'], ['outcome', 'outcomeReference'], ['progress', 'progress']]],
      ['Care team', 'careTeam'],
      ['Contributor', 'contributor'],
      ['Category', 'category'],
      ['Recorded on', 'created', date],
    ],
  },

  CareTeam: {
    nature: 'state',
    title: ['name', 'category'],
    badges: [['', 'status', word]],
    facts: [
      ['Member', 'participant', [['', 'member'], [' as', 'role'], [' for', 'onBehalfOf'], ['', 'period']]],
      ['When', 'period'],
      ['Managed by', 'managingOrganization'],
      ['Contact', 'telecom'],
      ['Category', 'category'],
    ],
  },

  Goal: {
    nature: 'state',
    title: ['description'],
    badges: [['', 'lifecycleStatus', word], ['', 'achievementStatus'], ['', 'priority']],
    facts: [
      ['Target', 'target', [['', 'measure', heading], ['', 'detail[x]'], ['by', 'due[x]']]],
      ['Start', 'start[x]'],
      ['Status since', 'statusDate', date],
      ['Status reason', 'statusReason'],
      ['For', 'addresses'],
      ['Set by', 'expressedBy'],
      ['Outcome', 'outcomeCode'],
      ['Outcome', 'outcomeReference'],
      ['Category', 'category'],
    ],
  },

  ServiceRequest: {
    nature: 'state',
    title: ['code', 'category'],
    badges: [['', 'status', word], ['', 'intent', word], ['', 'priority', priority]],
    negation: 'Not to be done',
    facts: [
      ['Details', 'orderDetail'],
      ['Quantity', 'quantity[x]'],
      ['When', 'occurrence[x]'],
      ['As needed', 'asNeeded[x]', (value, context) => (value === false ? '' : say(value, context))],
      ['Ordered', 'authoredOn', date],
      ['Ordered by', 'requester'],
      ['Performed by', 'performerType'],
      ['Where', 'locationCode'],
      ['Where', 'locationReference'],
      ['Body site', 'bodySite'],
      ['Specimen', 'specimen'],
      ['For the patient', 'patientInstruction'],
      ['Category', 'category'],
    ],
  },

  QuestionnaireResponse: {
    nature: 'event',
    title: ['questionnaire'],
    titled: (value) => capitalized(text(value).split('|')[0].split(/[/:#]/).pop().replace(/[-_]+/g, ' ')),
    badges: [['', 'status', (value) => (value === 'completed' ? '' : word(value))]],
    facts: [
      ['', 'item', question],
      ['Date', 'authored', date],
      ['Answered by', 'source'],
      ['Questionnaire', 'questionnaire'],
    ],
  },
};
