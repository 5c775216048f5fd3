package org.healthpassport.aggregates.counter;

/**
 * An amount that a command has reserved and not settled yet.
 *
 * @param commandId the key of the reservation, with which the {@link Truth} finds the command
 */
public record Reservation(String counterId, String commandId, long amount) {

    /** The part that the counter has already added: all of what the command takes, nothing of what it gives back. */
    long held() {
        return Math.max(amount, 0);
    }

    Reservation grownBy(long step) {
        return new Reservation(counterId, commandId, amount + step);
    }
}
