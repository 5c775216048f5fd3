/*
 * FHIR's complex data types as text for people. Where an element can be of one type only, its value is recognized by its
 * members, so that elements that this page does not know are shown, too.
 */
import { code, concept, date, humanName, join, list, lookup, period, quantity, range, ratio, sentence, text, timeUnit } from './values.js';
import { timing } from './timing.js';

const ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
const INTERPRETATION = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
const LONGEST_LABEL = 80;

/** The code system data-absent-reason, in plain words. */
const WHY_ABSENT = {
  unknown: 'Not known',
  'asked-unknown': 'Asked, but not known',
  'temp-unknown': 'Not known yet',
  'not-asked': 'Not asked',
  'asked-declined': 'Asked, but the answer was declined',
  masked: 'Kept private',
  'not-applicable': 'Not applicable',
  unsupported: 'The source cannot hold it',
  'as-text': 'Only in the text of the record',
  error: 'Missing because of an error',
  'not-a-number': 'Not a number',
  'negative-infinity': 'Too low to measure',
  'positive-infinity': 'Too high to measure',
  'not-performed': 'Not measured',
  'not-permitted': 'Not permitted to be shown',
};

const INTERPRETATIONS = {
  A: 'Abnormal', AA: 'Critically abnormal', H: 'High', HH: 'Critically high', HU: 'Very high', L: 'Low', LL: 'Critically low', LU: 'Very low', N: 'Normal',
  U: 'Significantly up', D: 'Significantly down', B: 'Better', W: 'Worse', POS: 'Positive', NEG: 'Negative', IND: 'Indeterminate', DET: 'Detected', ND: 'Not detected',
  S: 'Susceptible', I: 'Intermediate', R: 'Resistant', NS: 'Not susceptible', SDD: 'Susceptible, dose dependent', '<': 'Below what can be measured', '>': 'Above what can be measured',
};

/**
 * The surroundings of a value.
 *
 * @typedef {object} Context
 * @property {(reference: object) => ?object} resolve finds the resource that a Reference points to, among the shared ones
 * @property {(resource: object, depth: number) => Context} into the surroundings of values of another resource
 * @property {(resource: object, depth: number) => string} titleOf
 * @property {number} depth the levels that are left, as data can have many and references can go round
 */

export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of each data type; the first type that has all members of a value, and makes a text of them, counts. */
const SHAPES = [
  [['coding', 'text'], concept],
  [['reference', 'type', 'identifier', 'display'], reference],
  [['system', 'version', 'code', 'display', 'userSelected'], coding],
  [['value', 'currency'], money],
  [['value', 'comparator', 'unit', 'system', 'code'], quantity],
  [['use', 'type', 'system', 'value', 'period', 'assigner', 'rank'], contact],
  [['start', 'end'], period],
  [['low', 'high'], range],
  [['numerator', 'denominator'], ratio],
  [['event', 'repeat', 'code'], timing],
  [['authorReference', 'authorString', 'time', 'text'], annotation],
  [['use', 'text', 'family', 'given', 'prefix', 'suffix', 'period'], humanName],
  [['use', 'type', 'text', 'line', 'city', 'district', 'state', 'postalCode', 'country', 'period'], address],
  [['contentType', 'language', 'data', 'url', 'size', 'hash', 'title', 'creation'], attachment],
  [['origin', 'period', 'factor', 'lowerLimit', 'upperLimit', 'dimensions', 'data'], curve],
].map(([members, as]) => [new Set(members), as]);

/** Any value as text; empty if there is nothing to say. */
export function say(value, context) {
  if (Array.isArray(value)) {
    return join(list(value).map((item) => say(item, context)));
  }
  if (!isObject(value)) {
    return typeof value === 'boolean' ? yesOrNo(value) : text(value);
  }
  if (context.depth <= 0) {
    return '…';
  }
  const members = membersOf(value);
  if (members.length === 0) {
    return absence(value);
  }
  for (const [names, as] of SHAPES) {
    const said = members.every((name) => names.has(name)) && as(value, deeper(context));
    if (said) {
      return said;
    }
  }
  const more = extensions(value.extension, context).map((found) => named(found.name, found.value));
  return join([...members.map((name) => named(label(name), say(lookup(value, name), deeper(context)))), ...more]);
}

function membersOf(value) {
  return list(Object.keys(value)).filter((name) => name !== 'id' && name !== 'extension' && !name.startsWith('_'));
}

function deeper(context) {
  return { ...context, depth: context.depth - 1 };
}

/** A value that names those behind it. */
export function heading(value, context) {
  const said = say(value, context);
  return said && `${said}:`;
}

/** The place in a list. */
export function ordinal(value) {
  return text(value) && `${text(value)}.`;
}

