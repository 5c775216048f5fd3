/*
 * FHIR's data types as text for people. All functions accept any JSON: other systems' data is not always valid, and invalid
 * data becomes an empty text. So does a number, as the page keeps numbers as they were written (readJson).
 */

const LONGEST_TEXT = 4000;
const MOST_REPEATS = 500;
// Control characters, and those that change the direction of all text after them.
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

const MONTH = formatter({ month: 'long', year: 'numeric', timeZone: 'UTC' });
const DAY = formatter({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const MINUTE = formatter({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** A primitive as text that is safe to show. */
export function text(value) {
  if (typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value !== 'string') {
    return '';
  }
  const safe = value.replace(UNPRINTABLE, '').trim();
  const shown = cut(safe, LONGEST_TEXT);
  return shown === safe ? safe : `${shown}… (the rest is not shown here)`;
}

/** The longest beginning of a text that has at most so many code points and ends between characters as readers see them. */
export function cut(value, longest) {
  if (value.length <= longest) {
    return value;
  }
  let end = 0;
  let left = longest;
  for (const character of characters(value)) {
    left -= [...character].length;
    if (left < 0) {
      break;
    }
    end += character.length;
  }
  return value.slice(0, end);
}

/** Grapheme clusters, such as an emoji of several parts; code points in browsers that do not know them. */
function* characters(value) {
  if (typeof Intl.Segmenter !== 'function') {
    yield* value;
    return;
  }
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(value)) {
    yield segment;
  }
}

export function list(value) {
  return Array.isArray(value) ? value.slice(0, MOST_REPEATS).filter((item) => item !== null && item !== undefined) : [];
}

/** The texts that are not empty, joined. */
export function join(texts, separator = ', ') {
  return texts.filter((item) => item !== '').join(separator);
}

/** Looks up a name that others chose, which may be `constructor`, in a table or in their data. */
export function lookup(table, name) {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A CodeableConcept: in the author's words, else in the code system's, else the code itself. */
export function concept(value) {
  return text(value?.text) || list(value?.coding).map(coding).find((label) => label !== '') || '';
}

export function concepts(values) {
  return join(list(values).map(concept));
}

/** The first code of a CodeableConcept. */
export function code(value) {
  return text(list(value?.coding).find((item) => text(item?.code) !== '')?.code);
}

/**
 * The code of these systems, in whichever coding it stands, or else one of no system: the order of codings means nothing
 * (FHIR R4, CodeableConcept).
 */
export function codeOf(systems, value) {
  const codings = list(value?.coding);
  return text((codings.find((item) => systems.has(text(item?.system))) ?? codings.find((item) => text(item?.system) === ''))?.code);
}

function coding(value) {
  return text(value?.display) || sentence(text(value?.code));
}

/** `unable-to-assess` as `Unable to assess`; other codes stay as they are. */
export function sentence(word) {
  if (!/^[a-z]+([-_][a-z]+)*$/i.test(word) || (word.length <= 3 && word === word.toUpperCase())) {
    return word;
  }
  return capitalized(word.replace(/[-_]/g, ' '));
}

export function capitalized(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * A date, dateTime or instant as precise as it is given: years and months have no day, and days have no time zone.
 */
export function date(value) {
  const given = text(value);
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.+)?)?)?$/.exec(given);
  if (parts === null) {
    return given;
  }
  const [, year, month, day, time] = parts;
  if (month === undefined) {
    return year;
  }
  if (time !== undefined) {
    return moment(new Date(given)) || given;
  }
  return (day === undefined ? MONTH : DAY)(new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`)) || given;
}

/** A point in time, by the reader's own clock. */
export function moment(instant) {
  return MINUTE(instant);
}

/** Writes points in time; is made at its first use, and then kept, as making it takes longer than using it. */
function formatter(shown) {
  let format;
  return (instant) => {
    format ??= new Intl.DateTimeFormat('en-GB', shown);
    return Number.isNaN(instant.getTime()) ? '' : format.format(instant);
  };
}

/** Whole years from a birth date to a day; undefined when either is not known to the day. */
export function age(birthDate, now) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text(birthDate));
  if (parts === null) {
    return undefined;
  }
  const [year, month, day] = parts.slice(1).map(Number);
  const birthdayToCome = now.getMonth() + 1 < month || (now.getMonth() + 1 === month && now.getDate() < day);
  const years = now.getFullYear() - year - (birthdayToCome ? 1 : 0);
  return years >= 0 && years < 150 ? years : undefined;
}

export function period(value) {
  const start = date(value?.start);
  const end = date(value?.end);
  if (start && end) {
    return `${start} to ${end}`;
  }
  return start ? `since ${start}` : end && `until ${end}`;
}

export function quantity(value) {
  const amount = text(value?.value);
  return amount && join([text(value?.comparator) + amount, text(value?.unit) || text(value?.code)], ' ');
}

export function range(value) {
  return between(value, quantity);
}

/** A range whose limits are shown in another way than quantities. */
export function between(value, limit) {
  const low = limit(value?.low);
  const high = limit(value?.high);
  return low && high ? `${low} to ${high}` : low ? `from ${low}` : high && `up to ${high}`;
}

const TIMES = { s: 'second', min: 'minute', h: 'hour', d: 'day', wk: 'week', mo: 'month', a: 'year' };

/** Such as `400 mg per day`, or `1 / 128`. */
export function ratio(value) {
  const one = value?.denominator;
  const unit = text(one?.unit) || text(one?.code);
  const numerator = quantity(value?.numerator);
  return numerator && unit && text(one?.value) === '1' && text(one?.comparator) === ''
    ? `${numerator} per ${lookup(TIMES, unit) ?? unit}`
    : join([numerator, quantity(one)], ' / ');
}

/** The time that a code of UCUM stands for; undefined for other units. */
export function timeUnit(code) {
  return lookup(TIMES, code);
}

const FORMER = { old: '(former name)', maiden: '(name before marriage)' };

export function humanName(value) {
  const { text: whole, prefix, given, family, suffix, use } = value ?? {};
  const written = text(whole) || join([...list(prefix).map(text), ...list(given).map(text), text(family), ...list(suffix).map(text)], ' ');
  return written && join([written, lookup(FORMER, text(use)) ?? ''], ' ');
}

const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&apos;': "'", '&nbsp;': ' ', '&amp;': '&' };

/** The text of a Narrative, without its XHTML; to be shown like any other text. */
export function narrative(value) {
  const xhtml = typeof value?.div === 'string' ? value.div.slice(0, 50_000) : '';
  const words = xhtml.replace(/<\/?(b|i|em|strong|span|a)\b[^<>]*>/g, '').replace(/<[^<>]*>/g, ' ');
  return text(words.replace(/&[a-z#0-9]+;/g, (entity) => lookup(ENTITIES, entity) ?? ' ').replace(/\s+/g, ' '));
}

/** The name that is meant for official use, else the first one. */
export function nameOf(person) {
  const names = list(person?.name);
  return humanName(names.find((name) => name?.use === 'official') ?? names[0]);
}
