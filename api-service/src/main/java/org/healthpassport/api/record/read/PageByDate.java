package org.healthpassport.api.record.read;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeMap;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.key.ClinicalTime;

/**
 * A page of the records that pass a filter, in the order of their clinical dates. The dates are encrypted, so all records
 * of the patient are looked at, as many as the quota allows; only those of the page are kept in memory. With 10,000 of
 * them a page costs eight times the CPU of a search that looks at 1,000 ({@link RecordScan}). As a page begins after a
 * date and an id, records that are added meanwhile shift nothing.
 */
final class PageByDate {
    /** Stands for no date, behind all dates that FHIR can have; in milliseconds, as cursors are. */
    private static final Instant WITHOUT_DATE = Instant.ofEpochMilli(-999_999_999_999_999L);

    private final RecordFilter filter;
    private final PageRequest request;
    private final TreeMap<ListPosition, ListedVersion> first = new TreeMap<>(ListedVersion.NEWEST_FIRST);

    PageByDate(RecordFilter filter, PageRequest request) {
        this.filter = filter;
        this.request = request;
    }

    void look(ListedAggregate<HealthRecordState> record) {
        ListPosition position = position(record);
        if (filter.matches(record) && isOfPage(position)) {
            first.put(position, ListedVersion.newestOf(record, position));
            if (first.size() > request.limit() + 1) {
                first.pollLastEntry();
            }
        }
    }

    Page<ListedVersion> page() {
        return ListedVersion.page(first.values().stream().toList(), request);
    }

    private boolean isOfPage(ListPosition position) {
        return request.after() == null || ListedVersion.NEWEST_FIRST.compare(position, request.after()) > 0;
    }

    /** By the beginning of a period, as far as it is known: what began last is the newest. */
    private static ListPosition position(ListedAggregate<HealthRecordState> record) {
        Instant date = record.aggregate()
                .ifReadable()
                .flatMap(readable -> Optional.ofNullable(readable.state().keys().time()))
                .map(PageByDate::date)
                .orElse(WITHOUT_DATE);
        return new ListPosition(date, record.position().id());
    }

    private static Instant date(ClinicalTime time) {
        Instant date = time.first() == null ? time.last() : time.first();
        return date == null ? WITHOUT_DATE : date.truncatedTo(ChronoUnit.MILLIS);
    }
}
