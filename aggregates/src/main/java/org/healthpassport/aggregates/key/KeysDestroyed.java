package org.healthpassport.aggregates.key;

import org.healthpassport.bus.UnreadableItem;

/** Something is to be sealed or opened for a subject whose keys do not exist any more, so that none of its data does. */
public final class KeysDestroyed extends RuntimeException implements UnreadableItem {
    private static final long serialVersionUID = 1L;

    KeysDestroyed() {
        super("Expected keys of the subject, but there are none.");
    }

    @Override
    public boolean isDamagedItself() {
        return true;
    }
}
