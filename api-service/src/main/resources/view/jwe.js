import { decodeBase64url } from './base64url.js';
import { Failure } from './failure.js';
import { readAtMost } from './streams.js';

const DOT = '.'.charCodeAt(0);
const IV_BYTES = 12;
const TAG_BYTES = 16;
const LONGEST_HEADER = 1024;

/** The key of a link; code that holds it can decrypt, but cannot read the key. */
export function importKey(bytes) {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['decrypt']);
}

/**
 * Opens a compact JWE (RFC 7516) of the one kind that links have: `dir`, `A256GCM`, and maybe `zip: DEF`.
 *
 * @param {Uint8Array} compact the JWE as ASCII
 * @param {CryptoKey} key the key of the link
 * @param {number} mostBytes the limit for inflated bytes
 * @returns {Promise<{contentType: string, bytes: Uint8Array}>} the `cty` and the plaintext
 */
export async function openJwe(compact, key, mostBytes) {
  const [protectedHeader, encryptedKey, iv, ciphertext, tag, ...more] = parts(compact);
  require(tag !== undefined && more.length === 0 && encryptedKey.length === 0);
  const header = parseHeader(protectedHeader);
  require(header.alg === 'dir' && header.enc === 'A256GCM' && header.crit === undefined);
  require(header.zip === undefined || header.zip === 'DEF');
  const nonce = decodeBase64url(iv);
  const authentication = decodeBase64url(tag);
  require(nonce.length === IV_BYTES && authentication.length === TAG_BYTES);
  const plaintext = await decrypt(key, nonce, joined(decodeBase64url(ciphertext), authentication), protectedHeader);
  const bytes = header.zip === 'DEF' ? await inflate(plaintext, mostBytes) : plaintext;
  if (bytes.length > mostBytes) {
    throw new Failure('too-large');
  }
  return { contentType: contentType(header.cty), bytes };
}

async function decrypt(key, iv, data, additionalData) {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, data));
  } catch {
    throw new Failure('damaged');
  }
}

/** Inflates RFC 1951, as RFC 7516 requires, up to a limit: a few kilobytes can inflate to gigabytes. */
async function inflate(bytes, mostBytes) {
  try {
    return await readAtMost(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')), mostBytes);
  } catch (failure) {
    throw failure instanceof Failure ? failure : new Failure('damaged');
  }
}

function parts(compact) {
  const found = [];
  let start = 0;
  for (let dot = compact.indexOf(DOT); dot >= 0 && found.length < 5; dot = compact.indexOf(DOT, start)) {
    found.push(compact.subarray(start, dot));
    start = dot + 1;
  }
  return [...found, compact.subarray(start)];
}

function parseHeader(text) {
  require(text.length <= LONGEST_HEADER);
  try {
    const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decodeBase64url(text)));
    require(typeof header === 'object' && header !== null);
    return header;
  } catch {
    throw new Failure('damaged');
  }
}

/** In `cty`, the `application/` of a media type may be left out (RFC 7515, section 4.1.10). */
function contentType(cty) {
  if (typeof cty !== 'string' || cty === '') {
    return 'application/octet-stream';
  }
  const type = cty.split(';')[0].trim().toLowerCase();
  return type.includes('/') ? type : `application/${type}`;
}

function joined(...pieces) {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function require(condition) {
  if (!condition) {
    throw new Failure('damaged');
  }
}
