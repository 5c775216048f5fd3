// Checks a proof file with nothing of ours: @sigstore/verify does all hashing, proving and signature checking.
//
//   node verify-proof.js <proof file> <entry file> <verifier key>
const crypto = require('crypto');
const fs = require('fs');
const { verifyCheckpoint } = require('@sigstore/verify/dist/tlog/checkpoint');
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/tlog/merkle');

const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

const [proofFile, entryFile, verifierKey] = process.argv.slice(2);

/** The log as Sigstore describes one: C2SP's <name>+<key id>+<base64 of type and key>. */
function trustedLog(vkey) {
  const [name, keyId, key] = vkey.split('+', 2).concat(vkey.slice(vkey.indexOf('+', vkey.indexOf('+') + 1) + 1));
  const raw = Buffer.from(key, 'base64').subarray(1);
  return {
    baseURL: name,
    logID: Buffer.from(keyId, 'hex'),
    publicKey: crypto.createPublicKey({ key: Buffer.concat([ED25519_SPKI, raw]), format: 'der', type: 'spki' }),
  };
}

/** The proof as Sigstore's bundles have it. */
function proofOf(text) {
  const end = text.indexOf('\n\n');
  const [, index, ...hashes] = text.slice(0, end).split('\n');
  return {
    logIndex: index.slice('index '.length),
    hashes: hashes.map((hash) => Buffer.from(hash, 'base64')),
    checkpoint: { envelope: text.slice(end + 2) },
  };
}

try {
  const inclusionProof = proofOf(fs.readFileSync(proofFile, 'utf8'));
  const entry = { canonicalizedBody: fs.readFileSync(entryFile), inclusionProof };
  const checkpoint = verifyCheckpoint(entry, [trustedLog(verifierKey)]);
  verifyMerkleInclusion(entry, checkpoint);
  console.log(`GOOD: entry ${inclusionProof.logIndex} of ${checkpoint.logSize}`);
} catch (failure) {
  console.log(`BAD: ${failure.message}`);
  process.exitCode = 1;
}
