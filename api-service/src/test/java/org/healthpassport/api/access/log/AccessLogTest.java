package org.healthpassport.api.access.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.Client;
import org.healthpassport.aggregates.stamp.Correlation;
import org.healthpassport.aggregates.stamp.Stamps;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.events.Event;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.audit.AuditAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

class AccessLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldMakeAFloodOfFailuresAFewEvents() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            String address = UUID.randomUUID().toString();
            Client client = new Client(address, address, null, AuditAction.READ);
            Access denial = new Access.Denial(null, DenialReason.NO_TOKEN);
            AccessLog accessLog = new AccessLog(
                    api.bean(AccessWriter.class), api.bean(Stamps.class), new Ids(), api.bean(Clock.class));

            // when
            Flux.range(0, 1_000)
                    .flatMap(i -> accessLog.record(denial))
                    .contextWrite(client::into)
                    .contextWrite(Actor.ANONYMOUS::into)
                    .contextWrite(new Correlation(address, null, null)::into)
                    .blockLast(PATIENCE);
            accessLog.close();

            // then
            Event merged = recorded.one(event -> occurrences(event) > 1);
            assertThat(occurrences(merged)).isEqualTo(980);
            assertThat(recorded.detail(merged).get("address").asString()).isEqualTo(address);
            List<Event> alone = recorded.all(20, event -> event.correlationId().equals(address));
            assertThat(alone).allMatch(event -> occurrences(event) == 1);
        }
    }

    @Test
    void shouldRecordEachFailureThatAPatientIsToKnowOf() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            String patientId = api.newPatient().patientId();
            String address = UUID.randomUUID().toString();
            Client client = new Client(address, address, null, AuditAction.READ);

            // when
            Flux.range(0, 25)
                    .flatMap(i ->
                            api.bean(AccessLog.class).record(new Access.Denial(patientId, DenialReason.INVALID_LINK)))
                    .contextWrite(client::into)
                    .contextWrite(Actor.ANONYMOUS::into)
                    .contextWrite(new Correlation(address, null, null)::into)
                    .blockLast(PATIENCE);

            // then
            assertThat(recorded.all(25, event -> event.key().equals(patientId)))
                    .allMatch(event -> occurrences(event) == 1);
        }
    }

    private static int occurrences(Event event) {
        return event.payload(event.type().payloadClass()) instanceof AccessDenied denied ? denied.getOccurrences() : 0;
    }
}
