/** A string, which can hold digits that are no number, or a number. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*/g;

/**
 * Reads JSON whose numbers are for people: each becomes the text that was written. A double would turn 1.50 into 1.5, and
 * cannot hold 17 digits; in FHIR, the precision of a decimal has a meaning (R4, datatypes.html#decimal).
 *
 * @throws {SyntaxError} if it is not JSON
 */
export function readJson(text) {
  JSON.parse(text); // Quotes could make JSON of what is none, such as {1: 2}.
  return JSON.parse(text.replace(STRING_OR_NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`)));
}
