import { button, element, words } from '../view/elements.js';
import { Failure } from '../view/failure.js';
import { moment } from '../view/values.js';
import { readCode } from './code.js';
import { explain, isSignedOut } from './messages.js';
import { Server } from './server.js';

const SCOPES = [
  ['RECORDS_READ', 'Read the health records', true],
  ['DOCUMENTS_READ', 'Read the documents', false],
  ['RECORDS_WRITE', 'Write health records', false],
  ['DOCUMENTS_WRITE', 'Add documents', false],
];
const LONGEST_REASON = 500;

const content = document.getElementById('content');
const tools = document.getElementById('tools');
const status = document.getElementById('status');

let server = new Server();
let code = null;
/** Counts the views, so that an answer that comes after the reader went on is dropped. */
let turn = 0;

window.addEventListener('hashchange', start);
// Leaving the page removes its content, so that nobody who comes back can read it.
window.addEventListener('pagehide', leave);
start();

/**
 * The code stays in the address bar until the patient is found: a phone that unloads the tab, while the doctor looks for
 * a code in another app, must find it there. Then it stands in memory only, and nowhere once the doctor signs out.
 */
function start() {
  const text = decodeURIComponentOr(location.hash.slice(1));
  code = text === '' ? null : readCode(text);
  if (text === '') {
    showProblem('Scan the code of a patient', 'This page opens when a doctor scans the QR code on a patient’s card or phone.');
  } else if (code === null) {
    showProblem('This code is not complete', 'A part of it is missing. Scan the code again.');
  } else if (server.isSignedIn) {
    connect();
  } else {
    showSignIn();
  }
}

function leave() {
  signOut();
  start();
}

function signOut() {
  server.signOut();
  server = new Server();
  tools.replaceChildren();
}

function showSignIn(given = { email: '', password: '', problem: '', withCode: false }) {
  const email = field('email', { type: 'email', required: true, autocomplete: 'username', autocapitalize: 'off', spellcheck: 'false' });
  email.value = given.email;
  const password = field('password', { type: 'password', required: true, autocomplete: 'current-password' });
  password.value = given.password;
  const totp = codeField();
  const problem = problemOf(given.problem);
  const submit = submitting('primary', 'Sign in');
  const form = element(
    'form',
    { class: 'card' },
    element('p', { class: 'eyebrow' }, 'For doctors and hospitals'),
    element('h1', { tabindex: '-1' }, 'A patient’s card'),
    element('p', {}, 'The person who carries this code keeps a health passport. It shows nothing here before you sign in.'),
    element(
      'ol',
      { class: 'steps' },
      element('li', {}, 'Sign in with your own account.'),
      element('li', {}, 'Check that it is the right person.'),
      element('li', {}, 'Ask for consent. In an emergency, take emergency access.'),
    ),
    element('label', { for: 'email' }, 'Email'),
    email,
    element('label', { for: 'password' }, 'Password'),
    password,
    ...(given.withCode ? [element('label', { for: 'totp' }, 'Code of your authenticator app'), totp] : []),
    problem,
    submit,
    element('p', { class: 'hint' }, 'You found this card? It tells nothing about its owner. Please destroy it, or hand it in.'),
  );
  onSubmit(form, submit, problem, 'Signing in…', async () => {
    try {
      await server.signIn(email.value.trim(), password.value, given.withCode ? totp.value.trim() : '');
    } catch (failure) {
      if (failure.details?.type === 'second-factor-required' && !given.withCode) {
        showSignIn({ email: email.value, password: password.value, problem: '', withCode: true });
        return;
      }
      throw failure;
    }
    await connect();
  });
  show('A patient’s card', form, given.withCode ? totp : given.problem ? password : null);
}

/** Learns who the patient is, which is recorded. */
async function connect() {
  const asked = turn;
  try {
    const patient = await server.connect(code);
    if (asked !== turn) {
      return;
    }
    history.replaceState(null, '', location.pathname);
    tools.replaceChildren(button('Sign out', 'secondary', leave));
    showPatient(patient);
  } catch (failure) {
    if (asked !== turn) {
      return;
    }
    signOut();
    showFailure(failure);
  }
}

function showPatient(patient) {
  show(
    'Is this the right person?',
    element(
      'div',
      { class: 'card' },
      element('h1', { tabindex: '-1' }, 'Is this the right person?'),
      person(patient),
      element('p', {}, 'Compare the name and the date of birth with the person before you.'),
      element(
        'div',
        { class: 'choices' },
        button('Ask for consent', 'primary', () => showAsking(patient)),
        button('This is an emergency', 'danger', () => showEmergency(patient)),
      ),
    ),
  );
}

