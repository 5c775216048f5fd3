/* The ways in which a record holds, by the codes of its statuses. */
import { tableOf } from './types.js';
import { CLINICAL, VERIFICATION } from './types-clinical.js';
import { codeOf, list, lookup, sentence, text } from './values.js';

const ABSENT_OR_UNKNOWN = 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips';
const ALWAYS = {
  'entered-in-error': 'invalid',
  ...all('negated', 'refuted', 'not-done', 'not-taken', 'rejected'),
  ...all('past', 'inactive', 'resolved', 'remission', 'stopped', 'revoked', 'unavailable', 'unsatisfactory'),
};
/** A completed vaccination or examination still counts; one that was cancelled never was. */
const OF_EVENTS = { ...ALWAYS, ...all('negated', 'cancelled', 'abandoned') };
const OF_OTHERS = { ...ALWAYS, ...all('past', 'completed', 'cancelled', 'abandoned') };
const DECISIVE = ['invalid', 'negated', 'past'];

function all(standing, ...codes) {
  return Object.fromEntries(codes.map((code) => [code, standing]));
}

/**
 * @returns {{standing: 'current'|'past'|'negated'|'invalid'|'statement', negation: string}} a statement says that there is
 *     nothing, or nothing known; the negation is what stands before the title, such as `Not done`
 */
export function standingOf(resource) {
  const { nature, negation } = tableOf(resource.resourceType);
  const meanings = nature === 'event' ? OF_EVENTS : OF_OTHERS;
  const codes = [text(resource.status), text(resource.lifecycleStatus), codeOf(VERIFICATION, resource.verificationStatus), codeOf(CLINICAL, resource.clinicalStatus), resource.active === false ? 'inactive' : ''];
  const found = DECISIVE.find((standing) => codes.some((code) => lookup(meanings, code) === standing)) ?? 'current';
  const forbidden = text(resource.doNotPerform) === 'true' ? (negation ?? 'Not to be done') : '';
  const denied = found === 'negated' ? sentence(codes.find((code) => lookup(meanings, code) === found)) : '';
  return {
    standing: (found === 'current' || found === 'past') && isAbsence(resource) ? 'statement' : found,
    negation: denied && forbidden ? `${denied}, ${forbidden.toLowerCase()}` : denied || forbidden,
  };
}

function isAbsence(resource) {
  const coded = [resource.code, resource.medicationCodeableConcept, resource.vaccineCode];
  return coded.some((value) => list(value?.coding).some((item) => item?.system === ABSENT_OR_UNKNOWN));
}
