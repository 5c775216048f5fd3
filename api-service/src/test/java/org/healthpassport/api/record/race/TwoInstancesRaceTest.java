package org.healthpassport.api.record.race;

import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.Instance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that race for the same records on two instances, which share the store and the broker. */
class TwoInstancesRaceTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static Instance another;

    @BeforeAll
    static void startAnother() {
        another = api.anotherInstance(Map.of());
    }

    @AfterAll
    static void stopTheOther() {
        another.close();
    }

    @Test
    void shouldKeepWhatTheyAcknowledgeToAChangeThatWasAheadOfItsVersion() throws Exception {
        FutureVersion.verify(api.newPatient(), api.port(), another.port());
    }

    @Test
    void shouldKeepEverythingThatTheyAcknowledgeToRacingClients() throws Exception {
        new Race(api, List.of(api.port(), another.port())).run();
    }
}
