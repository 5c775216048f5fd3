package org.healthpassport.audit.completeness.round;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.healthpassport.audit.completeness.emitted.StoredHead;
import org.healthpassport.audit.completeness.emitted.StoredHeads;
import org.healthpassport.audit.completeness.round.Joined.Pair;
import org.healthpassport.audit.entry.Finding.PutBack.Kind;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.events.stream.StreamKind;

/**
 * Looks whether the newest versions of records are there: each is written before the head that names it, and never removed. A
 * look-up costs as much as reading ten heads, so a round looks at some, and the next one goes on behind them. For one thread.
 */
final class NewestVersions {
    private final StoredHeads heads;
    private final Noticed noticed;
    private final int eachRound;
    /** The id of the last record that was looked at. */
    private String last = "";

    private int left;

    /** @param eachRound the number of records that a round looks at, or a few more */
    NewestVersions(StoredHeads heads, Noticed noticed, int eachRound) {
        this.heads = heads;
        this.noticed = noticed;
        this.eachRound = eachRound;
    }

    void beginRound() {
        left = eachRound;
    }

    /** @param records the next ones of a round, in the order of their ids */
    void judge(Generation generation, List<Pair> records) throws IOException {
        String end = records.get(records.size() - 1).id();
        if (left <= 0 || end.compareTo(last) <= 0) {
            return;
        }
        left -= records.size();
        last = end;
        List<StoredHead> without = without(records.stream()
                .flatMap(record -> Stream.ofNullable(record.head()))
                .toList());
        if (!without.isEmpty()) {
            Map<String, StoredHead> now = heads.now(
                    StreamKind.RECORDS, without.stream().map(StoredHead::id).toList());
            for (StoredHead head : without(now.values())) {
                long number = head.newestNumber();
                noticed.note(generation, Kind.VERSION_GONE, StreamKind.RECORDS, head.id(), number, number);
            }
        }
    }

    void endRound() {
        if (left > 0) {
            last = "";
        }
    }

    /** Those of some records whose newest version is gone. */
    private List<StoredHead> without(Collection<StoredHead> records) throws IOException {
        List<StoredHead> named =
                records.stream().filter(head -> head.newestVersion() != null).toList();
        if (named.isEmpty()) {
            return List.of();
        }
        Set<String> found =
                heads.versions(named.stream().map(StoredHead::newestVersionId).toList());
        return named.stream()
                .filter(head -> !found.contains(head.newestVersionId()))
                .toList();
    }
}
