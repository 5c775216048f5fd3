package org.healthpassport.audit.completeness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.healthpassport.audit.AuditUnderTest;
import org.healthpassport.audit.completeness.check.MissingEntries.Lost;
import org.healthpassport.events.stream.StreamKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CompletenessApiTest {
    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    @Test
    void shouldReportWhatIsMissing() throws Exception {
        // given
        MissingEntries missing = AUDIT.bean(MissingEntries.class);
        String id = UUID.randomUUID().toString();
        String stream = StreamKind.DOCUMENTS.stream(id);
        Instant since = Instant.parse("2026-11-23T05:26:31Z");
        AUDIT.bean(CompletenessCheck.class).run();
        StuckStreams stuck = AUDIT.bean(StuckStreams.class);
        stuck.put(new StuckStreams.Stuck(stream, 12, since));
        missing.put(stream, List.of(new Lost(stream, 3, 4, since), new Lost(stream, 9, 9, since)));
        try {
            // when
            Map<?, ?> report = report();

            // then
            assertThat(report.get("complete")).isEqualTo(false);
            assertThat((String) report.get("checkedAt")).endsWith("Z");
            assertThat(report.get("missingEntries")).isEqualTo(3);
            assertThat((List<?>) report.get("missing"))
                    .map(Object.class::cast)
                    .containsExactly(item(id, 3, 4), item(id, 9, 9));
            assertThat((List<?>) report.get("stuck"))
                    .map(Object.class::cast)
                    .containsExactly(Map.of(
                            "collection",
                            "documents",
                            "stream",
                            id,
                            "since",
                            "2026-11-23T05:26:31Z",
                            "waitsFor",
                            "SENDING"));
            missing.put(stream, List.of());
            assertThat(report().get("complete")).isEqualTo(false);
        } finally {
            stuck.remove(stream);
            missing.put(stream, List.of());
        }
        assertThat((List<?>) report().get("missing")).isEmpty();
    }

    @Test
    void shouldKnowThatTheWriterHasCaughtUp() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            AUDIT.bean(CompletenessCheck.class).run();
            assertThat(report().get("delayed")).isEqualTo(false);
        });
        MeterRegistry metrics = AUDIT.bean(MeterRegistry.class);
        assertThat(metrics.get("audit.completeness.delayed").gauge().value()).isZero();
        assertThat(metrics.get("audit.completeness.age").timeGauge().value(TimeUnit.SECONDS))
                .isBetween(0.0, 60.0);
    }

    private static Map<String, Object> item(String id, int from, int to) {
        return Map.of("collection", "documents", "stream", id, "from", from, "to", to, "since", "2026-11-23T05:26:31Z");
    }

    private static Map<?, ?> report() {
        Map<?, ?> report = AUDIT.auditor()
                .get()
                .uri("/api/audit/reports/completeness")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        assertThat(report).isNotNull();
        return report;
    }
}
