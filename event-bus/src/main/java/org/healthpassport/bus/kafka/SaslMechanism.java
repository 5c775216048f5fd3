package org.healthpassport.bus.kafka;

/** The ways to log in at Kafka with a user and a password. */
public enum SaslMechanism {
    PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule"),
    SCRAM_SHA_256("SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule"),
    SCRAM_SHA_512("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule");

    private final String name;
    private final String loginModule;

    SaslMechanism(String name, String loginModule) {
        this.name = name;
        this.loginModule = loginModule;
    }

    String loginModule() {
        return loginModule;
    }

    /** The name in Kafka's settings and in ours. */
    @Override
    public String toString() {
        return name;
    }
}