function showAsking(patient) {
  const scopes = SCOPES.map(([name, label, checked]) => [name, element('input', { type: 'checkbox', checked }), label]);
  const reason = element('textarea', { id: 'reason', required: true, maxlength: String(LONGEST_REASON), 'aria-describedby': 'reason-hint problem' });
  const problem = problemOf('');
  const submit = submitting('primary', 'Ask the patient');
  const form = element(
    'form',
    { class: 'card' },
    element('h1', { tabindex: '-1' }, 'Ask for consent'),
    person(patient),
    element(
      'fieldset',
      {},
      element('legend', {}, 'What you ask for'),
      ...scopes.map(([, box, label]) => element('label', { class: 'choice' }, box, label)),
    ),
    element('label', { for: 'reason' }, 'Why'),
    reason,
    element('p', { id: 'reason-hint', class: 'hint' }, 'The patient reads this, and can allow less than you ask for.'),
    problem,
    submit,
    button('Back', 'secondary', () => showPatient(patient)),
  );
  onSubmit(form, submit, problem, 'Asking…', async () => {
    const wanted = scopes.filter(([, box]) => box.checked).map(([name]) => name);
    if (wanted.length === 0) {
      throw new Failure('refused', { status: 422, type: 'invalid', errors: [{ pointer: '/scopes', detail: 'must have at least one entry' }] });
    }
    await server.ask(patient.patientId, wanted, reason.value.trim());
    showDone('The patient was asked', 'The request is in the patient’s list, and the patient was told. As soon as they approve it, you can read what they allow.', patient);
  });
  show('Ask for consent', form);
}

function showEmergency(patient) {
  const reason = element('textarea', { id: 'reason', required: true, minlength: '10', maxlength: String(LONGEST_REASON), 'aria-describedby': 'reason-hint problem' });
  const totp = codeField();
  totp.required = false;
  const problem = problemOf('');
  const submit = submitting('danger', 'Take emergency access');
  const form = element(
    'form',
    { class: 'card problem' },
    element('h1', { tabindex: '-1' }, 'Emergency access'),
    person(patient),
    element('p', {}, 'You can read the records and documents for one hour, without consent. The patient is told at once, each look is marked, and your hospital reviews it.'),
    element('label', { for: 'reason' }, 'Reason'),
    reason,
    element('p', { id: 'reason-hint', class: 'hint' }, '10 to 500 characters.'),
    element('label', { for: 'totp' }, 'Code of your authenticator app'),
    totp,
    element('p', { class: 'hint' }, 'A new one. Leave it empty if your account has no second factor.'),
    problem,
    submit,
    button('Back', 'secondary', () => showPatient(patient)),
  );
  onSubmit(form, submit, problem, 'One moment…', async () => {
    const access = await server.takeEmergencyAccess(patient.patientId, reason.value.trim(), totp.value.trim());
    const until = moment(new Date(access.expiresAt));
    showDone('You have emergency access', `It ends at ${until}. Open the patient in your own system: the patient was told, and your hospital reviews it.`, patient);
  });
  show('Emergency access', form);
}

function showDone(title, text, patient) {
  show(
    title,
    element(
      'div',
      { class: 'card' },
      element('h1', { tabindex: '-1' }, title),
      person(patient),
      element('p', {}, text),
      element('p', { class: 'hint' }, 'The id of the patient, for your own system: ', element('code', {}, patient.patientId)),
      button('Back', 'secondary', () => showPatient(patient)),
    ),
  );
  announce(title);
}

function person({ name, birthDate }) {
  const full = [name?.given, name?.family].filter(Boolean).join(' ');
  return element('div', { class: 'person' }, element('strong', {}, words(full)), `Born ${birthDate}`);
}

/** Runs an action when the form is sent, once at a time; a failure is told above the button. */
function onSubmit(form, submit, problem, busy, action) {
  form.addEventListener('submit', async (submission) => {
    submission.preventDefault();
    const label = submit.textContent;
    const asked = turn;
    submit.disabled = true;
    submit.replaceChildren(busy);
    problem.replaceChildren();
    announce(busy);
    try {
      await action();
    } catch (failure) {
      if (asked !== turn) {
        return;
      }
      if (isSignedOut(failure) && server.isSignedIn) {
        signOut();
        showSignIn({ email: '', password: '', problem: explain(failure), withCode: false });
        return;
      }
      problem.replaceChildren(tell(failure));
    } finally {
      submit.disabled = false;
      submit.replaceChildren(label);
    }
  });
}

function showFailure(failure) {
  const offline = failure.kind === 'offline';
  showProblem(offline ? 'The server cannot be reached' : 'Nothing can be shown', tell(failure), code === null ? null : () => showSignIn());
}

function showProblem(title, text, again) {
  const problem = element('div', { class: 'card problem' }, element('h1', { tabindex: '-1' }, title), element('p', {}, text));
  if (again) {
    problem.append(button('Sign in again', 'primary', again));
  }
  show(title, problem);
  announce(`${title}. ${text}`);
}

function tell(failure) {
  if (!(failure instanceof Failure)) {
    console.error(failure);
    return 'Something went wrong on this page. Reload it, and scan the code again.';
  }
  return explain(failure);
}

function field(id, attributes) {
  return element('input', { id, ...attributes, 'aria-describedby': 'problem' });
}

function codeField() {
  return field('totp', { type: 'text', required: true, autocomplete: 'one-time-code', autocapitalize: 'off', spellcheck: 'false' });
}

function submitting(kind, label) {
  return element('button', { type: 'submit', class: kind }, label);
}

function problemOf(text) {
  return element('p', { id: 'problem', class: 'error', role: 'alert' }, text);
}

function show(title, shown, focused = null) {
  turn++;
  document.title = `${title} – Health Passport`;
  content.replaceChildren(shown);
  announce('');
  (focused ?? shown.querySelector('h1')).focus({ preventScroll: focused === null });
  window.scrollTo(0, 0);
}

function announce(message) {
  status.replaceChildren(message);
}

/** Some apps encode the fragment on its way from the camera to the browser. */
function decodeURIComponentOr(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
