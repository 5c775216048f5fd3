/*
 * What a clinician wants to see of each type of record: a table for each, with
 *
 * - `nature`: as the catalog of record types has it. A `state` is past when it is completed, an `event` then remains true, and
 *   a `thing` is somebody or something that others refer to;
 * - `title`: the elements that can be the title, in order of preference, and `titled` if their values need a text of their own;
 * - `badges`: rows of short facts of status;
 * - `facts`: rows of all others, in the order of reading;
 * - `cautions`: rows of sentences without which the record could be misread;
 * - `negation`: the words for `doNotPerform`;
 * - `notes`: elements with whole sentences;
 * - `also`: a reference to the thing that the record is about, whose facts are shown as well;
 * - `elsewhere`: elements that are shown by other means.
 */
import { line } from './rows.js';
import { isObject, say, word } from './shapes.js';
import { CARE_TYPES } from './types-care.js';
import { CLINICAL_TYPES } from './types-clinical.js';
import { MEDICATION_TYPES } from './types-medication.js';
import { PAYMENT_TYPES } from './types-payment.js';
import { RESULT_TYPES } from './types-results.js';
import { THING_TYPES } from './types-things.js';
import { date, lookup } from './values.js';

/** The tables by type. */
export const TYPES = { ...CLINICAL_TYPES, ...MEDICATION_TYPES, ...RESULT_TYPES, ...CARE_TYPES, ...PAYMENT_TYPES, ...THING_TYPES };

const PERFORMER = [['', 'actor'], [' as', 'function'], [' for', 'onBehalfOf']];

/** The rows of all types. Most elements of the same name mean the same in all of them. */
const COMMON = [
  ['Reason', 'reasonCode'],
  ['Reason', 'reasonReference'],
  ['Status reason', 'statusReason'],
  ['Where', 'location'],
  ['Performed by', 'performer', (value, context) => (isObject(value) && 'actor' in value ? line(PERFORMER, value, context) : say(value, context))],
  ['Recorded by', 'recorder'],
  ['Recorded by', 'asserter'],
  ['Recorded by', 'informationSource'],
  ['Recorded by', 'requester'],
  ['Recorded by', 'author'],
  ['Recorded by', 'reporter'],
  ['Recorded on', 'recordedDate', date],
  ['Recorded on', 'dateAsserted', date],
];

/** A type that is no record of this service. */
const OTHER = {
  nature: 'event',
  title: ['code', 'type', 'title', 'name', 'description'],
  badges: [['', 'status', word]],
  facts: [
    ['Date', 'effective[x]'],
    ['Date', 'performed[x]'],
    ['Date', 'date', date],
    ['When', 'period'],
  ],
};

/** The table of a type, with the rows of all types at its end. */
export function tableOf(resourceType) {
  const table = lookup(TYPES, resourceType) ?? OTHER;
  const own = new Set(table.facts.map(([, element]) => element));
  return { titled: say, cautions: [], notes: [], elsewhere: [], ...table, facts: [...table.facts, ...COMMON.filter(([, element]) => !own.has(element))] };
}
