package org.healthpassport.api.record.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.LongStream;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.fhir.catalog.RecordType;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class RecordScanTest {
    private static final RecordFilter ALLERGIES = RecordFilter.of("AllergyIntolerance", null, null, null);
    private static final RecordFilter PEANUTS = RecordFilter.of(null, "peanuts", null, null);

    @Test
    void shouldEndWithWhatWasAskedFor() {
        // given
        RecordScan scan = new RecordScan(ALLERGIES, PageRequest.of(2, null));

        // then
        assertThat(lookedAt(scan, 5)).isEqualTo(3);
        assertThat(scan.page().items()).hasSize(2);
        assertThat(scan.page().nextCursor()).isNotNull();
    }

    @Test
    void shouldBeTheLastPageWhenAllWasLookedAt() {
        // given
        RecordScan scan = new RecordScan(PEANUTS, PageRequest.of(2, null));

        // then
        assertThat(lookedAt(scan, RecordScan.MOST - 1)).isEqualTo(RecordScan.MOST - 1);
        assertThat(scan.page().items()).isEmpty();
        assertThat(scan.page().nextCursor()).isNull();
    }

    @Test
    void shouldEndAnEmptyPageAfterSoManyAndGoOnBehindTheLast() {
        // given
        RecordScan scan = new RecordScan(PEANUTS, PageRequest.of(2, null));

        // then
        assertThat(lookedAt(scan, 5_000)).isEqualTo(RecordScan.MOST);
        assertThat(scan.page().items()).isEmpty();
        ListPosition after = PageRequest.of(null, scan.page().nextCursor()).after();
        assertThat(after).isEqualTo(record(RecordScan.MOST).position());
    }

    @Test
    void shouldTakeWhatCannotBeReadForWhatIsAskedForWithinTheTimeThatIs() {
        // given
        RecordScan all = new RecordScan(PEANUTS, PageRequest.of(2, null));
        RecordScan later = new RecordScan(RecordFilter.of(null, null, "1990-01-01", null), PageRequest.of(2, null));

        // when
        all.endsWith(unreadable(1));
        later.endsWith(unreadable(1));

        // then
        assertThat(all.page().items())
                .singleElement()
                .satisfies(found -> assertThat(found.name().ifBroken()).isPresent());
        assertThat(later.page().items()).isEmpty();
    }

    private static int lookedAt(RecordScan scan, long records) {
        return Flux.fromStream(LongStream.rangeClosed(1, records).mapToObj(RecordScanTest::record))
                .takeUntil(scan::endsWith)
                .collectList()
                .block()
                .size();
    }

    private static ListedAggregate<HealthRecordState> record(long number) {
        Instant time = Instant.ofEpochMilli(2_000_000 - number);
        Snapshot<HealthRecordState> record = new Snapshot<>(
                "00000000-0000-4000-8000-%012d".formatted(number),
                1,
                time,
                HealthRecordState.first(
                        "p",
                        RecordType.of("AllergyIntolerance").orElseThrow(),
                        SearchKeys.NONE,
                        new Written("c", 10),
                        time,
                        null));
        return new ListedAggregate<>(record.position(), ReadResult.readable(record));
    }

    private static ListedAggregate<HealthRecordState> unreadable(long number) {
        ListPosition position = record(number).position();
        return new ListedAggregate<>(
                position,
                ReadResult.broken(new Unreadable("records", position.id(), "p", UnreadableReason.SEAL_BROKEN)));
    }
}
