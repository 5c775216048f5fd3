import { Failure } from '../view/failure.js';

const ANSWERED_WITHIN_MS = 60_000;
const PROBLEM = 'urn:healthpassport:problem:';

/**
 * Talks to the public API. The access token stays in memory, and no password is kept.
 *
 * A refused request fails with a Failure of kind `refused` that has the `status`, the `type` of the problem and its `detail`.
 */
export class Server {
  #token = null;

  /** Signs in; the code of the second factor is left out where none was given. */
  async signIn(email, password, totp) {
    const answer = await this.#post('api/auth/login', totp ? { email, password, totp } : { email, password });
    this.#token = answer.access_token;
  }

  get isSignedIn() {
    return this.#token !== null;
  }

  /** Ends the session; the page forgets the token, whatever the server says. */
  async signOut() {
    const token = this.#token;
    this.#token = null;
    if (token !== null) {
      await send('api/auth/logout', token, undefined, true).catch(() => {});
    }
  }

  /** @returns {Promise<{patientId: string, name: object, birthDate: string}>} */
  connect(code) {
    return this.#post('api/connections', { code });
  }

  ask(patientId, scopes, reason) {
    return this.#post(`api/patients/${encodeURIComponent(patientId)}/consent-requests`, { scopes, reason });
  }

  takeEmergencyAccess(patientId, reason, totp) {
    const body = totp ? { reason, totp } : { reason };
    return this.#post(`api/patients/${encodeURIComponent(patientId)}/emergency-access`, body);
  }

  #post(path, body) {
    return send(path, this.#token, body, false);
  }
}

/** @param {boolean} last true for a request that outlives the page */
async function send(path, token, body, last) {
  let answer;
  try {
    answer = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token === null ? {} : { Authorization: `Bearer ${token}` }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      keepalive: last,
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
  } catch {
    throw new Failure('offline');
  }
  const content = await answer.json().catch(() => ({}));
  if (answer.ok) {
    return content;
  }
  const type = typeof content.type === 'string' && content.type.startsWith(PROBLEM) ? content.type.slice(PROBLEM.length) : '';
  const wait = Number.parseInt(answer.headers.get('Retry-After') ?? '', 10) || null;
  throw new Failure('refused', { status: answer.status, type, errors: content.errors ?? [], wait });
}
