package org.healthpassport.api.record.read;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.jspecify.annotations.Nullable;

/**
 * Searches for a page of records that pass a filter. The filtered members are encrypted, so each record must be
 * decrypted. The page therefore ends after {@value #MOST} records, even if nothing was found, and its cursor continues
 * from there.
 */
final class RecordScan {
    static final int MOST = 1_000;

    private final RecordFilter filter;
    private final PageRequest page;
    private final List<ListedVersion> found = new ArrayList<>();
    private @Nullable ListedAggregate<HealthRecordState> last;
    private int seen;

    RecordScan(RecordFilter filter, PageRequest page) {
        this.filter = filter;
        this.page = page;
    }

    /** True if this was the last record to search. */
    boolean endsWith(ListedAggregate<HealthRecordState> record) {
        last = record;
        seen++;
        if (filter.matches(record)) {
            found.add(ListedVersion.newestOf(record));
        }
        return found.size() > page.limit() || seen == MOST;
    }

    Page<ListedVersion> page() {
        Page<ListedVersion> cut = ListedVersion.page(found, page);
        return last == null || seen < MOST ? cut : cut.goingOnBehind(last.position(), page);
    }
}