/** A value of an element such as `onset[x]`, by the end of its name. */
export const OF_TYPE = {
  DateTime: date,
  Date: date,
  Instant: date,
  Age: (value) => about('at the age of ', span(value)),
  Duration: span,
  Timing: timing,
  SampledData: curve,
  Boolean: yesOrNo,
  ...Object.fromEntries(
    ['Address', 'Attachment', 'CodeableConcept', 'Coding', 'Decimal', 'Integer', 'Money', 'Period', 'PositiveInt', 'Quantity', 'Range', 'Ratio', 'Reference', 'String', 'Time', 'UnsignedInt', 'Uri'].map((type) => [type, say]),
  ),
};

/** The reason for which a value is absent, in words. */
export function absence(value) {
  const reason = list(value?.extension).find((extension) => extension?.url === ABSENT);
  return reason === undefined ? '' : (lookup(WHY_ABSENT, text(reason.valueCode)) ?? sentence(text(reason.valueCode)));
}

export function absenceCoded(value) {
  return lookup(WHY_ABSENT, code(value)) ?? concept(value);
}

/** Extensions, but for reasons of absence, each by the end of its address, with its value or with the extensions in it. */
export function extensions(values, context) {
  return context.depth <= 0 ? [] : list(values).filter((value) => value.url !== ABSENT).map((value) => extension(value, deeper(context)));
}

function extension(value, context) {
  const name = label(text(value.url).replace(/[/#]+$/, '').split(/[/#:]/).pop() || 'extension');
  const values = Object.keys(value).filter((member) => member.startsWith('value'));
  const said = values.map((member) => (lookup(OF_TYPE, member.slice('value'.length)) ?? say)(value[member], context));
  return { name, value: join([...said, ...extensions(value.extension, context).map((inner) => named(inner.name, inner.value))]) };
}

/** `basedOn` as `Based on`. */
export function label(name) {
  return sentence(text(name).replace(/([a-z])([A-Z])/g, '$1-$2').slice(0, LONGEST_LABEL).toLowerCase());
}

export function named(name, value) {
  return value === '' ? '' : `${name}: ${value}`;
}

export function about(words, value) {
  return value === '' ? '' : words + value;
}

/** A code as a word. */
export function word(value) {
  return sentence(text(value));
}

/** A code as words within a sentence. */
export function words(value) {
  return word(value).toLowerCase();
}

export function yesOrNo(value) {
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : '';
}

/** Words that stand for `true`; nothing stands for `false`. */
export function flag(words) {
  return (value) => (value === true ? words : '');
}

/** Names the resource that a reference leads to; the patient is not named again. */
export function reference(value, context) {
  const referenced = context.resolve(value);
  if (referenced?.resourceType === 'Patient') {
    return 'The patient';
  }
  const shown = text(value?.display) || (referenced !== undefined && context.depth > 0 && context.titleOf(referenced, context.depth - 1)) || text(value?.identifier?.value);
  return shown || (text(value?.reference) === '' ? '' : 'not shared');
}

export function interpretation(value) {
  const coded = list(value?.coding).find((item) => item?.system === INTERPRETATION);
  return text(value?.text) || text(coded?.display) || (lookup(INTERPRETATIONS, text(coded?.code)) ?? concept(value));
}

export function annotation(value, context) {
  const said = text(value?.text);
  const by = join([text(value?.authorString) || reference(value?.authorReference, context), date(value?.time)]);
  return said && by ? `${said} (${by})` : said;
}

/** An age or another length of time, whose units are often codes. */
export function span(value) {
  const unit = text(value?.unit) || text(value?.code);
  const name = timeUnit(unit);
  return quantity(isObject(value) && name ? { ...value, unit: text(value.value) === '1' ? name : `${name}s` } : value);
}

function coding(value) {
  return text(value?.display) || sentence(text(value?.code));
}

function money(value) {
  return text(value?.value) && join([text(value?.value), text(value?.currency)], ' ');
}

/** A phone number, an address of mail, or the number on a card. */
function contact(value) {
  return text(value?.value) && join([text(value?.value), text(value?.use) === 'old' && '(no longer in use)'].filter(Boolean), ' ');
}

function address(value) {
  const { text: whole, line, city, district, state, postalCode, country, use } = value;
  const written = text(whole) || join([...list(line).map(text), join([text(postalCode), text(city)], ' '), text(district), text(state), text(country)]);
  return written && use === 'old' ? `${written} (no longer in use)` : written;
}

function attachment(value) {
  const what = text(value?.title) || text(value?.contentType) || text(value?.url);
  return (what || value?.data) && join([what, '(attached, not shown here)'], ' ');
}

function curve(value) {
  return isObject(value) ? 'Recorded curve, not shown here' : '';
}
