package org.healthpassport.api.trail.row;

/** The kinds of things that requests do with a patient's data, or try. */
public enum LookAction {
    READ(1),
    CREATE(2),
    UPDATE(2),
    DELETE(2),
    /** Opens something to others: a QR code, a download link, a consent, a representative. */
    SHARE(2),
    LINK_OPENED(2),
    DENIED(3);

    private final int weight;

    LookAction(int weight) {
        this.weight = weight;
    }

    /** The heavier of two actions of one request tells more of it. */
    int weight() {
        return weight;
    }
}
