package org.healthpassport.api.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.api.fhir.validation.Issue.Severity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullValidatorTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final ValidationThreads THREADS = new ValidationThreads(2);
    private static final FullValidator VALIDATOR = new FullValidator(THREADS);

    @AfterAll
    static void close() {
        THREADS.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void shouldFindTheSameAfterAnyNumberOfOverflows(int overflows) {
        // given
        String wrong =
                observation("\"valueQuantity\":{\"value\":1,\"system\":\"http://unitsofmeasure.org\",\"code\":\"qq\"}");
        List<Issue> before = VALIDATOR.validate(wrong, new TimeLimit(LONG));

        // when
        String bomb = observation("\"extension\":[{\"url\":\"http://a.example/e\",\"valueOid\":\"urn:oid:1"
                + ".1".repeat(400_000) + ".\"}]");
        for (int i = 0; i < overflows; i++) {
            assertThat(VALIDATOR.validate(bomb, new TimeLimit(LONG)))
                    .singleElement()
                    .extracting(Issue::code)
                    .isEqualTo("too-costly");
        }

        // then
        assertThat(VALIDATOR.validate(wrong, new TimeLimit(LONG))).isEqualTo(before);
        assertThat(before).extracting(Issue::severity).contains(Severity.ERROR);
    }

    @Test
    void shouldEndWhenItsTimeIsOver() {
        // given
        AtomicLong looks = new AtomicLong();
        TimeLimit limit = new TimeLimit(Duration.ofNanos(100), looks::incrementAndGet);

        // when
        List<Issue> issues = VALIDATOR.validate(components(1_000), limit);

        // then
        assertThat(issues).containsExactly(FullValidator.TOO_LONG);
        assertThat(looks).hasValueLessThan(110);
    }

    @Test
    void shouldNotBeginWhenNobodyWaits() {
        // given
        TimeLimit limit = new TimeLimit(LONG);
        limit.leave();

        // when / then
        assertThat(VALIDATOR.validate(components(1), limit)).containsExactly(FullValidator.TOO_LONG);
    }

    private static String components(int count) {
        return observation("\"component\":["
                + String.join(",", Collections.nCopies(count, "{\"code\":{\"text\":\"a\"},\"valueString\":\"b\"}"))
                + ']');
    }

    private static String observation(String member) {
        return "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"Pulse\"}," + member + '}';
    }
}
