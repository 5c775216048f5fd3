package org.healthpassport.api.record;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.unreadable.Found;

/**
 * Chooses by what heads know, and before anything else is loaded, which records are given to somebody: no more than fit
 * into memory many times over, however many there are.
 */
final class Selection {
    static final int MOST_RECORDS = 200;
    static final int MOST_BYTES = 4 << 20;

    /** Deleted records leave heads, which are looked at in vain. */
    private static final int LOOKED_AT_AT_MOST = 5_000;

    private final List<Version<HealthRecordState>> chosen = new ArrayList<>();
    private final List<Found<?>> broken = new ArrayList<>();
    private int bytes;
    private int lookedAt;
    private boolean more;

    /** Takes it in, leaves it out as it was deleted, notes that it cannot be read, or says that no more are taken. */
    void look(Found<Version<HealthRecordState>> found) {
        lookedAt++;
        found.ifReadable().ifPresentOrElse(this::look, () -> {
            broken.add(found);
            more = lookedAt >= LOOKED_AT_AT_MOST;
        });
    }

    private void look(Version<HealthRecordState> record) {
        if (record.state().deleted()) {
            more = lookedAt >= LOOKED_AT_AT_MOST;
            return;
        }
        int size = record.state().version(record.version()).bytes();
        more = chosen.size() == MOST_RECORDS || bytes + size > MOST_BYTES || lookedAt >= LOOKED_AT_AT_MOST;
        if (!more) {
            bytes += size;
            chosen.add(record);
        }
    }

    List<Version<HealthRecordState>> chosen() {
        return List.copyOf(chosen);
    }

    /** Those that cannot be read, which may have been deleted. */
    List<Found<?>> broken() {
        return List.copyOf(broken);
    }

    /** Whether there is more, or may be. */
    boolean hasMore() {
        return more;
    }
}
