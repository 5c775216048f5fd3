package org.healthpassport.api.record.share;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.record.HealthRecordState;

/** Notes the records of a patient that are not deleted, without the rest of their heads, as there are many. */
final class HeadScan {
    /** Twice as many as a patient can have by default. */
    private static final int LOOKED_AT_AT_MOST = 20_000;

    private final List<SharedHead> heads = new ArrayList<>();
    private final List<ReadResult<?>> broken = new ArrayList<>();
    private int lookedAt;

    void look(ReadResult<Snapshot<HealthRecordState>> found) {
        lookedAt++;
        found.ifReadable()
                .ifPresentOrElse(
                        record -> {
                            if (!record.state().deleted()) {
                                heads.add(head(record));
                            }
                        },
                        () -> broken.add(found));
    }

    boolean isAtItsEnd() {
        return lookedAt == LOOKED_AT_AT_MOST;
    }

    SharedHeads seen() {
        return new SharedHeads(heads, broken, !isAtItsEnd());
    }

    static SharedHead head(Snapshot<HealthRecordState> record) {
        HealthRecordState state = record.state();
        return new SharedHead(
                HealthRecordState.headOf(record).name(),
                state.type(),
                state.bytes(),
                HealthRecordState.annotationsOf(record));
    }
}
