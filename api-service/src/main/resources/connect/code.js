const CODE = /^[A-Za-z0-9_-]{43}$/;

/**
 * Reads the code of a patient, bare or behind the address of a page.
 *
 * @returns {?string} null if the text has no code
 */
export function readCode(text) {
  const code = text.trim().split('#').pop();
  return CODE.test(code) ? code : null;
}
