package org.healthpassport.standalone.output;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FullDiskFilterTest {
    private static final Exception FULL = new IOException("No space left on device");

    @Test
    void shouldDropMessagesOfKafkaAboutAFullDisk() {
        assertThat(decide("org.apache.kafka.storage.internals.log.UnifiedLog", FULL))
                .isEqualTo(FilterReply.DENY);
        assertThat(decide("kafka.server.ReplicaManager", new KafkaStorageException("Error while writing", FULL)))
                .isEqualTo(FilterReply.DENY);
    }

    @Test
    void shouldKeepEveryOtherMessage() {
        assertThat(decide("org.healthpassport.vault.space.LocalDisks", FULL)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("kafka.server.ReplicaManager", new IOException("Input/output error")))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("kafka.server.ReplicaManager", null)).isEqualTo(FilterReply.NEUTRAL);
    }

    private static FilterReply decide(String loggerName, @Nullable Exception failure) {
        Logger logger = new LoggerContext().getLogger(loggerName);
        return new FullDiskFilter()
                .decide(new LoggingEvent("", logger, Level.ERROR, "It failed", failure, new Object[0]));
    }
}
