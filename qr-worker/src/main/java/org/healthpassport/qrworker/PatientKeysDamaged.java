package org.healthpassport.qrworker;

import org.healthpassport.bus.UnreadableItem;

/** The stored keys of one patient were changed, or belong to another patient; nobody else is concerned. */
final class PatientKeysDamaged extends RuntimeException implements UnreadableItem {
    private static final long serialVersionUID = 1L;

    PatientKeysDamaged(Throwable cause) {
        super("Expected to read one of the subjectKeys, but the keys of its owner cannot be unwrapped.", cause);
    }

    @Override
    public boolean isDamagedItself() {
        return true;
    }
}
