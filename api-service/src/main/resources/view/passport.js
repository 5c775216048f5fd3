import { describe } from './clinical.js';
import { SECTIONS } from './sections.js';
import { age, capitalized, code, concept, date, join, list, lookup, nameOf, narrative, sentence, text } from './values.js';

const SECTION_DEPTH = 3;
const SEVERITIES = ['high', 'unknown', '', 'low'];
const STANDINGS = ['current', 'statement', 'past', 'negated', 'invalid'];

/** The reasons for an empty section of a summary, by FHIR's codes. Only the first one means that there is nothing. */
const EMPTY_BECAUSE = {
  nilknown: 'None known.',
  notasked: 'No information: nobody asked.',
  withheld: 'Information is withheld.',
  unavailable: 'No information available.',
  notstarted: 'No information yet.',
  closed: 'No information: this part is no longer kept.',
};

/** The section of a type that is in none. */
const OTHER = { title: 'Other records', code: '', types: [] };
const ALLERGIES = sectionOf({ resourceType: 'AllergyIntolerance' });
/** The titles of the sections of Observations of some categories. */
const OF_CATEGORY = { 'vital-signs': 'Vital signs', 'social-history': 'Social history' };
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';

/**
 * The content of a link, in the order in which a clinician reads it.
 *
 * @typedef {object} Passport
 * @property {?{name: string, facts: import('./clinical.js').Fact[]}} patient
 * @property {string} asOf when the summary was made; empty without a summary
 * @property {string} remark the summary's remark on itself, such as that it is not complete
 * @property {number} hidden the number of entries that the server could not read
 * @property {string[]} notices further remarks of the server
 * @property {Section} allergies
 * @property {Section[]} sections
 * @property {{title: string, fileName: string, type: string, date: string, contentType: string, size: ?number, address: string}[]} documents
 *
 * @typedef {{by: string, date: string, text: string}} Remark of the patient beside a record, which is no part of it
 *
 * @typedef {object} Section
 * @property {string} title
 * @property {(import('./clinical.js').Item & {remarks: Remark[]})[]} items
 * @property {string} empty the text if there are none
 * @property {number} missing the number of entries that were not shared
 *
 * @param {object[]} resources as the files of a link have them: summaries, collections, DocumentReferences; with numbers as text
 * @param {Date} now
 * @returns {Passport}
 */
export function arrange(resources, now) {
  const bundles = resources.filter((resource) => resource.resourceType === 'Bundle');
  const singles = resources.filter((resource) => resource.resourceType !== 'Bundle');
  const library = new Library(bundles.flatMap((bundle) => list(bundle.entry)), singles);
  const composition = library.all.find((resource) => resource.resourceType === 'Composition');
  const shown = new Set();
  const summarized = flatten(composition?.section).map((section) => summarize(section, library, shown));
  const chosen = bundles
    .filter((bundle) => bundle.type !== 'document')
    .flatMap((bundle) => list(bundle.entry).map((entry) => entry?.resource))
    .concat(singles)
    .filter((resource) => isRecord(resource) && !shown.has(identity(resource)));
  return {
    patient: patient(library.all.find((resource) => resource.resourceType === 'Patient'), now),
    asOf: date(composition?.date),
    remark: narrative(composition?.text),
    ...outcomes(library.all),
    allergies: allergies(summarized, chosen, library),
    sections: withChosen(summarized, chosen, library).filter((section) => section.code !== ALLERGIES.code),
    documents: library.all.filter((resource) => resource.resourceType === 'DocumentReference').map(documentOf),
  };
}

/** All shared resources, by every name that a reference can use for them. */
class Library {
  constructor(entries, singles) {
    this.all = entries.map((entry) => entry?.resource).concat(singles).filter((resource) => typeof resource?.resourceType === 'string');
    this.byAddress = new Map();
    for (const entry of entries) {
      if (entry?.resource) {
        this.byAddress.set(text(entry.fullUrl), entry.resource);
      }
    }
    for (const resource of this.all) {
      this.byAddress.set(`${resource.resourceType}/${text(resource.id)}`, resource);
    }
    this.remarks = new Map();
    this.all.filter((resource) => resource.resourceType === 'Provenance').forEach((provenance) => this.#note(provenance));
  }

  /** A remark comes in each file that has its record. */
  #note(provenance) {
    const remark = {
      by: list(provenance.agent).map((agent) => text(agent?.who?.display)).find(Boolean) ?? 'Somebody',
      date: date(provenance.recorded),
      text: join(list(provenance.reason).map((reason) => text(reason?.text)), ' '),
    };
    for (const record of list(provenance.target).map((target) => this.find(target))) {
      if (remark.text !== '' && record !== undefined) {
        const key = identity(record);
        const others = this.remarks.get(key) ?? [];
        if (!others.some((other) => other.text === remark.text && other.date === remark.date && other.by === remark.by)) {
          this.remarks.set(key, [...others, remark]);
        }
      }
    }
  }

  /** Resolves references of a resource: to a contained one, or to another shared one. Nothing is ever fetched. */
  from(resource) {
    return (reference) => {
      const address = text(reference?.reference);
      return address.startsWith('#')
        ? list(resource.contained).find((contained) => text(contained?.id) === address.slice(1))
        : this.find(reference);
    };
  }

  find(reference) {
    const address = text(reference?.reference);
    return address === '' ? undefined : this.byAddress.get(address.replace(/\/_history\/.*$/, ''));
  }

  describe(resource) {
    return { ...describe(resource, (container) => this.from(container)), remarks: this.remarks.get(identity(resource)) ?? [] };
  }
}

