import { button, element, words } from './elements.js';
import { Failure } from './failure.js';
import { importKey } from './jwe.js';
import { looksLikeLink, readLink } from './link.js';
import { expired, explain, isOver, wrongPasscode } from './messages.js';
import { arrange } from './passport.js';
import { drawPassport, drawPatient } from './reading.js';
import { fetchDocument, fetchShared } from './server.js';
import { Shelf } from './shelf.js';
import { moment } from './values.js';

const LONGEST_NAME = 100;

const content = document.getElementById('content');
const tools = document.getElementById('tools');
const status = document.getElementById('status');

let shelf = null;
/** Counts the views, so that an answer that comes after the reader went on is dropped. */
let turn = 0;

window.addEventListener('hashchange', start);
// Leaving the page removes its content, so that nobody who comes back can read it.
window.addEventListener('pagehide', start);
// Paper cannot be unfolded.
window.addEventListener('beforeprint', () => content.querySelectorAll('details').forEach((details) => details.setAttribute('open', '')));
start();

/**
 * The link stays in the address bar until the reader closes the data: the browser wrote it into its history before this
 * page started, and a phone that unloads a background tab must find it there when the reader comes back. It is stored
 * nowhere else; a pasted link is kept in memory only.
 */
function start() {
  ask(decodeURIComponentOr(location.hash.slice(1)));
}

function ask(text) {
  forget();
  if (text === '') {
    showStart();
    return;
  }
  try {
    requireBrowser();
    const link = readLink(text, location.origin);
    if (isOver(link, new Date())) {
      showProblem(expired(link), 'Try anyway', () => showForm(link));
    } else {
      showForm(link);
    }
  } catch (failure) {
    showFailure(failure, null);
  }
}

