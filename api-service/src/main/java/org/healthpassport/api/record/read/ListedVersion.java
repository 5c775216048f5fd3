package org.healthpassport.api.record.read;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.version.HistoryEntry;
import org.healthpassport.api.record.version.VersionName;

/**
 * A version that belongs into a list, before it is loaded.
 *
 * @param number of the version; 0 if the head of its record cannot be read, as only the head knows it
 * @param name its name; cannot be read if the head cannot, or if nothing tells which of the stored versions it is
 * @param hidden true if the patient has hidden the record
 * @param position its place in the list
 */
record ListedVersion(
        String recordId, long number, ReadResult<VersionName> name, int bytes, boolean hidden, ListPosition position) {
    /**
     * Ordinary records have one or two kilobytes, so their pages stay far below; four of the largest fill a page.
     */
    private static final int PAGE_BYTES = 4 << 20;

    /** The order of lists. */
    static final Comparator<ListPosition> NEWEST_FIRST = Comparator.comparing(ListPosition::time)
            .thenComparing(ListPosition::id)
            .reversed();

    /** An entry of a list of records. */
    static ListedVersion newestOf(ListedAggregate<HealthRecordState> listed) {
        return newestOf(listed, listed.position());
    }

    /** The same in a list with another order. */
    static ListedVersion newestOf(ListedAggregate<HealthRecordState> listed, ListPosition position) {
        return listed.aggregate()
                .fold(
                        record -> new ListedVersion(
                                record.id(),
                                record.state().number(),
                                ReadResult.readable(
                                        HealthRecordState.headOf(record).name()),
                                record.state().bytes(),
                                record.state().hidden(),
                                position),
                        unreadable -> new ListedVersion(
                                unreadable.id(), 0, ReadResult.broken(unreadable), 0, false, position));
    }

    /** An entry of a record's history. */
    static ListedVersion of(Snapshot<HealthRecordState> record, HistoryEntry entry) {
        String place = VersionName.placeOf(record.id(), entry.number());
        return new ListedVersion(
                record.id(),
                entry.number(),
                entry.name(),
                entry.bytes(),
                record.state().hidden(),
                new ListPosition(record.createdAt(), place));
    }

    /**
     * Cuts the page from the versions that were found, which include one beyond the page: as many as fit into an
     * answer, but at least one.
     */
    static Page<ListedVersion> page(List<ListedVersion> oneMore, PageRequest asked) {
        int fitting = 0;
        int bytes = 0;
        for (ListedVersion version : oneMore) {
            bytes += version.bytes();
            if (fitting > 0 && bytes > PAGE_BYTES) {
                break;
            }
            fitting++;
        }
        PageRequest request = asked.atMost(fitting);
        return Page.of(oneMore, request, ListedVersion::position, Function.identity());
    }
}
