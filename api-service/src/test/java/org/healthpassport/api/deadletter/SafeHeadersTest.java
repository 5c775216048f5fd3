package org.healthpassport.api.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.healthpassport.api.deadletter.kept.DeadLetterState;
import org.healthpassport.api.deadletter.kept.SafeHeaders;
import org.healthpassport.api.deadletter.kept.StoredDeadLetter;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeHeadersTest {
    private static final String ID = "01a2246f-6307-7476-802d-0f8ecbc4e67b";
    private static final long TAKEN = Instant.parse("2026-11-28T10:00:00Z").toEpochMilli();

    @Test
    void shouldShowWhatOurServicesWrite() {
        // when
        StoredDeadLetter kept = StoredDeadLetter.of(letter(
                TAKEN,
                Map.of(
                        "ce_type", "org.healthpassport.document.processed.v1",
                        "ce_subject", ID,
                        "dlt-kind", "RECORD",
                        "dlt-at", "2026-11-28T09:59:59.5Z",
                        "dlt-attempts", "3",
                        "dlt-reason", "Expected the header ce_id, but it is missing")));

        // then
        assertThat(kept.type()).isEqualTo("org.healthpassport.document.processed.v1");
        assertThat(kept.subject()).isEqualTo(ID);
        assertThat(kept.kind()).isEqualTo("RECORD");
        assertThat(kept.at()).isEqualTo(Instant.parse("2026-11-28T09:59:59.5Z"));
        assertThat(kept.attempts()).isEqualTo(3);
        assertThat(kept.reason()).isEqualTo("Expected the header ce_id, but it is missing");
        assertThat(kept.state()).isEqualTo(DeadLetterState.WAITING);
        assertThat(StoredDeadLetter.from(kept.toDocument())).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.healthpassport.vault.key.SealBroken at org.healthpassport.vault.key.SubjectKeys.open(SubjectKeys.java:71)",
                "java.lang.NullPointerException at java.base/java.util.Objects.requireNonNull(Objects.java:233)",
                "org.healthpassport.bus.ImpossibleValue",
                "Expected source to be /document-worker, but it is not"
            })
    void shouldShowReasonsThatAreOurOwn(String reason) {
        assertThat(new SafeHeaders(letter(TAKEN, Map.of("dlt-reason", reason))).reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Ada Example has asthma", "<b>x</b>", "Expected <script>", "Expected a\nb", "a@example.org"})
    void shouldNotShowReasonsThatSomebodyElseWrote(String reason) {
        assertThat(new SafeHeaders(letter(TAKEN, Map.of("dlt-reason", reason))).reason())
                .isEqualTo("unreadable");
    }

    @Property(tries = 300)
    void shouldTakeHeadersOfAnyForm(
            @ForAll String reason, @ForAll byte[] type, @ForAll String at, @ForAll long timestamp) {
        // given
        DeadLetter letter = letter(timestamp, Map.of("dlt-reason", reason, "dlt-at", at, "dlt-attempts", at));
        letter.asRecord().headers().add("ce_type", type).add("ce_subject", type).add("dlt-kind", null);

        // when
        StoredDeadLetter kept = StoredDeadLetter.of(letter);

        // then
        assertThat(kept.type()).isNull();
        assertThat(kept.subject()).isNull();
        assertThat(kept.reason().length()).isLessThanOrEqualTo(500);
        assertThat(StoredDeadLetter.from(kept.toDocument())).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "2026-11-01T00:00:00Z", "x", ""})
    void shouldNotBelieveTimesThatCannotBe(String at) {
        assertThat(new SafeHeaders(letter(TAKEN, Map.of("dlt-at", at))).at()).isEqualTo(Instant.ofEpochMilli(TAKEN));
        assertThat(new SafeHeaders(letter(Long.MAX_VALUE, Map.of("dlt-at", at))).at())
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void shouldTellApartWhatStandsAtTheSamePlaceOfATopicThatWasMadeAnew() {
        assertThat(StoredDeadLetter.idOf(letter(TAKEN, Map.of())))
                .isEqualTo(StoredDeadLetter.idOf(letter(TAKEN, Map.of())));
        assertThat(StoredDeadLetter.idOf(letter(TAKEN, Map.of())))
                .isNotEqualTo(StoredDeadLetter.idOf(letter(TAKEN + 1, Map.of())));
    }

    private static DeadLetter letter(long timestamp, Map<String, String> headers) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                "healthpassport.processing.api-service.dlt",
                0,
                7,
                timestamp,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                "key",
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return new DeadLetter(new DeadLetterTopic(Topics.PROCESSING, "api-service"), record);
    }
}
