import { Failure } from './failure.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Uint8Array(256).fill(255);
for (let value = 0; value < 64; value++) {
  VALUES[ALPHABET.charCodeAt(value)] = value;
}

/**
 * Decodes base64url (RFC 4648, section 5, no padding). Takes the text as ASCII bytes, as a document is too long for
 * strings, and refuses non-canonical spellings.
 */
export function decodeBase64url(text) {
  const rest = text.length % 4;
  if (rest === 1) {
    throw new Failure('damaged');
  }
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let written = 0;
  let bits = 0;
  let pending = 0;
  for (const character of text) {
    const value = VALUES[character];
    if (value === 255) {
      throw new Failure('damaged');
    }
    pending = (pending << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[written++] = pending >> bits;
      pending &= (1 << bits) - 1;
    }
  }
  if (pending !== 0) {
    throw new Failure('damaged');
  }
  return bytes;
}
