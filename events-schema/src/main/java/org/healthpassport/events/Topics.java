package org.healthpassport.events;

/** The topics of the bus, and the one place that knows their names. */
public enum Topics {
    /** Records, documents, QR codes, consents and erasure; key: patient id. */
    PATIENT("healthpassport.patient"),
    /** Accounts; key: account id. */
    IDENTITY("healthpassport.identity"),
    /** Reads, denials, link openings and logins; key: patient id. */
    ACCESS("healthpassport.access"),
    /** The reports of workers; key: id of the document or QR code. */
    PROCESSING("healthpassport.processing");

    private final String topicName;

    Topics(String topicName) {
        this.topicName = topicName;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** The topic where the named consumer puts the records of this topic that it could not handle. */
    public String deadLetterName(String consumer) {
        return topicName + "." + consumer + ".dlt";
    }

    /** The topic where the named consumer has records of this topic again, after it had put them aside. */
    public String replayName(String consumer) {
        return topicName + "." + consumer + ".replay";
    }
}
