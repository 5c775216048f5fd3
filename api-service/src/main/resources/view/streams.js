import { Failure } from './failure.js';

/** All bytes of a stream, up to a limit, so that the sender does not decide how much memory is used. */
export async function readAtMost(stream, mostBytes) {
  const reader = stream.getReader();
  const chunks = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > mostBytes) {
      reader.cancel().catch(() => {}); // However it ends, nothing more of it is needed.
      throw new Failure('too-large');
    }
    chunks.push(next.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
