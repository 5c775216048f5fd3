/* Results, images and specimens: see types.js for what the tables mean. */
import { values } from './rows.js';
import { about, absenceCoded, interpretation, isObject, ordinal, say, span, word } from './shapes.js';
import { between, concept, date, join, list, range, text } from './values.js';

const UNLESS_FINAL = (value) => (value === 'final' ? '' : word(value));
const PANELS_IN_PANELS = 3;

/** The value of an Observation or of a component, or why there is none. */
function observed(observation, context) {
  return join(values(observation, 'value[x]', undefined, context)) || absenceCoded(observation?.dataAbsentReason);
}

function referenceRange(value) {
  const limits = text(value?.text) || range(value);
  const aged = between(value?.age, span);
  return join([limits, concept(value?.type), join(list(value?.appliesTo).map(concept)), aged && `age ${aged}`]);
}

/** With what tells whether the value is good or bad. */
function judged(observation, context) {
  const normal = join(list(observation?.referenceRange).map(referenceRange), '; ');
  const about = join([join(list(observation?.interpretation).map(interpretation)), normal && `reference ${normal}`], '; ');
  return join([observed(observation, context), about && `(${about})`], ' ');
}

function component(value, context) {
  return isObject(value) ? { name: concept(value.code) || 'Component', value: judged(value, context) || 'No value' } : '';
}

/** The results that a report or a panel is made of; panels can contain panels, and themselves. */
function member(reference, context, depth = PANELS_IN_PANELS) {
  const observation = context.resolve(reference);
  if (observation?.resourceType !== 'Observation') {
    return say(reference, context);
  }
  const { component: parts, hasMember } = observation;
  const inside = context.into(observation, context.depth);
  const value = join([judged(observation, inside), UNLESS_FINAL(observation.status)], ' – ');
  const own = value === '' && list(parts).length + list(hasMember).length > 0 ? [] : [{ name: concept(observation.code) || 'Result', value: value || 'No value' }];
  return [
    ...own,
    ...list(parts).map((part) => component(part, inside)),
    ...(depth > 0 ? list(hasMember).flatMap((inner) => member(inner, inside, depth - 1)) : []),
  ];
}

/** Concepts say it in words, and lengths of time do not. */
function fasting(value, context) {
  return about('fasting for ', span(value)) || say(value, context);
}

const SERIES = [
  ['', 'number', ordinal],
  ['', 'modality'],
  ['', 'description'],
  ['', 'bodySite'],
  ['', 'laterality'],
  ['', 'started', date],
  ['images', 'numberOfInstances'],
  ['by', 'performer', [['', 'actor'], [' as', 'function']]],
  ['', 'instance', (value) => text(value?.title)],
  ['UID', 'uid'],
];

export const RESULT_TYPES = {
  Observation: {
    nature: 'event',
    title: ['code'],
    badges: [['', 'interpretation', interpretation], ['', 'status', UNLESS_FINAL]],
    facts: [
      ['Result', 'value[x]'],
      ['Result', 'dataAbsentReason', absenceCoded],
      ['Reference', 'referenceRange', referenceRange],
      ['', 'component', component],
      ['Result', 'hasMember', member],
      ['About', 'focus'],
      ['Date', 'effective[x]'],
      ['Body site', 'bodySite'],
      ['Method', 'method'],
      ['Specimen', 'specimen'],
      ['Device', 'device'],
      ['Derived from', 'derivedFrom'],
      ['Published', 'issued', date],
      ['Category', 'category'],
    ],
  },

  DiagnosticReport: {
    nature: 'event',
    title: ['code'],
    badges: [['', 'status', UNLESS_FINAL]],
    facts: [
      ['Result', 'result', member],
      ['Findings', 'conclusionCode'],
      ['Date', 'effective[x]'],
      ['Published', 'issued', date],
      ['Specimen', 'specimen'],
      ['Images', 'imagingStudy'],
      ['Images', 'media', [['', 'comment'], ['', 'link']]],
      ['Interpreted by', 'resultsInterpreter'],
      ['Report', 'presentedForm'],
      ['Category', 'category'],
    ],
    notes: ['conclusion'],
  },

  ImagingStudy: {
    nature: 'event',
    title: ['procedureCode', 'description', 'modality'],
    badges: [['', 'status', (value) => (value === 'available' ? '' : word(value))]],
    facts: [
      ['Description', 'description'],
      ['Modality', 'modality'],
      ['Date', 'started', date],
      ['Series', 'series', SERIES],
      ['Number of series', 'numberOfSeries'],
      ['Number of images', 'numberOfInstances'],
      ['Interpreted by', 'interpreter'],
      ['Referred by', 'referrer'],
      ['Procedure', 'procedureReference'],
    ],
  },

  Specimen: {
    nature: 'thing',
    title: ['type'],
    badges: [['', 'status', (value) => (value === 'available' ? '' : word(value))], ['', 'condition']],
    facts: [
      ['Collected', 'collection', [['', 'collected[x]'], ['from', 'bodySite'], ['', 'method'], ['', 'quantity'], ['over', 'duration', span], ['', 'fastingStatus[x]', fasting], ['by', 'collector']]],
      ['Received', 'receivedTime', date],
      ['Number', 'accessionIdentifier'],
      ['Container', 'container', [['', 'type'], ['', 'description'], ['holds', 'specimenQuantity'], ['of', 'capacity'], ['with', 'additive[x]'], ['number', 'identifier']]],
      ['Processing', 'processing', [['', 'procedure'], ['', 'description'], ['with', 'additive'], ['', 'time[x]']]],
      ['From', 'parent'],
    ],
  },
};
