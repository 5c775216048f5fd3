package org.healthpassport.api.record.share;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.record.HealthRecordState;

/**
 * Selects those of the records that a patient chose that are given, by their heads, before anything else is loaded: as many
 * as fit into a file that every browser can open.
 */
public final class RecordSelection {
    public static final int MOST_RECORDS = 200;
    public static final int MOST_BYTES = 4 << 20;

    /** Deleted records leave heads, which cost a look and give nothing. */
    private static final int LOOKED_AT_AT_MOST = 5_000;

    private final List<Snapshot<HealthRecordState>> chosen = new ArrayList<>();
    private final List<ReadResult<?>> broken = new ArrayList<>();
    private int bytes;
    private int lookedAt;
    private boolean more;

    /** Includes a record, skips a deleted one, notes one that cannot be read, or notes that there are more than fit. */
    public void look(ReadResult<Snapshot<HealthRecordState>> found) {
        lookedAt++;
        found.ifReadable().ifPresentOrElse(this::look, () -> {
            broken.add(found);
            more = lookedAt >= LOOKED_AT_AT_MOST;
        });
    }

    private void look(Snapshot<HealthRecordState> record) {
        if (record.state().deleted()) {
            more = lookedAt >= LOOKED_AT_AT_MOST;
            return;
        }
        int size = record.state().bytes();
        more = chosen.size() == MOST_RECORDS || bytes + size > MOST_BYTES || lookedAt >= LOOKED_AT_AT_MOST;
        if (!more) {
            bytes += size;
            chosen.add(record);
        }
    }

    public List<Snapshot<HealthRecordState>> chosen() {
        return List.copyOf(chosen);
    }

    /** The records that cannot be read; some may have been deleted. */
    public List<ReadResult<?>> broken() {
        return List.copyOf(broken);
    }

    /** True if there are more records, or may be. */
    public boolean hasMore() {
        return more;
    }
}
