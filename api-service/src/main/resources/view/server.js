import { Failure } from './failure.js';
import { openJwe } from './jwe.js';
import { readJson } from './json.js';
import { readAtMost } from './streams.js';

const MOST_FILES = 200;
const MOST_MANIFEST_BYTES = 32 << 20;
const MOST_FILE_BYTES = 8 << 20;
/** The limit for one inflated file. */
const MOST_JSON_BYTES = 5 << 20;
const MOST_DOCUMENT_BYTES = 96 << 20;
const ANSWERED_WITHIN_MS = 60_000;
const FHIR = 'application/fhir+json';

/**
 * Fetches the content of a link and decrypts it. The server learns the recipient's name and the passcode, but never the key.
 *
 * @param {{url: string}} link
 * @param {CryptoKey} key
 * @returns {Promise<{resources: object[], damaged: number, unsupported: number}>} FHIR resources with their numbers as text,
 *     how many files could not be decrypted, and how many are of a kind that this page does not show
 */
export async function fetchShared(link, key, recipient, passcode) {
  const shared = { resources: [], damaged: 0, unsupported: 0 };
  let last = null;
  for (const file of await filesOf(link, recipient, passcode)) {
    if (mediaType(file.contentType) !== FHIR) {
      shared.unsupported++;
      continue;
    }
    try {
      shared.resources.push(await readResource(file, link, key));
    } catch (failure) {
      if (!(failure instanceof Failure) || !['damaged', 'too-large'].includes(failure.kind)) {
        throw failure;
      }
      shared.damaged++;
      last = failure;
    }
  }
  if (last !== null && shared.resources.length === 0) {
    throw last;
  }
  return shared;
}

/**
 * The bytes of a document.
 *
 * @returns {Promise<{contentType: string, bytes: Uint8Array}>} with the encrypted type
 */
export async function fetchDocument(address, link, key) {
  const compact = await send(fileOf(address, link), { method: 'GET' }, (MOST_DOCUMENT_BYTES * 4) / 3);
  return openJwe(compact, key, MOST_DOCUMENT_BYTES);
}

async function filesOf(link, recipient, passcode) {
  const body = JSON.stringify(passcode ? { recipient, passcode } : { recipient });
  const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body };
  const manifest = parsed(JSON.parse, await send(link.url, request, MOST_MANIFEST_BYTES));
  if (!Array.isArray(manifest?.files) || manifest.files.length > MOST_FILES) {
    throw new Failure('damaged');
  }
  return manifest.files.filter((file) => file && file.status !== 'no-longer-valid');
}

async function readResource(file, link, key) {
  const { bytes } = await openJwe(await compactOf(file, link), key, MOST_JSON_BYTES);
  const resource = parsed(readJson, bytes);
  if (typeof resource?.resourceType !== 'string') {
    throw new Failure('damaged');
  }
  return resource;
}

async function compactOf(file, link) {
  if (typeof file.embedded === 'string') {
    return new TextEncoder().encode(file.embedded);
  }
  return send(fileOf(file.location, link), { method: 'GET' }, MOST_FILE_BYTES);
}

/** Accepts only addresses of the link's own files, as the address was written by the creator of the link. */
function fileOf(address, link) {
  const parsed = URL.canParse(address) ? new URL(address).href : '';
  if (!parsed.startsWith(`${link.url}/files/`)) {
    throw new Failure('damaged');
  }
  return parsed;
}

async function send(address, request, mostBytes) {
  try {
    const answer = await fetch(address, {
      ...request,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
    if (!answer.ok) {
      throw await refusal(answer);
    }
    return await readAtMost(answer.body, mostBytes);
  } catch (failure) {
    throw failure instanceof Failure ? failure : new Failure('offline');
  }
}

async function refusal(answer) {
  switch (answer.status) {
    case 401:
      return new Failure('passcode', { remaining: await remainingAttempts(answer) });
    case 404:
    case 410:
      return new Failure('inactive');
    case 429:
    case 502:
    case 503:
    case 504:
      return new Failure('busy', { seconds: Number.parseInt(answer.headers.get('Retry-After') ?? '', 10) || null });
    default:
      return new Failure('refused', { status: answer.status });
  }
}

async function remainingAttempts(answer) {
  try {
    const { remainingAttempts } = parsed(JSON.parse, await readAtMost(answer.body, 4096));
    return Number.isInteger(remainingAttempts) && remainingAttempts >= 0 ? remainingAttempts : null;
  } catch {
    return null; // Without the number there is less to tell, and nothing else is lost.
  }
}

function parsed(read, bytes) {
  try {
    return read(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Failure('damaged');
  }
}

function mediaType(text) {
  return typeof text === 'string' ? text.split(';')[0].trim().toLowerCase() : '';
}
