package org.healthpassport.api.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.api.record.share.RecordSelection;
import org.healthpassport.fhir.catalog.RecordType;
import org.junit.jupiter.api.Test;

class RecordSelectionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void shouldTakeNoMoreBytesThanFit() {
        assertThat(taken(198_000, 201)).isEqualTo(21);
        assertThat(taken(RecordSelection.MOST_BYTES / 4, 4)).isEqualTo(4);
    }

    @Test
    void shouldTakeNoMoreRecordsThanFit() {
        assertThat(taken(1, RecordSelection.MOST_RECORDS + 1)).isEqualTo(RecordSelection.MOST_RECORDS);
    }

    @Test
    void shouldSayWhetherThereIsMore() {
        // given
        RecordSelection selection = new RecordSelection();

        // when
        IntStream.range(0, RecordSelection.MOST_RECORDS).forEach(i -> selection.look(record(1)));

        // then
        assertThat(selection.hasMore()).isFalse();
        selection.look(deleted());
        assertThat(selection.hasMore()).isFalse();
        selection.look(record(1));
        assertThat(selection.hasMore()).isTrue();
    }

    @Test
    void shouldNotLookAtDeletedOnesWithoutEnd() {
        // given
        RecordSelection selection = new RecordSelection();

        // when
        long looks = IntStream.range(0, 100_000)
                .peek(i -> selection.look(deleted()))
                .takeWhile(i -> !selection.hasMore())
                .count();

        // then
        assertThat(looks).isLessThan(5_000);
        assertThat(selection.chosen()).isEmpty();
    }

    @Test
    void shouldNoteWhatCannotBeReadAndNotLookAtItWithoutEnd() {
        // given
        RecordSelection selection = new RecordSelection();

        // when
        selection.look(record(1));
        selection.look(unreadable());

        // then
        assertThat(selection.chosen()).hasSize(1);
        assertThat(selection.broken()).hasSize(1);
        assertThat(selection.hasMore()).isFalse();
        IntStream.range(0, 5_000).forEach(i -> selection.look(unreadable()));
        assertThat(selection.hasMore()).isTrue();
    }

    private static int taken(int bytes, int records) {
        RecordSelection selection = new RecordSelection();
        for (int i = 0; i < records && !selection.hasMore(); i++) {
            selection.look(record(bytes));
        }
        return selection.chosen().size();
    }

    private static ReadResult<Snapshot<HealthRecordState>> record(int bytes) {
        return ReadResult.readable(new Snapshot<>("record", 1, NOW, state(bytes)));
    }

    private static ReadResult<Snapshot<HealthRecordState>> unreadable() {
        return ReadResult.broken(new Unreadable("records", "record", "patient", UnreadableReason.SEAL_BROKEN));
    }

    private static ReadResult<Snapshot<HealthRecordState>> deleted() {
        return ReadResult.readable(new Snapshot<>("record", 2, NOW, state(1).deleted(new Written("command", 0), NOW)));
    }

    private static HealthRecordState state(int bytes) {
        return HealthRecordState.first(
                "patient", RecordType.ALLERGY_INTOLERANCE, SearchKeys.NONE, new Written("command", bytes), NOW, null);
    }
}
