package org.healthpassport.api.record.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.healthpassport.aggregates.refusal.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFilterTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "Patient", "allergyintolerance", "DELETED"})
    void shouldRefuseTypesThatNoRecordHas(String type) {
        // when
        Refused refused = catchThrowableOfType(Refused.class, () -> RecordFilter.of(type, null, null, null));

        // then
        assertThat(refused.refusal()).isEqualTo(new FilterRefusal.UnknownType());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30", "2026-11-23T08:30:00", "23.11.2026"})
    void shouldRefuseTimesThatCannotBeRead(String time) {
        assertThat(catchThrowableOfType(Refused.class, () -> RecordFilter.of(null, null, time, null))
                        .refusal())
                .isEqualTo(new FilterRefusal.UnreadableTime());
        assertThat(catchThrowableOfType(Refused.class, () -> RecordFilter.of(null, null, null, time))
                        .refusal())
                .isEqualTo(new FilterRefusal.UnreadableTime());
    }

    @Test
    void shouldTakeADateForTheWholeDay() {
        // when
        RecordFilter filter = RecordFilter.of(null, null, "2026-11-23", "2026-11-23");

        // then
        assertThat(filter.from()).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(filter.to()).isEqualTo("2026-11-23T23:59:59.999999999Z");
    }
}
