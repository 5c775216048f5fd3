package org.healthpassport.bus;

/**
 * A failure to read one stored item that an event is about. If only that item is damaged, the event is a dead letter after
 * three tries, so that events about others do not wait; it can be replayed once the item is restored.
 */
public interface UnreadableItem {

    /** True if the item itself is damaged; false if a wrong key can be the cause, which would concern all items. */
    boolean isDamagedItself();
}
