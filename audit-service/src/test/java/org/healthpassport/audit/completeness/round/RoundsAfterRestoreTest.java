package org.healthpassport.audit.completeness.round;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.Finding.LogContinued;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.tile.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A log that continues one whose database was restored: copies, what came again from the bus, and new entries. */
class RoundsAfterRestoreTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private static final Instant BEFORE = SampleEntries.TIME;
    private static final Instant RESTORED_AT = BEFORE.plusSeconds(10);
    private static final Instant AFTER = RESTORED_AT.plusMillis(1);

    private RoundsUnderTest under;

    @BeforeEach
    void open() {
        under = new RoundsUnderTest(DATABASE.create());
    }

    @Test
    void shouldBlameNobodyForWhatTheRestoreLost() throws IOException {
        // given: heads as the backup has them
        continued(entry("records/kept", 1), entry("records/behind", 1), entry("records/on", 1));
        under.head("records", "kept", 1);
        under.head("records", "behind", 1);
        under.head("records", "on", 1);

        // when: the bus still has what came after the backup
        again("records/behind", 2);
        again("records/behind", 3);
        again("records/gone", 1);
        again("records/gone", 2);
        again("records/on", 2);
        under.round();

        // then
        assertThat(under.all()).isEmpty();
        assertThat(under.rounds.last()).hasValueSatisfying(last -> {
            assertThat(last.restoredAt()).hasValue(RESTORED_AT);
            assertThat(last.lostByRestore()).isEqualTo(3);
        });

        // and when the number is given again
        under.append(SampleEntries.inStream("records/on", 2, AFTER).toEntry());
        under.head("records", "on", 2);
        under.round();

        // then
        assertThat(under.all()).isEmpty();
        assertThat(under.rounds.last().orElseThrow().lostByRestore()).isEqualTo(3);
    }

    @Test
    void shouldTakeTheLostNumberAlsoBehindTheNewOne() throws IOException {
        continued(entry("records/record", 1));
        under.append(SampleEntries.inStream("records/record", 2, AFTER).toEntry());
        under.head("records", "record", 2);
        again("records/record", 2);
        under.round();
        assertThat(under.all()).isEmpty();
    }

    @Test
    void shouldNameWhoeverDeletesOrPutsBackWhatTheBackupHas() throws IOException {
        // given
        continued(
                entry("records/deleted", 1),
                entry("records/put-back", 1),
                entry("records/put-back", 2),
                entry("records/changed", 1));
        under.head("records", "put-back", 1);
        again("records/deleted", 2);
        again("records/put-back", 3);

        // when
        under.head("records", "changed", 1);
        under.round();

        // then
        assertThat(under.all())
                .containsExactlyInAnyOrder(
                        "AGGREGATE_GONE/records/deleted/1-2", "AGGREGATE_BEHIND/records/put-back/2-3");
    }

    @Test
    void shouldNameWhatHappensAfterTheRestore() throws IOException {
        // given
        continued(entry("records/record", 1), entry("records/twice", 1));
        under.append(SampleEntries.inStream("records/record", 2, AFTER).toEntry());
        under.append(SampleEntries.inStream("records/new", 1, AFTER).toEntry());
        under.append(SampleEntries.inStream("records/twice", 2, AFTER).toEntry());
        under.append(SampleEntries.inStream("records/twice", 2, AFTER).toEntry());
        again("records/half", 1);
        under.append(SampleEntries.inStream("records/half", 2, AFTER).toEntry());
        under.head("records", "record", 2);
        under.head("records", "new", 1);
        under.head("records", "twice", 2);
        under.head("records", "half", 2);
        under.round();
        assertThat(under.all()).containsExactly("NUMBER_TWICE/records/twice/2-2");

        // when
        under.head("records", "record", 1);
        under.database.getCollection("records").deleteOne(Filters.eq("new"));
        under.database.getCollection("records").deleteOne(Filters.eq("half"));
        under.round();

        // then
        assertThat(under.all())
                .containsExactlyInAnyOrder(
                        "NUMBER_TWICE/records/twice/2-2",
                        "AGGREGATE_BEHIND/records/record/2-2",
                        "AGGREGATE_GONE/records/new/1-1",
                        "AGGREGATE_GONE/records/half/1-2");
    }

    @Test
    void shouldRememberAnEarlierRestore() throws IOException {
        // given: the log of the first restore, with what came again, was restored itself
        List<Entry> first = new ArrayList<>(List.of(head("first", 1, RESTORED_AT), entry("records/kept", 1)));
        first.add(entry("records/gone", 1));
        under.append(head("second", first.size(), RESTORED_AT.plusSeconds(5)));
        first.forEach(under::append);
        under.head("records", "kept", 1);

        // when
        under.append(SampleEntries.inStream("records/gone-later", 1, AFTER).toEntry());
        under.round();

        // then
        assertThat(under.all()).isEmpty();
        assertThat(under.rounds.last().orElseThrow().lostByRestore()).isEqualTo(2);
    }

    @Test
    void shouldExplainNothingInALogThatWasNeverRestored() throws IOException {
        under.logged("records/gone", 1);
        under.round();
        assertThat(under.all()).containsExactly("AGGREGATE_GONE/records/gone/1-1");
        assertThat(under.rounds.last().orElseThrow().restoredAt()).isEmpty();
    }

    private void continued(Entry... copies) {
        under.append(head("note", copies.length, RESTORED_AT));
        List.of(copies).forEach(under::append);
    }

    private void again(String stream, long number) {
        under.append(entry(stream, number));
    }

    private static Entry head(String sha256, int restored, Instant time) {
        LogContinued continued = new LogContinued(sha256, "log.example/audit", restored + 5, restored, restored);
        return FindingEntries.ofContinued(continued, time).entry();
    }

    private static Entry entry(String stream, long number) {
        return SampleEntries.inStream(stream, number, BEFORE).toEntry();
    }
}
