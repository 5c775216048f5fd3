/*
 * Reads resources by tables. A row is [label, element, as]. The element is a member of the resource, or a choice such as
 * `onset[x]`; `as` makes a text of one value, and is left out if the value tells how to show it. Rows in the place of `as` make
 * one line of the members of a value; their labels are the words before each, and one that begins with a blank goes on with the
 * member before it.
 *
 * Members that no row names are never lost: in a line, they follow with their names; of a resource, `rest` gives them.
 */
import { absence, extensions, isObject, label, named, OF_TYPE, say } from './shapes.js';
import { join, lookup } from './values.js';

const MOST_REPEATS = 500;
const MOST_MEMBERS = 200;
/** Members that say nothing about the patient's health; remarks on modifiers stand on their own. */
const TECHNICAL = new Set(['resourceType', 'id', 'meta', 'text', 'implicitRules', 'language', 'contained', 'modifierExtension', 'subject', 'patient', 'beneficiary']);

/**
 * The facts of a resource. Values of the same name come together.
 *
 * @returns {{name: string, values: string[]}[]}
 */
export function facts(rows, parent, context) {
  return collected(rows.flatMap(([name, element, as]) => values(parent, element, as, context).map((value) => (isObject(value) ? value : { name, value }))));
}

/** The facts in members that no row names. */
export function rest(rows, parent, context) {
  return collected(unnamed(rows, parent).filter((member) => !TECHNICAL.has(member)).flatMap((member) => other(parent, member, context)));
}

/** The texts of all values of an element, or the reasons for which they are absent; and named values, if `as` makes such. */
export function values(parent, element, as, context) {
  return isObject(parent) ? members(parent, element).flatMap((member) => each(parent, member, shower(as, element, member), context)) : [];
}

/** One line of text. */
export function line(rows, parent, context) {
  const parts = rows.map(([words, element, as]) => {
    const found = join(values(parent, element, as, context).map(flat));
    return found && (words ? `${words} ${found}` : found);
  });
  const more = isObject(parent) ? unnamed(rows, parent).filter((member) => member !== 'id' && member !== 'modifierExtension').flatMap((member) => other(parent, member, context)) : [];
  return punctuated([...parts, ...more.map(flat)].filter(Boolean));
}

/** Commas between the parts of a line, but not behind `Total:` or `1.`, nor before words that go on, such as ` of 2`. */
function punctuated(parts) {
  const written = parts.reduce((before, part) => {
    const goesOn = part.startsWith(' ') || before === '';
    return before + (goesOn ? part : /(:|^\d+\.)$/.test(before) ? ` ${part}` : `, ${part}`);
  }, '');
  return written.trim().replace(/:$/, '');
}

function collected(found) {
  const byName = new Map();
  for (const { name, value } of found) {
    byName.set(name, (byName.get(name) ?? new Set()).add(value));
  }
  return [...byName].map(([name, all]) => ({ name, values: [...all] }));
}

function flat(value) {
  return isObject(value) ? named(value.name, value.value) : value;
}

function shower(as, element, member) {
  if (Array.isArray(as)) {
    return (value, context) => line(as, value, context);
  }
  return as ?? (element.endsWith('[x]') ? OF_TYPE[member.slice(element.length - '[x]'.length)] : say);
}

function members(parent, element) {
  return element.endsWith('[x]') ? [...new Set(keys(parent).map(plain))].filter((member) => isNamed(element, member)) : [element];
}

function each(parent, member, as, context) {
  const given = all(lookup(parent, member));
  const beside = all(lookup(parent, `_${member}`));
  const length = Math.max(given.length, beside.length);
  const shown = Array.from({ length: Math.min(length, MOST_REPEATS) }, (_, place) => {
    const said = as(given[place], context);
    const reason = absence(given[place]) || absence(beside[place]);
    return typeof said === 'string' ? join([reason, said === reason ? '' : said]) : said;
  });
  const cut = length > MOST_REPEATS ? `… and ${length - MOST_REPEATS} more, which are not shown here` : '';
  return [...shown.flat(), cut].filter((value) => typeof value !== 'string' || value !== '');
}

function unnamed(rows, parent) {
  return keys(parent).filter((member) => !rows.some(([, element]) => isNamed(element, member)));
}

/** A member that no row names; `_onset` has the extensions of `onset`. */
function other(parent, member, context) {
  if (member === 'extension') {
    return extensions(parent.extension, context);
  }
  if (member.startsWith('_')) {
    return all(parent[member]).flatMap((item) => extensions(item?.extension, context));
  }
  return each(parent, member, say, context).map((value) => ({ name: label(member), value }));
}

function isNamed(element, member) {
  const stem = element.slice(0, -'[x]'.length);
  return element === member || (element.endsWith('[x]') && member.startsWith(stem) && Object.hasOwn(OF_TYPE, member.slice(stem.length)));
}

function all(value) {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function keys(parent) {
  return Object.keys(parent).slice(0, MOST_MEMBERS);
}

function plain(member) {
  return member.replace(/^_/, '');
}
