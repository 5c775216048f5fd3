package org.healthpassport.api.record.race;

import java.util.List;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that race for the same records on one instance. */
class OneInstanceRaceTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldKeepWhatItAcknowledgesToAChangeThatWasAheadOfItsVersion() throws Exception {
        FutureVersion.verify(api.newPatient(), api.port(), api.port());
    }

    @Test
    void shouldKeepEverythingThatItAcknowledgesToRacingClients() throws Exception {
        new Race(api, List.of(api.port())).run();
    }
}
