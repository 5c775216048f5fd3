package org.healthpassport.api.record.read;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.key.ClinicalTime;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;

class PageByDateTest {
    private static final RecordFilter ALL = RecordFilter.of(null, null, null, null);
    private static final Instant FILED = Instant.parse("2026-11-30T10:00:00Z");

    @Property(tries = 300)
    void shouldGiveEachRecordOnceNewestDateFirstWhileOthersAreAdded(
            @ForAll("records") List<Listed> records,
            @ForAll("records") List<Listed> added,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        // given
        List<Listed> stored = new ArrayList<>(records);
        List<Listed> later = new ArrayList<>(added);

        // when
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<ListedVersion> page = page(stored, PageRequest.of(limit, cursor));
            page.items().forEach(item -> seen.add(item.recordId()));
            cursor = page.nextCursor();
            if (!later.isEmpty()) {
                stored.add(later.remove(0));
            }
        } while (cursor != null);

        // then
        List<String> expected = records.stream()
                .sorted(comparing(Listed::date, nullsFirst(naturalOrder()))
                        .thenComparing(Listed::id)
                        .reversed())
                .map(Listed::id)
                .toList();
        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(expected);
    }

    @Example
    void shouldSortPeriodsByTheirBeginningAsFarAsItIsKnown() {
        // given
        Listed ongoing = new Listed(id(1), new ClinicalTime(FILED.minusSeconds(50), null));
        Listed ended = new Listed(id(2), new ClinicalTime(null, FILED.minusSeconds(40)));
        Listed moment = new Listed(id(3), new ClinicalTime(FILED.minusSeconds(45), FILED.minusSeconds(45)));
        Listed without = new Listed(id(4), null);

        // then
        assertThat(page(List.of(without, ongoing, ended, moment), PageRequest.of(null, null))
                        .items())
                .extracting(ListedVersion::recordId)
                .containsExactly(id(2), id(3), id(1), id(4));
    }

    @Example
    void shouldHaveNoUnreadableOneInTheWay() {
        // given
        PageByDate page = new PageByDate(ALL, PageRequest.of(null, null));
        Listed old = new Listed(id(1), new ClinicalTime(Instant.parse("0001-01-01T00:00:00Z"), null));
        ListedAggregate<HealthRecordState> broken = new ListedAggregate<>(
                new Listed(id(2), null).aggregate().position(),
                ReadResult.broken(new Unreadable("records", id(2), "p", UnreadableReason.SEAL_BROKEN)));

        // when
        page.look(broken);
        page.look(old.aggregate());

        // then
        assertThat(page.page().items()).extracting(ListedVersion::recordId).containsExactly(id(1), id(2));
        assertThat(page.page().items().get(1).name().ifBroken()).isPresent();
    }

    @Provide
    Arbitrary<List<Listed>> records() {
        Arbitrary<Instant> dates = Arbitraries.integers()
                .between(-3, 3)
                .map(hour -> Instant.EPOCH.plus(Duration.ofHours(hour)))
                .injectNull(0.2);
        return Combinators.combine(Arbitraries.create(() -> UUID.randomUUID().toString()), dates)
                .as((id, date) -> new Listed(id, date == null ? null : new ClinicalTime(date, date)))
                .list()
                .ofMaxSize(20);
    }

    private static Page<ListedVersion> page(List<Listed> records, PageRequest request) {
        PageByDate page = new PageByDate(ALL, request);
        records.forEach(record -> page.look(record.aggregate()));
        return page.page();
    }

    private static String id(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    /** A record with a clinical date. */
    private record Listed(String id, @Nullable ClinicalTime time) {

        @Nullable
        Instant date() {
            return time == null ? null : time.first();
        }

        ListedAggregate<HealthRecordState> aggregate() {
            Snapshot<HealthRecordState> record = new Snapshot<>(
                    id,
                    1,
                    FILED,
                    HealthRecordState.first(
                            "p",
                            RecordType.CONDITION,
                            new SearchKeys(List.of(), time),
                            new Written("c", 10),
                            FILED,
                            null));
            return new ListedAggregate<>(record.position(), ReadResult.readable(record));
        }
    }
}
