/**
 * A failure that is explained to the reader.
 *
 * Kinds: insecure, old-browser (the browser); not-a-link, other-site, newer-version, single-file (the link itself);
 * passcode, inactive, busy, offline, refused (the conversation with the server); damaged, too-large (what came back).
 */
export class Failure extends Error {
  constructor(kind, details = {}) {
    super(kind);
    this.name = 'Failure';
    this.kind = kind;
    this.details = details;
  }
}
