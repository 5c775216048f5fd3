/* FHIR's Timing and Dosage as text for people. */
import { concept, concepts, date, join, list, lookup, period, quantity, range, ratio, sentence, text, timeUnit } from './values.js';

const DAYS = { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' };
const EVENTS = {
  MORN: 'in the morning', 'MORN.early': 'early in the morning', 'MORN.late': 'late in the morning', NOON: 'at noon', AFT: 'in the afternoon', 'AFT.early': 'early in the afternoon', 'AFT.late': 'late in the afternoon',
  EVE: 'in the evening', 'EVE.early': 'early in the evening', 'EVE.late': 'late in the evening', NIGHT: 'at night', PHS: 'after sleep', HS: 'before sleep', WAKE: 'after waking',
  C: 'with meals', CM: 'with breakfast', CD: 'with lunch', CV: 'with dinner', AC: 'before meals', ACM: 'before breakfast', ACD: 'before lunch', ACV: 'before dinner', PC: 'after meals', PCM: 'after breakfast', PCD: 'after lunch', PCV: 'after dinner',
};

/** Such as `3 times a day, before meals, for 7 days`. */
export function timing(value) {
  const repeat = value?.repeat;
  const { offset, count, countMax } = repeat ?? {};
  const meals = join(list(repeat?.when).map((event) => lookup(EVENTS, text(event)) ?? sentence(text(event))));
  const parts = [
    often(repeat),
    text(offset) && meals ? `${text(offset)} minutes ${meals}` : meals,
    days(repeat),
    lasting('for', text(repeat?.duration), text(repeat?.durationMax), text(repeat?.durationUnit), 'each time'),
    times(text(count), text(countMax), 'in all'),
    bounds(repeat),
    join(list(value?.event).map(date)),
  ];
  return join([join(parts) === '' || text(value?.code?.text) ? concept(value?.code) : '', ...parts]);
}

function often(repeat) {
  const count = text(repeat?.frequency);
  const unit = timeUnit(text(repeat?.periodUnit));
  if (!unit || !(count || text(repeat?.period))) {
    return times(count, text(repeat?.frequencyMax), '');
  }
  const every = text(repeat?.period) || '1';
  const most = text(repeat?.periodMax);
  const much = times(count || '1', text(repeat?.frequencyMax), '');
  return every === '1' && !most ? `${much} a ${unit}` : `${much} every ${between(every, most)} ${unit}s`;
}

function times(least, most, when) {
  const number = between(least, most);
  return number && join([number === '1' ? 'once' : `${number} times`, when], ' ');
}

function between(least, most) {
  return join([least, most], ' to ');
}

function days(repeat) {
  const named = join(list(repeat?.dayOfWeek).map(weekday));
  const times = join(list(repeat?.timeOfDay).map(clock));
  return join([named && `on ${named}`, times && `at ${times}`], ' ');
}

/** A day of the week, of which FHIR has the first three letters. */
export function weekday(code) {
  return lookup(DAYS, text(code)) ?? text(code);
}

/** A time of day; seconds that are none are left out. */
export function clock(time) {
  return text(time).replace(/^(\d\d:\d\d):00$/, '$1');
}

function lasting(before, least, most, unit, after) {
  const name = timeUnit(unit) ?? unit;
  const number = between(least, most);
  return number && join([before, number, number === '1' ? name : `${name}s`, after], ' ');
}

function bounds(repeat) {
  const { value, unit, code } = repeat?.boundsDuration ?? {};
  const length = timeUnit(text(code)) ? lasting('for', text(value), '', text(code), '') : text(value) && `for ${join([text(value), text(unit) || text(code)], ' ')}`;
  const about = range(repeat?.boundsRange);
  return join([length, about && `for ${about}`, period(repeat?.boundsPeriod)]);
}

/** Such as `400 mg, 3 times a day, oral`: in the author's words, followed by what is coded. */
export function dosage(given) {
  const coded = join([
    ...list(given?.doseAndRate).map(doseAndRate),
    timing(given?.timing),
    asNeeded(given),
    concept(given?.method),
    concept(given?.route),
    concept(given?.site),
    concepts(given?.additionalInstruction),
    text(given?.patientInstruction),
    most(ratio(given?.maxDosePerPeriod), ''),
    most(quantity(given?.maxDosePerAdministration), 'each time'),
    most(quantity(given?.maxDosePerLifetime), 'in a lifetime'),
  ]);
  const written = text(given?.text);
  return written && coded ? `${written} (${coded})` : written || coded;
}

function doseAndRate(given) {
  const rate = ratio(given?.rateRatio) || range(given?.rateRange) || quantity(given?.rateQuantity);
  const kind = text(concept(given?.type)).toLowerCase();
  return join([quantity(given?.doseQuantity) || range(given?.doseRange), rate && `at a rate of ${rate}`, kind === 'ordered' ? '' : kind && `(${kind})`], ' ');
}

function asNeeded(given) {
  const reason = concept(given?.asNeededCodeableConcept);
  return reason ? `as needed for ${reason}` : given?.asNeededBoolean === true ? 'as needed' : '';
}

function most(amount, when) {
  return amount && join([`at most ${amount}`, when], ' ');
}
