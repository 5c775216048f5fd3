package org.healthpassport.edge.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The time that a client has to send a request and to take its answer. Only time that is spent waiting for the client
 * counts. Workers have no Bean Validation, so the record checks itself.
 *
 * @param headWithin the time for a request line and its headers, from their first byte
 * @param bodyWithin the time for the whole body of a request that is no upload
 * @param slowestTransfer the fewest bytes per second of an upload or an answer
 * @param averagedOver the time over which the speed of an upload or an answer is averaged
 */
@ConfigurationProperties("healthpassport.connection")
record ConnectionSettings(
        @DefaultValue("10s") Duration headWithin,
        @DefaultValue("30s") Duration bodyWithin,
        @DefaultValue("8KB") DataSize slowestTransfer,
        @DefaultValue("30s") Duration averagedOver) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    ConnectionSettings {
        require(isInRange(headWithin), "head-within", "HEALTHPASSPORT_HEAD_WITHIN", "a time from 1s to 1h", headWithin);
        require(isInRange(bodyWithin), "body-within", "HEALTHPASSPORT_BODY_WITHIN", "a time from 1s to 1h", bodyWithin);
        require(
                isInRange(averagedOver),
                "averaged-over",
                "HEALTHPASSPORT_TRANSFER_AVERAGED_OVER",
                "a time from 1s to 1h",
                averagedOver);
        require(
                slowestTransfer.toBytes() >= 1 && slowestTransfer.toGigabytes() < 1,
                "slowest-transfer",
                "HEALTHPASSPORT_SLOWEST_TRANSFER",
                "a size per second from 1B to 1GB, such as 8KB",
                slowestTransfer);
    }

    private static boolean isInRange(Duration time) {
        return time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0;
    }

    private static void require(boolean holds, String name, String variable, String expected, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("Expected healthpassport.connection.%s (%s) to be %s, but it is %s"
                    .formatted(name, variable, expected, value));
        }
    }
}
