package org.healthpassport.standalone.network;

/** The ports that this process listens on, and the settings that choose them. */
public enum Port {
    API("HEALTHPASSPORT_API_PORT", 8080),
    DOCUMENT_WORKER("HEALTHPASSPORT_DOCUMENT_WORKER_PORT", 8081),
    QR_WORKER("HEALTHPASSPORT_QR_WORKER_PORT", 8082),
    AUDIT("HEALTHPASSPORT_AUDIT_PORT", 8083),
    KAFKA("HEALTHPASSPORT_KAFKA_PORT", 0),
    MONGODB("HEALTHPASSPORT_MONGODB_PORT", 0);

    private final String setting;
    private final int defaultNumber;

    Port(String setting, int defaultNumber) {
        this.setting = setting;
        this.defaultNumber = defaultNumber;
    }

    /** True if people and their programs use the service, and not only this process and its operator. */
    boolean isOfUsers() {
        return this == API || this == AUDIT;
    }

    public String setting() {
        return setting;
    }

    /** The number if the setting is absent; 0 stands for any free port. */
    public int defaultNumber() {
        return defaultNumber;
    }
}
