import { choice, codeOf, concept, concepts, date, join, list, lookup, nameOf, quantity, range, sentence, text } from './values.js';

const ABSENT_OR_UNKNOWN = 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips';
const PAST = new Set(['inactive', 'resolved', 'completed', 'stopped', 'cancelled', 'not-done', 'not-taken', 'refuted']);
/** The systems of the value sets to which R4 binds the statuses of allergies and problems. */
const CLINICAL = new Set(['allergyintolerance-clinical', 'condition-clinical'].map(terminology));
const VERIFICATION = new Set(['allergyintolerance-verification', 'condition-ver-status'].map(terminology));
const AUTHOR_ROLE = 'urn:healthpassport:author-role';
const ROLES = { PATIENT: 'The patient', DOCTOR: 'A doctor', HOSPITAL: 'A hospital' };
const DEPTH = 3;

/**
 * Describes a resource for a clinician.
 *
 * @typedef {object} Item
 * @property {string} type the resource type
 * @property {string} title
 * @property {'high'|'low'|'unknown'|''} severity of an allergy
 * @property {'current'|'past'|'invalid'|'statement'} standing a statement says that there is nothing, or nothing known
 * @property {string[]} badges short facts of status
 * @property {{name: string, value: string}[]} facts
 * @property {string[]} notes
 *
 * @param {object} resource
 * @param {(reference: object) => ?object} resolve finds the resource that a Reference points to, among the shared ones
 * @returns {Item}
 */
export function describe(resource, resolve) {
  const describeType = lookup(TYPES, resource.resourceType) ?? other;
  const { title, severity = '', badges = [], facts = {} } = describeType(resource, resolve);
  return {
    type: text(resource.resourceType),
    title: title || sentence(words(text(resource.resourceType))),
    severity,
    standing: standing(resource),
    badges: badges.filter((badge) => badge !== ''),
    facts: Object.entries({ ...facts, ...origin(resource, resolve) })
      .filter(([, value]) => value !== '')
      .map(([name, value]) => ({ name, value })),
    notes: [...list(resource.note).map((note) => text(note?.text)), text(resource.conclusion)].filter((note) => note !== ''),
  };
}

const CRITICALITY = { high: 'high', low: 'low', 'unable-to-assess': 'unknown' };

