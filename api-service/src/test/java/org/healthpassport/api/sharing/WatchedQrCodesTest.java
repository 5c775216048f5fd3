package org.healthpassport.api.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;

class WatchedQrCodesTest {

    /** A state after an event that nobody watches could be put back. */
    @Test
    void shouldWatchAllEventsOfQrCodes() {
        assertThat(SharingConfiguration.EVENTS)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
                        .filter(type ->
                                type.topic() == Topics.PATIENT && type.name().startsWith(QrCodes.RESOURCE_TYPE + "_"))
                        .toList());
    }
}
