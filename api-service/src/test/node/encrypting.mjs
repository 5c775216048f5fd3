// Does the work of a server without any code of the page: encrypts JWEs like those of a link, and forges JWEs that the page
// should refuse.
import crypto from 'node:crypto';
import zlib from 'node:zlib';

export const KEY = Buffer.from(Array.from({ length: 32 }, (_, place) => place * 7));
export const ORIGIN = 'https://passport.test';
export const ADDRESS = `${ORIGIN}/shl/${'Ab3_-'.repeat(9).slice(0, 43)}`;

export const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
export const ascii = (text) => new TextEncoder().encode(text);

export function encrypt(plaintext, { header = {}, zip = true, key = KEY } = {}) {
  const protectedHeader = base64url(
    JSON.stringify({ alg: 'dir', enc: 'A256GCM', cty: 'application/fhir+json', ...(zip ? { zip: 'DEF' } : {}), ...header }),
  );
  const iv = crypto.randomBytes(12);
  const cipher = crypto.createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(protectedHeader));
  const bytes = zip ? zlib.deflateRawSync(plaintext) : plaintext;
  const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return [protectedHeader, '', base64url(iv), base64url(ciphertext), base64url(cipher.getAuthTag())].join('.');
}

export function shlink(payload = {}) {
  const complete = { url: ADDRESS, key: base64url(KEY), exp: 1_800_000_000, label: 'For you', v: 1, ...payload };
  return `shlink:/${base64url(typeof payload === 'string' ? payload : JSON.stringify(complete))}`;
}

/** Numbers that are the same in every run. */
export function seeded(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
