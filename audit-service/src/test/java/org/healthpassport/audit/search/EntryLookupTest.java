package org.healthpassport.audit.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.OpenedDetail;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.proof.ProofTestAccess;
import org.healthpassport.audit.tile.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

class EntryLookupTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    @Test
    void shouldSayThatEntryIsCommittedBeforeItIsSigned() throws Exception {
        // given
        TestLog log = new TestLog(DATABASE.create()).takeOver();
        EntryLookup details = new EntryLookup(
                entries(log),
                ProofTestAccess.proofs(log.committed, TestLog.KEY.verifier()),
                new NoSeal(),
                JsonMapper.shared());
        assertThat(details.of(0)).isEmpty();

        // when, then
        log.grow(2);
        assertThat(details.of(1)).hasValueSatisfying(answer -> {
            assertThat(answer.proofState()).isEqualTo("COMMITTED");
            assertThat(answer.proof()).isNull();
        });
        log.publish().grow(3);
        assertThat(details.of(1)).hasValueSatisfying(answer -> {
            assertThat(answer.proofState()).isEqualTo("SIGNED");
            assertThat(answer.proof()).isNotNull();
        });
        assertThat(details.of(2).orElseThrow().proofState()).isEqualTo("COMMITTED");
    }

    private static CommittedEntries entries(TestLog log) {
        return new CommittedEntries() {
            @Override
            public long size() {
                return log.view().size();
            }

            @Override
            public List<Entry> entries(long from, long to) throws IOException {
                return log.view().entries(from, to);
            }
        };
    }

    /** The sample entries have no details. */
    private static final class NoSeal implements DetailSeal {
        @Override
        public EntryDetail seal(String eventId, byte[] detail) {
            throw new AssertionError("nothing to seal");
        }

        @Override
        public OpenedDetail open(String eventId, EntryDetail detail) {
            throw new AssertionError("nothing to open");
        }
    }
}
