/**
 * Explains in words why something did not work, and what to do.
 *
 * @param {import('../view/failure.js').Failure} failure
 */
export function explain(failure) {
  if (failure.kind === 'offline') {
    return 'The server cannot be reached. Check the connection of this device, then try again.';
  }
  const { status, type, errors, wait } = failure.details;
  switch (type) {
    case 'wrong-credentials':
      return 'Email or password is wrong.';
    case 'second-factor-required':
      return 'Enter the code of your authenticator app.';
    case 'wrong-second-factor':
      return 'This code is wrong, or was used already. Wait for the next code of your app.';
    case 'second-factor-missing':
      return 'Your account must have a second factor first. Enrol one, then scan the code again.';
    case 'account-pending':
      return 'Your account waits for its activation by your hospital.';
    case 'account-suspended':
    case 'account-closed':
      return 'This account cannot be used.';
    case 'open-request':
      return 'The patient has not decided about your last request yet.';
    default:
  }
  switch (status) {
    case 401:
      return 'Your session has ended. Sign in again.';
    case 403:
      return 'Your account may not do this. Only active doctors and hospitals may; emergency access is for doctors of hospitals that an administrator has enabled.';
    case 404:
      return 'This code is not active. Ask the patient for another one.';
    case 409:
      return 'This is not possible at the moment.';
    case 422:
      return errors.map(({ pointer, detail }) => `${named(pointer)} ${detail}.`).join(' ') || 'Something is missing.';
    case 429:
      return `Too many requests. Try again in ${waiting(wait)}.`;
    default:
      return 'The server did not accept the request. Try again later.';
  }
}

/** True if the session is over, so that signing in again can help. */
export function isSignedOut(failure) {
  return failure.details?.status === 401 && failure.details.type === 'unauthenticated';
}

function named(pointer) {
  return { '/reason': 'The reason', '/totp': 'The code', '/scopes': 'What you ask for' }[pointer] ?? 'A field';
}

function waiting(seconds) {
  if (seconds === null) {
    return 'a minute';
  }
  return seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.ceil(seconds / 60)} minutes`;
}
