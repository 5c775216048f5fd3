import { Failure } from './failure.js';
import { cut, lookup, text } from './values.js';

const LONGEST_SHOWN_TEXT = 1 << 20;
const LONGEST_NAME = 100;

/**
 * The content types that are shown, and the way to show them. All others are for download only: HTML, SVG and XML could run
 * code, with all permissions of this page.
 */
const SHOWN = {
  'image/png': 'picture',
  'image/jpeg': 'picture',
  'image/webp': 'picture',
  'application/pdf': 'pdf',
  'text/plain': 'text',
  'application/json': 'text',
  'application/fhir+json': 'text',
};

const NAMES = {
  'application/pdf': ['PDF', '.pdf'],
  'image/png': ['Picture (PNG)', '.png'],
  'image/jpeg': ['Picture (JPEG)', '.jpg', '.jpeg'],
  'image/webp': ['Picture (WebP)', '.webp'],
  'image/tiff': ['Picture (TIFF)', '.tif', '.tiff'],
  'application/dicom': ['Medical image (DICOM)', '.dcm'],
  'text/plain': ['Text', '.txt'],
  'application/json': ['JSON', '.json'],
  'application/fhir+json': ['FHIR (JSON)', '.json'],
  'application/xml': ['XML', '.xml'],
  'text/xml': ['XML', '.xml'],
};

/** The way to show a document of this type: `picture`, `pdf`, `text`, or `none` if it is for download only. */
export function presentation(contentType) {
  return lookup(SHOWN, contentType) ?? 'none';
}

/** The name of this type for people. */
export function typeName(contentType) {
  return lookup(NAMES, contentType)?.[0] ?? 'File';
}

/** A safe name for the saved file: no path, not hidden, and with the extension of its real type. */
export function fileName(title, contentType) {
  const [, ...endings] = lookup(NAMES, contentType) ?? ['File', '.bin'];
  const name = cut(text(title).replace(/[/\\:*?"<>|\s]+/g, ' ').replace(/^[.\s]+/, ''), LONGEST_NAME)
    .replace(/[.\s]+$/, '');
  if (endings.some((ending) => name.toLowerCase().endsWith(ending) && name.length > ending.length)) {
    return name;
  }
  return (name || 'document') + endings[0];
}

/** A size in bytes for people. */
export function sizeName(bytes) {
  if (bytes === null) {
    return '';
  }
  if (bytes < 1000) {
    return `${bytes} bytes`;
  }
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A text document as text; a very long one is cut. */
export function readText(bytes) {
  const shown = new TextDecoder().decode(bytes.subarray(0, LONGEST_SHOWN_TEXT));
  return bytes.length > LONGEST_SHOWN_TEXT ? `${shown}\n… (the rest is in the download)` : shown;
}

/** Fails unless the bytes begin like a PDF, as they are given to the browser's own viewer. */
export function requirePdf(bytes) {
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).indexOf('%PDF-') < 0) {
    throw new Failure('damaged');
  }
}
