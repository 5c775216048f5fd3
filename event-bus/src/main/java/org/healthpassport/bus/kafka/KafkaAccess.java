package org.healthpassport.bus.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The login of the clients of Kafka, and the certificates by which they recognise it.
 *
 * @param securityProtocol says whether they use TLS, and whether they log in
 * @param caFile the certificates in PEM that Kafka's own must be signed by; if not set, those that Java trusts
 */
@ConfigurationProperties("healthpassport.kafka")
public record KafkaAccess(
        @DefaultValue("PLAINTEXT") SecurityProtocol securityProtocol,
        @DefaultValue("SCRAM-SHA-512") SaslMechanism saslMechanism,
        @Nullable String username,
        @Nullable String password,
        @Nullable String caFile) {
    private static final String PEM = "PEM";

    public KafkaAccess {
        username = valueOf(username);
        password = valueOf(password);
        caFile = valueOf(caFile);
        if (logsIn(securityProtocol)) {
            require(
                    isLine(username) && isLine(password),
                    "Expected KAFKA_USERNAME and KAFKA_PASSWORD to be a line each with KAFKA_SECURITY_PROTOCOL=%s, but they are not."
                            .formatted(securityProtocol));
        } else {
            // They would be ignored, and the operator would believe that Kafka asks for them.
            require(
                    username == null && password == null,
                    "Expected KAFKA_SECURITY_PROTOCOL to be SASL_SSL or SASL_PLAINTEXT with a KAFKA_USERNAME or KAFKA_PASSWORD, but it is %s."
                            .formatted(securityProtocol));
        }
        if (caFile != null) {
            require(
                    usesTls(securityProtocol),
                    "Expected KAFKA_SECURITY_PROTOCOL to be SSL or SASL_SSL with a KAFKA_CA_FILE, but it is %s."
                            .formatted(securityProtocol));
            require(
                    Files.isReadable(Path.of(caFile)),
                    "Expected KAFKA_CA_FILE to be a file that this process can read, but it is not.");
        }
    }

    /** The same by the names of Kafka's clients; nothing for a Kafka that lets everybody in. */
    Map<String, String> clientSettings() {
        Map<String, String> settings = new HashMap<>();
        if (securityProtocol != SecurityProtocol.PLAINTEXT) {
            settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, securityProtocol.name);
        }
        if (username != null && password != null) {
            settings.put(SaslConfigs.SASL_MECHANISM, saslMechanism.toString());
            settings.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    "%s required username=%s password=%s;"
                            .formatted(saslMechanism.loginModule(), quoted(username), quoted(password)));
        }
        if (caFile != null) {
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
            settings.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, caFile);
        }
        return settings;
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "KafkaAccess[securityProtocol=%s, saslMechanism=%s, username=%s, caFile=%s]"
                .formatted(securityProtocol, saslMechanism, username, caFile);
    }

    private static boolean logsIn(SecurityProtocol protocol) {
        return protocol == SecurityProtocol.SASL_SSL || protocol == SecurityProtocol.SASL_PLAINTEXT;
    }

    private static boolean usesTls(SecurityProtocol protocol) {
        return protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
    }

    /** A variable that is set to nothing counts as not set. */
    private static @Nullable String valueOf(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static boolean isLine(@Nullable String text) {
        return text != null && text.chars().noneMatch(Character::isISOControl);
    }

    /** As a string in a configuration of JAAS. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
