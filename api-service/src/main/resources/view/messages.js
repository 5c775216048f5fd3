import { moment } from './values.js';

/**
 * Explains a failure to the reader: what happened, and what they can do.
 *
 * @param {import('./failure.js').Failure} failure
 * @param {?{expiresAt: ?Date}} link the link, when it could be read
 * @returns {{title: string, text: string, again: boolean}} `again` is true if trying again can help
 */
export function explain(failure, link, now) {
  const { kind, details } = failure;
  switch (kind) {
    case 'not-a-link':
      return told('This is not a complete link', 'It is incomplete or was changed on the way. Scan the code again, or ask for the link again.');
    case 'newer-version':
      return told('This link has a newer version', 'This page cannot open it. Ask for another link.');
    case 'single-file':
      return told('This page does not open this kind of link', 'It leads straight to a file, which links of this site never do. Open it with the app or the page it came with.');
    case 'other-site':
      return told('This link belongs to another site', `It leads to ${details.host}, and this page only opens its own links. Open it with the app or the page it came with.`);
    case 'inactive':
      return isOver(link, now) ? expired(link) : told('This link is no longer active', 'It was revoked, was opened as often as allowed, or never existed. Ask the patient for a new one.');
    case 'passcode':
      return told('No attempts left', 'The passcode was wrong too many times, so the link is closed for good. Ask the patient for a new one.');
    case 'busy':
      return told('The server is busy', `Nothing is lost. Try again in ${waiting(details.seconds)}.`, true);
    case 'offline':
      return told('The server cannot be reached', 'Check the connection of this device, then try again.', true);
    case 'damaged':
      return told('The data cannot be decrypted', 'It does not match the key in this link, or was changed on the way, so nothing is shown. Scan the code again, or ask for a new link.', true);
    case 'too-large':
      return told('This is too large to open here', 'It is larger than a browser can decrypt safely. Ask the patient for the file.');
    case 'insecure':
      return told('This page needs a secure connection', 'Browsers decrypt only on pages whose address begins with https. Ask the operator of this server.');
    case 'old-browser':
      return told('This browser is too old', 'It cannot unpack the data. Update it, or open the link on another device.');
    default:
      return told('The server did not accept the request', 'Try again later, or ask for a new link.', true);
  }
}

/** True if a link has expired, by the clock of this device. */
export function isOver(link, now) {
  return link !== null && link.expiresAt !== null && link.expiresAt <= now;
}

export function expired(link) {
  return told('This link has expired', `It was valid until ${moment(link.expiresAt)}. Ask the patient for a new one.`);
}

/** After a wrong passcode, while there are attempts left. */
export function wrongPasscode(remaining, given) {
  const attempts = remaining === 1 ? 'One attempt is left; after it, the link is closed for good.' : `${remaining} attempts are left.`;
  const what = given ? 'This passcode is wrong.' : 'This link needs a passcode.';
  return remaining === null ? what : `${what} ${attempts}`;
}

function waiting(seconds) {
  if (seconds === null || seconds <= 0) {
    return 'a minute';
  }
  return seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.ceil(seconds / 60)} minutes`;
}

function told(title, text, again = false) {
  return { title, text, again };
}