const TYPES = {
  AllergyIntolerance: (allergy) => ({
    title: subject(allergy),
    severity: lookup(CRITICALITY, text(allergy.criticality)) ?? '',
    badges: [clinical(allergy), verification(allergy), sentence(text(allergy.type))],
    facts: {
      Reaction: join(list(allergy.reaction).map(reaction), '; '),
      Category: join(list(allergy.category).map((category) => sentence(text(category)))),
      Since: choice(allergy, 'onset'),
      'Last occurrence': date(allergy.lastOccurrence),
    },
  }),

  Condition: (condition) => ({
    title: subject(condition),
    badges: [clinical(condition), verification(condition), concept(condition.severity)],
    facts: {
      Since: choice(condition, 'onset'),
      Until: choice(condition, 'abatement'),
      'Body site': concepts(condition.bodySite),
    },
  }),

  MedicationStatement: (statement, resolve) => ({
    title: medication(statement, resolve),
    badges: [sentence(text(statement.status))],
    facts: {
      Dosage: join(list(statement.dosage).map(dosage), '; '),
      Taken: choice(statement, 'effective'),
      Reason: concepts(statement.reasonCode),
    },
  }),

  MedicationRequest: (request, resolve) => ({
    title: medication(request, resolve),
    badges: [sentence(text(request.status)), sentence(text(request.intent))],
    facts: {
      Dosage: join(list(request.dosageInstruction).map(dosage), '; '),
      Prescribed: date(request.authoredOn),
      Reason: concepts(request.reasonCode),
    },
  }),

  Immunization: (immunization) => ({
    title: concept(immunization.vaccineCode),
    badges: [immunization.status === 'completed' ? 'Given' : sentence(text(immunization.status))],
    facts: {
      Date: choice(immunization, 'occurrence'),
      Dose: join(list(immunization.protocolApplied).map((protocol) => text(protocol?.doseNumberPositiveInt ?? protocol?.doseNumberString))),
      Lot: text(immunization.lotNumber),
    },
  }),

  Observation: (observation, resolve) => ({
    title: concept(observation.code),
    badges: [join(list(observation.interpretation).map(concept)), observation.status === 'final' ? '' : sentence(text(observation.status))],
    facts: {
      Result: observed(observation),
      Reference: join(list(observation.referenceRange).map((normal) => text(normal?.text) || range(normal))),
      ...components(observation, resolve),
      Date: choice(observation, 'effective'),
    },
  }),

  DiagnosticReport: (report, resolve) => ({
    title: concept(report.code),
    badges: [report.status === 'final' ? '' : sentence(text(report.status))],
    facts: {
      ...members(report.result, resolve, DEPTH),
      Findings: concepts(report.conclusionCode),
      Date: choice(report, 'effective') || date(report.issued),
    },
  }),

  Procedure: (procedure) => ({
    title: concept(procedure.code),
    badges: [sentence(text(procedure.status))],
    facts: {
      Date: choice(procedure, 'performed'),
      'Body site': concepts(procedure.bodySite),
      Reason: concepts(procedure.reasonCode),
      Outcome: concept(procedure.outcome),
    },
  }),

  DeviceUseStatement: (use, resolve) => ({
    title: device(resolve(use.device)) || text(use.device?.display),
    badges: [sentence(text(use.status))],
    facts: { Used: choice(use, 'timing'), 'Body site': concept(use.bodySite) },
  }),

  Device: (thing) => ({
    title: device(thing),
    badges: [sentence(text(thing.status))],
    facts: {
      Manufacturer: text(thing.manufacturer),
      Model: text(thing.modelNumber),
      Lot: text(thing.lotNumber),
      'Serial number': text(thing.serialNumber),
    },
  }),

  Encounter: (encounter) => ({
    title: concepts(encounter.type) || text(encounter.class?.display) || 'Encounter',
    badges: [sentence(text(encounter.status))],
    facts: { ...when(encounter), Reason: concepts(encounter.reasonCode) },
  }),

  FamilyMemberHistory: (member) => ({
    title: concept(member.relationship) || text(member.name),
    badges: [sentence(text(member.status))],
    facts: { Conditions: join(list(member.condition).map((condition) => concept(condition?.code))) },
  }),
};

function other(resource) {
  return {
    title: concept(resource.code) || concept(resource.type) || text(resource.title) || text(resource.description),
    badges: [sentence(text(resource.status))],
    facts: { Date: choice(resource, 'effective') || choice(resource, 'performed') || date(resource.date), ...when(resource) },
  };
}

function subject(resource) {
  const absent = list(resource.code?.coding).find((coding) => coding?.system === ABSENT_OR_UNKNOWN);
  return concept(resource.code) || text(absent?.code);
}

function terminology(name) {
  return `http://terminology.hl7.org/CodeSystem/${name}`;
}

function clinical(resource) {
  return sentence(codeOf(CLINICAL, resource.clinicalStatus)) || concept(resource.clinicalStatus);
}

function verification(resource) {
  return sentence(codeOf(VERIFICATION, resource.verificationStatus)) || concept(resource.verificationStatus);
}

function reaction(given) {
  const severity = text(given?.severity);
  const what = concepts(given?.manifestation) || text(given?.description);
  return severity ? join([what, `(${severity})`], ' ') : what;
}

function medication(resource, resolve) {
  const referenced = resolve(resource.medicationReference);
  return concept(resource.medicationCodeableConcept) || concept(referenced?.code) || text(resource.medicationReference?.display);
}

function dosage(given) {
  const rates = list(given?.doseAndRate).map((rate) => quantity(rate?.doseQuantity) || range(rate?.doseRange));
  return (
    text(given?.text) ||
    join([join(rates), timing(given?.timing), concept(given?.route), given?.asNeededBoolean === true ? 'as needed' : ''])
  );
}