/** The page without a link: a field to paste one. */
function showStart() {
  const field = element('input', { id: 'link', type: 'text', required: true, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': 'problem' });
  const problem = element('p', { id: 'problem', class: 'error', role: 'alert' });
  const form = element(
    'form',
    { class: 'card' },
    element('h1', { tabindex: '-1' }, 'Open a shared health record'),
    element('p', {}, 'Scan the patient’s QR code with the camera of your phone, or paste the link that you were given.'),
    element('label', { for: 'link' }, 'Link'),
    field,
    problem,
    element('button', { type: 'submit', class: 'primary' }, 'Continue'),
  );
  form.addEventListener('submit', (submission) => {
    submission.preventDefault();
    if (looksLikeLink(field.value)) {
      ask(field.value);
    } else {
      problem.replaceChildren('This is not a link to a health record. It has “shlink:/” in it.');
      field.focus();
    }
  });
  show('Open a shared health record', form);
}

function showForm(link, given = { recipient: '', problem: '' }) {
  const needsPasscode = link.needsPasscode || given.needsPasscode === true;
  const recipient = element('input', { id: 'recipient', type: 'text', required: true, maxlength: String(LONGEST_NAME), autocomplete: 'name', 'aria-describedby': 'recipient-hint' });
  recipient.value = given.recipient;
  const passcode = element('input', { id: 'passcode', type: 'password', required: true, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': 'passcode-hint problem' });
  const submit = element('button', { type: 'submit', class: 'primary' }, 'Open');
  const title = link.label || 'A patient shares health data with you';
  const form = element(
    'form',
    { class: 'card' },
    element('p', { class: 'eyebrow' }, 'Shared with you'),
    element('h1', { tabindex: '-1' }, words(title)),
    link.expiresAt === null ? null : element('p', {}, `Valid until ${moment(link.expiresAt)}.`),
    element('label', { for: 'recipient' }, 'Your name'),
    recipient,
    element('p', { id: 'recipient-hint', class: 'hint' }, 'With your role or practice. Every opening is recorded with it.'),
    ...(needsPasscode
      ? [
          element('label', { for: 'passcode' }, 'Passcode'),
          element('div', { class: 'with-button' }, passcode, revealing(passcode)),
          element('p', { id: 'passcode-hint', class: 'hint' }, 'Ask the patient for it. It is case-sensitive.'),
        ]
      : []),
    element('p', { id: 'problem', class: 'error', role: 'alert' }, given.problem),
    submit,
  );
  form.addEventListener('submit', (submission) => {
    submission.preventDefault();
    if (recipient.value.trim() === '') {
      recipient.focus();
      return;
    }
    submit.disabled = true;
    submit.replaceChildren('Opening…');
    announce('Opening');
    open(link, recipient.value.trim(), needsPasscode ? passcode.value : '');
  });
  show(title, form, given.problem ? passcode : recipient.value ? submit : recipient);
}

function revealing(passcode) {
  const toggle = button('Show', 'secondary', () => {
    const hidden = passcode.type === 'password';
    passcode.type = hidden ? 'text' : 'password';
    toggle.replaceChildren(hidden ? 'Hide' : 'Show');
    toggle.setAttribute('aria-pressed', String(hidden));
    passcode.focus();
  });
  toggle.setAttribute('aria-pressed', 'false');
  toggle.setAttribute('aria-controls', 'passcode');
  return toggle;
}

async function open(link, recipient, passcode) {
  const asked = turn;
  try {
    const key = await importKey(link.key);
    const shared = await fetchShared(link, key, recipient, passcode);
    if (asked === turn) {
      showPassport(link, key, recipient, shared);
    }
  } catch (failure) {
    if (asked !== turn) {
      return;
    }
    const remaining = failure.details?.remaining;
    if (failure.kind === 'passcode' && remaining !== 0) {
      showForm(link, { recipient, needsPasscode: true, problem: wrongPasscode(remaining, passcode !== '') });
    } else {
      showFailure(failure, link, () => showForm(link, { recipient, problem: '' }));
    }
  }
}

function showPassport(link, key, recipient, shared) {
  const passport = arrange(shared.resources, new Date());
  shelf = new Shelf((address) => fetchDocument(address, link, key), announce);
  const patient = drawPatient(passport.patient, link.label);
  const made = passport.asOf ? `Summary as of ${passport.asOf}. ` : '';
  const page = element(
    'article',
    { class: 'passport' },
    patient,
    element('p', { class: 'made' }, made, `Opened ${moment(new Date())} for `, words(recipient), '.'),
    ...incomplete(shared, passport),
    passport.remark ? element('p', { class: 'warning' }, words(passport.remark)) : null,
    ...drawPassport(passport),
    passport.documents.length > 0 ? shelf.draw(passport.documents) : null,
  );
  // Without the name, as the browser keeps titles in its history.
  show('Shared health data', page, patient.querySelector('h1'));
  tools.replaceChildren(
    button('Print', 'secondary', () => window.print()),
    button('Close', 'secondary', () => {
      history.replaceState(null, '', location.pathname);
      start();
    }),
  );
  announce('Opened');
}

function incomplete({ damaged, unsupported }, { hidden, notices }) {
  return [
    hidden === 1 && 'Incomplete: one entry cannot be shown, as the server cannot read it now. Ask the patient what is missing.',
    hidden > 1 && `Incomplete: ${hidden} entries cannot be shown, as the server cannot read them now. Ask the patient what is missing.`,
    damaged > 0 && `Incomplete: ${counted(damaged, 'part')} of the shared data could not be decrypted.`,
    unsupported > 0 && `${counted(unsupported, 'part')} of the shared data cannot be shown on this page.`,
    ...notices.map(words),
  ]
    .filter(Boolean)
    .map((warning) => element('p', { class: 'warning', role: 'alert' }, warning));
}

function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function showFailure(failure, link, again) {
  if (!(failure instanceof Failure)) {
    console.error(failure);
  }
  const told = explain(failure instanceof Failure ? failure : new Failure('damaged'), link, new Date());
  showProblem(told, 'Try again', told.again ? again : undefined);
}

function showProblem({ title, text }, action, again) {
  const problem = element('div', { class: 'card problem' }, element('h1', { tabindex: '-1' }, title), element('p', {}, text));
  if (again) {
    problem.append(button(action, 'primary', again));
  }
  show(title, problem);
  announce(`${title}. ${text}`);
}

function show(title, shown, focused = shown.querySelector('h1')) {
  turn++;
  document.title = `${title} – Health Passport`;
  content.replaceChildren(shown);
  announce('');
  focused?.focus({ preventScroll: focused.tagName === 'H1' });
  window.scrollTo(0, 0);
}

function announce(message) {
  status.replaceChildren(message);
}

function forget() {
  shelf?.clear();
  shelf = null;
  tools.replaceChildren();
}

function requireBrowser() {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) {
    throw new Failure('insecure');
  }
  try {
    new DecompressionStream('deflate-raw');
  } catch {
    throw new Failure('old-browser');
  }
}

/** Some apps encode the fragment on its way from the camera to the browser. */
function decodeURIComponentOr(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
