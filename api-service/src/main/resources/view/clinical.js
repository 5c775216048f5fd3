import { facts, rest, values } from './rows.js';
import { annotation, extensions, isObject, label, say } from './shapes.js';
import { standingOf } from './standing.js';
import { tableOf } from './types.js';
import { date, join, list, lookup, narrative, sentence, text } from './values.js';

const CRITICALITY = { high: 'high', low: 'low', 'unable-to-assess': 'unknown' };
const AUTHOR_ROLE = 'urn:healthpassport:author-role';
const ROLES = { PATIENT: 'The patient', DOCTOR: 'A doctor', HOSPITAL: 'A hospital' };
const DEPTH = 8;

/**
 * Describes a resource for a clinician.
 *
 * @typedef {{name: string, values: string[]}} Fact
 *
 * @typedef {object} Item
 * @property {string} type the resource type
 * @property {string} negation stands before the title, such as `Not done`; empty for what is or was so
 * @property {string} title
 * @property {'high'|'low'|'unknown'|''} severity of an allergy
 * @property {'current'|'past'|'negated'|'invalid'|'statement'} standing a statement says that there is nothing, or nothing known
 * @property {string[]} cautions sentences without which the record could be misread
 * @property {string[]} badges short facts of status
 * @property {Fact[]} facts
 * @property {Fact[]} more everything else that the record says
 * @property {string[]} notes
 *
 * @param {object} resource
 * @param {(resource: object) => (reference: object) => ?object} resolverOf finds the resources to which References of a
 *     resource point, among the shared ones
 * @returns {Item}
 */
export function describe(resource, resolverOf) {
  const table = tableOf(resource.resourceType);
  const context = contextOf(resource, resolverOf, DEPTH);
  const { title, element } = titled(resource, context);
  const { standing, negation } = standingOf(resource);
  // A title of its own making may leave something out.
  const untitled = (rows) => (table.titled === say ? rows.filter(([, name, as]) => name !== element || Array.isArray(as)) : rows);
  const about = thing(resource, context.resolve(resource[table.also]));
  const badges = facts(untitled(table.badges), resource, context).flatMap((fact) => fact.values);
  return {
    type: text(resource.resourceType),
    negation,
    title: title || label(resource.resourceType),
    severity: lookup(CRITICALITY, text(resource.criticality)) ?? '',
    standing,
    cautions: [...facts(table.cautions, resource, context).flatMap((fact) => fact.values), ...modifiers([resource, about], context)],
    badges: badges.filter((badge) => badge !== negation),
    facts: [...facts(untitled(table.facts), resource, context), ...factsOf(about, context), ...origin(resource, context)],
    more: rest(shown(table, element), resource, context),
    notes: [...list(resource.note).map((note) => annotation(note, context)), ...table.notes.map((name) => text(resource[name])), additional(resource)].filter(Boolean),
  };
}

function contextOf(container, resolverOf, depth) {
  const into = (resource, left) => contextOf(list(container.contained).includes(resource) ? container : resource, resolverOf, left);
  const titleOf = (resource, left) => titled(resource, into(resource, left)).title;
  return { resolve: resolverOf(container), into, titleOf, depth };
}

/** The title of a resource, and the element that has it. */
function titled(resource, context) {
  const table = tableOf(resource.resourceType);
  for (const element of table.title) {
    const title = join(values(resource, element, table.titled, context));
    if (title !== '') {
      return { title, element };
    }
  }
  return { title: '', element: '' };
}

/** The thing that a record is about, if it does not stand on the page itself. */
function thing(resource, found) {
  return list(resource.contained).includes(found) || found?.resourceType === 'Medication' ? found : undefined;
}

/** The facts of the thing that a record is about, such as the ingredients of a medication. */
function factsOf(thing, context) {
  return isObject(thing) ? facts(tableOf(thing.resourceType).facts, thing, context.into(thing, context.depth - 1)) : [];
}

/** Who entered it and when, as the service says, how it is to be handled, and whom it is about if that is not the patient. */
function origin(resource, context) {
  const subject = context.resolve(resource.subject);
  const recorded = [resource.recordedDate, resource.dateAsserted, resource.recorded].some((given) => text(given) !== '');
  return [
    ['About', subject === undefined || subject.resourceType === 'Patient' ? '' : context.titleOf(subject, context.depth - 1) || label(subject.resourceType)],
    ['Handling', join(list(resource.meta?.security).map((label) => say(label, context)))],
    ['Entered by', enteredBy(resource)],
    ['Recorded on', recorded ? '' : date(resource.meta?.lastUpdated)],
  ]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ name, values: [value] }));
}

/** The role of the author, from a tag that only the service can set; the author wrote everything else. */
function enteredBy(resource) {
  const tag = list(resource.meta?.tag).find((given) => given?.system === AUTHOR_ROLE);
  const role = text(tag?.code);
  return lookup(ROLES, role) ?? sentence(role.toLowerCase());
}

/** Remarks that can change the meaning of what they stand in, wherever in a record: FHIR forbids to ignore them. */
function modifiers(value, context, depth = DEPTH * 2) {
  if (typeof value !== 'object' || value === null || depth === 0) {
    return [];
  }
  const unknown = [...extensions(value.modifierExtension, context), ...(text(value.implicitRules) ? [{ name: 'Rules', value: text(value.implicitRules) }] : [])];
  const here = unknown.map((found) => `Has a remark that this page does not know and that can change the meaning: ${join([found.name, found.value], ': ')}.`);
  return [...here, ...Object.values(value).flatMap((inner) => modifiers(inner, context, depth - 1))];
}

/** The rows of all members that are shown by other means than as everything else. */
function shown(table, titleElement) {
  const others = [titleElement, 'note', 'status', 'active', 'doNotPerform', 'clinicalStatus', 'verificationStatus', 'lifecycleStatus', ...table.notes, ...table.elsewhere];
  return [...table.facts, ...table.badges, ...table.cautions, ...others.map((element) => ['', element])];
}

/** The narrative of a resource, if it says more than the rest (FHIR R4, narrative.html#status). */
function additional(resource) {
  return text(resource.text?.status) === 'additional' ? narrative(resource.text) : '';
}
