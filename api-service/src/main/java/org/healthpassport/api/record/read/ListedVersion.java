package org.healthpassport.api.record.read;

import java.util.List;
import org.healthpassport.aggregates.ListPosition;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.version.VersionName;

/**
 * A version that belongs into a list, before it is loaded.
 *
 * @param name its name; null if the head of its record cannot be read
 * @param position its place in the list
 */
record ListedVersion(ReadResult<VersionName> name, int bytes, ListPosition position) {
    /**
     * Ordinary records have one or two kilobytes, so their pages stay far below; 16 of the largest records fill a page.
     */
    private static final int PAGE_BYTES = 4 << 20;

    /** An entry of a list of records. */
    static ListedVersion newestOf(ListedAggregate<HealthRecordState> listed) {
        return listed.aggregate()
                .fold(
                        record -> of(record, record.version(), record.id()),
                        unreadable -> new ListedVersion(ReadResult.broken(unreadable), 0, listed.position()));
    }

    /** An entry of a record's history. */
    static ListedVersion of(Snapshot<HealthRecordState> record, long number) {
        return of(record, number, record.state().version(number).commandId());
    }

    private static ListedVersion of(Snapshot<HealthRecordState> record, long number, String positionId) {
        HealthRecordState state = record.state();
        return new ListedVersion(
                ReadResult.readable(state.nameOf(record.id(), number)),
                state.version(number).bytes(),
                new ListPosition(record.createdAt(), positionId));
    }

    /**
     * Cuts the page from the versions that were found, which include one beyond the page: as many as fit into an
     * answer, but at least one.
     */
    static Page<ReadResult<VersionName>> page(List<ListedVersion> oneMore, PageRequest asked) {
        int fitting = 0;
        int bytes = 0;
        for (ListedVersion version : oneMore) {
            bytes += version.bytes();
            if (fitting > 0 && bytes > PAGE_BYTES) {
                break;
            }
            fitting++;
        }
        PageRequest request = new PageRequest(Math.min(asked.limit(), fitting), asked.after());
        return Page.of(oneMore, request, ListedVersion::position, ListedVersion::name);
    }
}