const UNITS = { s: 'second', min: 'minute', h: 'hour', d: 'day', wk: 'week', mo: 'month', a: 'year' };

function timing(value) {
  const repeat = value?.repeat;
  const times = text(repeat?.frequency);
  const unit = lookup(UNITS, text(repeat?.periodUnit));
  if (!times || !unit) {
    return concept(value?.code);
  }
  const every = text(repeat.period) || '1';
  return `${times === '1' ? 'once' : `${times} times`} ${every === '1' ? `a ${unit}` : `every ${every} ${unit}s`}`;
}

function observed(observation) {
  const curve = observation?.valueSampledData ? 'Recorded curve, not shown here' : '';
  return choice(observation, 'value') || curve || concept(observation?.dataAbsentReason);
}

function components(observation, resolve) {
  const own = list(observation.component).map((component) => [concept(component?.code), observed(component)]);
  return { ...Object.fromEntries(own.filter(([name]) => name !== '')), ...members(observation.hasMember, resolve, DEPTH) };
}

/** The results that a report or a panel is made of; panels can contain panels, and themselves. */
function members(references, resolve, depth) {
  const found = {};
  for (const member of list(references).map(resolve)) {
    if (member?.resourceType === 'Observation') {
      const value = observed(member);
      if (value) {
        found[concept(member.code)] = value;
      }
      if (depth > 0) {
        Object.assign(found, members(member.hasMember, resolve, depth - 1));
      }
    }
  }
  return found;
}

function device(thing) {
  return concept(thing?.type) || text(list(thing?.deviceName)[0]?.name) || text(thing?.modelNumber);
}

function when(resource) {
  const start = date(resource.period?.start);
  const end = date(resource.period?.end);
  return { From: start, To: end };
}

/** The people behind a resource, and its date. */
function origin(resource, resolve) {
  const { recorder, asserter, informationSource, requester, author, reporter } = resource;
  return {
    'Performed by': people(list(resource.performer), resolve),
    'Recorded by': people([recorder, asserter, informationSource, requester, author, reporter], resolve),
    'Entered by': enteredBy(resource),
    'Recorded on': date(resource.recordedDate ?? resource.dateAsserted ?? resource.recorded) || date(resource.meta?.lastUpdated),
  };
}

function people(references, resolve) {
  const names = references.flat().map((reference) => person(reference?.actor ?? reference, resolve));
  return join([...new Set(names)]);
}

function person(reference, resolve) {
  const referenced = resolve(reference);
  const name = typeof referenced?.name === 'string' ? text(referenced.name) : nameOf(referenced);
  const self = referenced?.resourceType === 'Patient' ? 'the patient' : '';
  return self || text(reference?.display) || name;
}

/** The role of the author, from a tag that only the service can set; the author wrote everything else. */
function enteredBy(resource) {
  const tag = list(resource.meta?.tag).find((given) => given?.system === AUTHOR_ROLE);
  const role = text(tag?.code);
  return lookup(ROLES, role) ?? sentence(role.toLowerCase());
}

function standing(resource) {
  const status = text(resource.status);
  const verified = codeOf(VERIFICATION, resource.verificationStatus);
  if (status === 'entered-in-error' || verified === 'entered-in-error') {
    return 'invalid';
  }
  if (isAbsence(resource)) {
    return 'statement';
  }
  return [status, verified, codeOf(CLINICAL, resource.clinicalStatus)].some((word) => PAST.has(word)) && !finished(resource) ? 'past' : 'current';
}

/** A completed vaccination or examination still counts; only medications that are completed are past. */
function finished(resource) {
  return text(resource.status) === 'completed' && !text(resource.resourceType).startsWith('Medication');
}

function isAbsence(resource) {
  const coded = [resource.code, resource.medicationCodeableConcept, resource.vaccineCode];
  return coded.some((value) => list(value?.coding).some((item) => item?.system === ABSENT_OR_UNKNOWN));
}

function words(typeName) {
  return typeName.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}
