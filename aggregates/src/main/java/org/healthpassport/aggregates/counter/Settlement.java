package org.healthpassport.aggregates.counter;

/**
 * The end of a reservation.
 *
 * @param counted the amount that the command really added; 0 if it took no effect
 */
record Settlement(Reservation reservation, long counted) {

    /** The change of {@code used}: a reservation is already in it as far as it is held. */
    long difference() {
        return counted - reservation.held();
    }
}
