package org.healthpassport.api.record.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRefusal;
import org.healthpassport.api.page.PageRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFilterTest {
    private static final String PATIENT = "01a00000-0000-7000-8000-000000000000";

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

    @Test
    void shouldNotGoOnInAListWithAnotherCode() {
        // given
        RecordFilter one = RecordFilter.of(null, "http://x|1", null, null);
        RecordFilter other = RecordFilter.of(null, "http://x|2", null, null);
        List<ListPosition> found =
                List.of(new ListPosition(Instant.EPOCH, PATIENT), new ListPosition(Instant.EPOCH, PATIENT));
        PageRequest first = one.pageOf(PATIENT, PageRequest.of(1, null));
        String cursor = Page.of(found, first, position -> position, position -> position)
                .nextCursor();
        PageRequest next = PageRequest.of(1, cursor);

        // then
        assertThat(one.pageOf(PATIENT, next).after()).isEqualTo(found.get(0));
        assertThat(catchThrowableOfType(Refused.class, () -> other.pageOf(PATIENT, next))
                        .refusal())
                .isEqualTo(new PageRefusal.CursorOfAnotherList());
    }
}
