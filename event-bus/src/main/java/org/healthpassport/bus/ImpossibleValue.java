package org.healthpassport.bus;

/**
 * An event parses, but holds a value that no version of its producer can have meant. It is a dead letter after three
 * tries. Not for a seal that does not open, nor for anything else that a wrong key or a bug here can cause.
 */
public final class ImpossibleValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message without the value: it becomes the reason of the dead letter */
    public ImpossibleValue(String message) {
        super(message);
    }
}
