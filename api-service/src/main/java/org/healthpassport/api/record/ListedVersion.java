package org.healthpassport.api.record;

import java.util.List;
import org.healthpassport.api.aggregate.Listed;
import org.healthpassport.api.aggregate.Position;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.api.unreadable.Found;

/**
 * A version that belongs into a list, before it is loaded.
 *
 * @param name its name; null if the head of its record cannot be read
 * @param position its place in the list
 */
record ListedVersion(Found<VersionName> name, int bytes, Position position) {
    /**
     * Ordinary records have one or two kilobytes, so their pages stay far below; 16 of the largest records fill a page.
     */
    private static final int PAGE_BYTES = 4 << 20;

    /** An entry of a list of records. */
    static ListedVersion newestOf(Listed<HealthRecordState> listed) {
        return listed.aggregate()
                .fold(
                        record -> of(record, record.version(), record.id()),
                        unreadable -> new ListedVersion(Found.broken(unreadable), 0, listed.position()));
    }

    /** An entry of a record's history. */
    static ListedVersion of(Version<HealthRecordState> record, long number) {
        return of(record, number, record.state().version(number).commandId());
    }

    private static ListedVersion of(Version<HealthRecordState> record, long number, String positionId) {
        HealthRecordState state = record.state();
        return new ListedVersion(
                Found.readable(state.nameOf(record.id(), number)),
                state.version(number).bytes(),
                new Position(record.createdAt(), positionId));
    }

    /**
     * Cuts the page from the versions that were found, which include one beyond the page: as many as fit into an
     * answer, but at least one.
     */
    static Page<Found<VersionName>> page(List<ListedVersion> oneMore, PageRequest asked) {
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
