import { decodeBase64url } from './base64url.js';
import { Failure } from './failure.js';
import { cut } from './values.js';

const SCHEME = 'shlink:/';
const LINK_PATH = /^\/shl\/[A-Za-z0-9_-]{43}$/;
const LONGEST_TEXT = 4096;
const LONGEST_URL = 128;
const LONGEST_LABEL = 80;
const KEY_BYTES = 32;

/**
 * Reads a SMART Health Link, bare or behind the address of a viewer.
 *
 * Accepts only addresses of links on the given origin. Other content of that origin, such as a document that a stranger
 * uploaded, could be made to look like a passport from this server.
 *
 * Source: SMART Health Cards and Links 1.0.0, "SMART Health Links Payload".
 *
 * @returns {{url: string, key: Uint8Array, expiresAt: ?Date, needsPasscode: boolean, label: string}}
 */
export function readLink(text, origin) {
  const payload = parse(text);
  if (payload.v !== undefined && payload.v !== 1) {
    throw new Failure('newer-version');
  }
  const flag = payload.flag === undefined ? '' : payload.flag;
  require(typeof flag === 'string' && /^[A-Z]{0,26}$/.test(flag));
  if (flag.includes('U')) {
    throw new Failure('single-file');
  }
  return {
    url: address(payload.url, origin),
    key: key(payload.key),
    expiresAt: expiry(payload.exp),
    needsPasscode: flag.includes('P'),
    label: typeof payload.label === 'string' ? cut(payload.label, LONGEST_LABEL) : '',
  };
}

/** True if a text is meant to be a link, valid or not. */
export function looksLikeLink(text) {
  return text.includes(SCHEME);
}

function parse(text) {
  require(typeof text === 'string' && text.length <= LONGEST_TEXT);
  const trimmed = text.trim();
  const start = trimmed.indexOf(SCHEME);
  require(start === 0 || (start > 0 && trimmed[start - 1] === '#'));
  let payload;
  try {
    const bytes = decodeBase64url(new TextEncoder().encode(trimmed.slice(start + SCHEME.length)));
    payload = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Failure('not-a-link');
  }
  require(typeof payload === 'object' && payload !== null && !Array.isArray(payload));
  return payload;
}

function address(url, origin) {
  require(typeof url === 'string' && url.length <= LONGEST_URL && URL.canParse(url));
  const parsed = new URL(url);
  require(parsed.protocol === 'https:' || parsed.protocol === 'http:');
  require(parsed.username === '' && parsed.password === '');
  if (parsed.origin !== origin) {
    throw new Failure('other-site', { host: parsed.host });
  }
  require(LINK_PATH.test(parsed.href.slice(origin.length)));
  return parsed.href;
}

function key(text) {
  require(typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text));
  try {
    const bytes = decodeBase64url(new TextEncoder().encode(text));
    require(bytes.length === KEY_BYTES);
    return bytes;
  } catch {
    throw new Failure('not-a-link');
  }
}

/** A hint only, as the server enforces the expiry; an invalid time counts as none. */
function expiry(seconds) {
  const time = typeof seconds === 'number' ? new Date(seconds * 1000) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? null : time;
}

function require(condition) {
  if (!condition) {
    throw new Failure('not-a-link');
  }
}
