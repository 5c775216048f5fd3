package org.healthpassport.audit.proof;

import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.PublishedLog;

/** Proofs about a log that no application serves. */
public final class ProofTestAccess {
    private ProofTestAccess() {}

    public static Proofs proofs(PublishedLog log, VerifierKey key) {
        return new Proofs(new LogInUse(LogInUse.FIRST), log, () -> key);
    }
}