function flatten(sections, depth = SECTION_DEPTH) {
  return list(sections).flatMap((section) => [section, ...(depth > 0 ? flatten(section.section, depth - 1) : [])]);
}

function summarize(section, library, shown) {
  const found = list(section.entry).map((entry) => library.find(entry));
  const records = found.filter((resource) => resource !== undefined);
  records.forEach((resource) => shown.add(identity(resource)));
  const missing = found.length - records.length;
  return {
    code: code(section.code),
    title: text(section.title) || concept(section.code) || 'More',
    items: ordered(records.map((resource) => library.describe(resource))),
    empty: missing > 0 ? 'The entries of this section were not shared.' : whyEmpty(section),
    missing,
  };
}

function whyEmpty(section) {
  const reason = code(section.emptyReason);
  return lookup(EMPTY_BECAUSE, reason) ?? (narrative(section.text) || EMPTY_BECAUSE.unavailable);
}

/**
 * The section of allergies, where silence could be taken for safety: it is always shown, and without allergies it says
 * whether there are none or they were not shared.
 */
function allergies(summarized, chosen, library) {
  const sections = summarized.filter((section) => section.code === ALLERGIES.code);
  const own = chosen.filter((resource) => sectionOf(resource) === ALLERGIES).map((resource) => library.describe(resource));
  return {
    title: ALLERGIES.title,
    items: ordered([...sections.flatMap((section) => section.items), ...own]),
    empty: sections[0]?.empty ?? 'Allergies were not shared. That does not mean that there are none.',
    missing: sections.reduce((missing, section) => missing + section.missing, 0),
  };
}

/** The sections of the summary; records that were chosen besides are added to the sections they belong to. */
function withChosen(summarized, chosen, library) {
  const sections = [...summarized];
  for (const resource of chosen.filter((resource) => sectionOf(resource) !== ALLERGIES)) {
    const { title, code: sectionCode } = sectionOf(resource);
    const place = sections.findIndex((section) => section.code === sectionCode && (sectionCode !== '' || section.title === title));
    const section = sections[place] ?? { code: sectionCode, title, items: [], empty: '', missing: 0 };
    const more = { ...section, items: ordered([...section.items, library.describe(resource)]) };
    sections.splice(place < 0 ? sections.length : place, 1, more);
  }
  return sections;
}

/** The section of records that were chosen one by one, and so come without one. */
function sectionOf(resource) {
  const special = resource.resourceType === 'Observation' ? categories(resource).map((category) => lookup(OF_CATEGORY, category)).find(Boolean) : undefined;
  return SECTIONS.find(({ types, title }) => (special === undefined ? types.includes(resource.resourceType) : title === special)) ?? OTHER;
}

function categories(resource) {
  return list(resource.category)
    .flatMap((category) => list(category?.coding))
    .filter((coding) => coding?.system === CATEGORY)
    .map((coding) => text(coding.code));
}

/** Sorts current and dangerous entries first; otherwise keeps the author's order. */
function ordered(items) {
  const rank = (item) => STANDINGS.indexOf(item.standing) * SEVERITIES.length + SEVERITIES.indexOf(item.severity);
  return items
    .map((item, place) => ({ item, place }))
    .sort((a, b) => rank(a.item) - rank(b.item) || a.place - b.place)
    .map(({ item }) => item);
}

/** Reads the issues that stand for missing entries: an error for each, and other notices about the whole. */
function outcomes(resources) {
  const issues = resources.filter(({ resourceType }) => resourceType === 'OperationOutcome').flatMap((outcome) => list(outcome.issue));
  const isError = (issue) => ['fatal', 'error'].includes(text(issue?.severity));
  const notices = issues.filter((issue) => !isError(issue)).map((issue) => text(issue?.details?.text) || text(issue?.diagnostics));
  return { hidden: issues.filter(isError).length, notices: notices.filter((notice) => notice !== '') };
}

/** The same for a record in the summary and the same record chosen besides. */
function identity(resource) {
  return text(resource.id) === '' ? resource : `${resource.resourceType}/${text(resource.id)}`;
}

/** What stands elsewhere on the page, or is only the wrapping of records. */
const NOT_RECORDS = new Set(['Patient', 'Composition', 'DocumentReference', 'Provenance', 'Binary', 'Bundle', 'OperationOutcome']);

function isRecord(resource) {
  return typeof resource?.resourceType === 'string' && !NOT_RECORDS.has(resource.resourceType);
}

function patient(resource, now) {
  if (resource === undefined) {
    return null;
  }
  const years = age(resource.birthDate, now);
  const facts = [
    ['Born', date(resource.birthDate) + (years === undefined ? '' : ` (${years} ${years === 1 ? 'year' : 'years'})`)],
    ['Sex', sentence(text(resource.gender))],
    ['Deceased', date(resource.deceasedDateTime) || (resource.deceasedBoolean === true ? 'Yes' : '')],
  ];
  return {
    name: nameOf(resource) || 'Name not shared',
    facts: facts.filter(([, value]) => value !== '').map(([name, value]) => ({ name, values: [value] })),
  };
}

function documentOf(reference) {
  const attachment = list(reference.content)[0]?.attachment ?? {};
  return {
    title: text(reference.description) || text(attachment.title) || concept(reference.type) || 'Document',
    fileName: text(attachment.title),
    type: [capitalized(concept(reference.type)), reference.status === 'superseded' ? 'superseded' : ''].filter((part) => part !== '').join(', '),
    date: date(reference.date ?? attachment.creation),
    contentType: text(attachment.contentType),
    size: bytes(attachment.size),
    address: text(attachment.url),
  };
}

/** A number of bytes that a document of a link can have. */
function bytes(size) {
  return /^\d{1,12}$/.test(text(size)) ? Number(size) : null;
}
