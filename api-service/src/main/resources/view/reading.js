import { element, words } from './elements.js';

const SEVERITY = { high: 'High criticality', low: 'Low criticality', unknown: 'Criticality unknown' };

/** Draws the content of a link, without the documents. */
export function drawPassport(passport) {
  return [passport.allergies, ...passport.sections].map((given, place) => section(place === 0 ? 'allergies' : 'other', given, `section-${place}`));
}

/** The patient's name, and the data that tells them from others of that name. */
export function drawPatient(patient, label) {
  return element(
    'header',
    { class: 'patient' },
    label ? element('p', { class: 'eyebrow' }, words(label)) : null,
    element('h1', { tabindex: '-1' }, patient === null ? 'Shared health data' : words(patient.name)),
    patient === null ? element('p', {}, 'The patient’s name was not shared.') : facts(patient.facts, 'inline'),
  );
}

function section(kind, { title, items, empty, missing }, id) {
  return element(
    'section',
    { class: `records ${kind}`, 'aria-labelledby': id },
    element('h2', { id }, words(title)),
    items.length > 0 ? element('ul', { class: 'items' }, ...items.map(draw)) : element('p', { class: 'empty' }, empty),
    missing > 0 && items.length > 0 ? element('p', { class: 'empty' }, 'Other entries of this section were not shared.') : null,
  );
}

function draw(item) {
  const severity = item.type === 'AllergyIntolerance' && item.standing !== 'statement' ? item.severity || (item.standing === 'negated' ? '' : 'unknown') : '';
  return element(
    'li',
    { class: ['item', item.standing, severity && `severity-${severity}`].filter(Boolean).join(' ') },
    element('h3', {}, item.negation ? element('strong', {}, words(item.negation), ': ') : null, words(item.title)),
    badges(item, severity),
    ...item.cautions.map((caution) => element('p', { class: 'caution' }, words(caution))),
    facts(item.facts, 'stacked'),
    more(item),
    ...item.notes.map((note) => element('p', { class: 'note' }, words(note))),
    ...item.remarks.map(remark),
  );
}

/** Told apart from the record, as its author has not written it. */
function remark({ by, date, text }) {
  return element('aside', { class: 'remark' }, element('p', { class: 'by' }, words(by), ` wrote beside this record${date === '' ? '' : ` on ${date}`}:`), element('p', {}, words(text)));
}

function badges(item, severity) {
  const all = [
    item.standing === 'invalid' ? element('li', { class: 'badge' }, 'Entered in error') : null,
    severity ? element('li', { class: `badge ${severity}` }, SEVERITY[severity]) : null,
    ...item.badges.map((badge) => element('li', { class: 'badge' }, words(badge))),
  ].filter((badge) => badge !== null);
  return all.length > 0 && item.standing !== 'statement' ? element('ul', { class: 'badges' }, ...all) : null;
}

function facts(given, layout) {
  return given.length === 0
    ? null
    : element(
        'dl',
        { class: `facts ${layout}` },
        ...given.map(({ name, values }) => element('div', {}, element('dt', {}, words(name)), ...values.map((value) => element('dd', {}, words(value))))),
      );
}

/** What a record says besides, so that nothing of it is lost. */
function more(item) {
  return item.more.length === 0 ? null : element('details', {}, element('summary', {}, 'More of this record', element('span', { class: 'unseen' }, `: ${item.title}`)), facts(item.more, 'stacked'));
}
