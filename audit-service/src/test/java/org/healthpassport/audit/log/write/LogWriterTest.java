package org.healthpassport.audit.log.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthpassport.audit.log.TestLog.SOURCE;
import static org.healthpassport.audit.log.TestLog.entries;
import static org.healthpassport.audit.log.TestLog.entry;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryActor;
import org.healthpassport.audit.entry.Finding;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.entry.Outcome;
import org.healthpassport.audit.entry.SourceRecord;
import org.healthpassport.audit.entry.StreamPosition;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.HookedStore;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.vault.digest.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogWriterTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private MongoDatabase database;
    private TestLog log;

    @BeforeEach
    void open() throws Exception {
        database = DATABASE.create();
        log = new TestLog(database).takeOver();
    }

    @Test
    void shouldAppendInOrder() throws Exception {
        // when
        log.append(entries(0, 200));
        log.append(entries(200, 600));

        // then
        assertThat(log.state().root()).isEqualTo(TestLog.root(entries(0, 600)));
        assertThat(log.state().offsets()).containsExactly(Map.entry(SOURCE, 600L));
        assertThat(log.store.state()).isEqualTo(log.state());
        assertThat(log.ids())
                .containsExactlyElementsOf(
                        entries(0, 600).stream().map(IdentifiedEntry::id).toList());
        log.publish().verify();
    }

    @Test
    void shouldAppendNothingTwiceWhenEverythingIsDeliveredAgain() throws Exception {
        // given
        log.append(entries(0, 700));
        LogState before = log.state();

        // when
        log.append(entries(0, 100));
        log.append(entries(100, 700));

        // then
        assertThat(log.state().edge()).isEqualTo(before.edge());
        log.append(entries(650, 710));
        assertThat(log.state().root()).isEqualTo(TestLog.root(entries(0, 710)));
    }

    @Test
    void shouldAppendTheFirstOfSeveralInABatch() throws Exception {
        // when
        log.append(List.of(entry(0), entry(1), entry(1), entry(0), entry(2)));

        // then
        assertThat(log.state().root()).isEqualTo(TestLog.root(entries(0, 3)));
    }

    @Test
    void shouldNotBelieveARowThatNamesTheEntryOfAnotherEvent() throws Exception {
        // given: whoever holds the database lets the position of a logged event be that of one that is yet to come
        AuditEntry logged = SampleEntries.by("somebody");
        AuditEntry pending = SampleEntries.by("somebody else");
        log.append(List.of(logged.identified()));
        database.getCollection("auditEventIds")
                .updateOne(Filters.eq("event", logged.eventId()), Updates.set("event", pending.eventId()));

        // when
        log.append(List.of(pending.identified()));

        // then
        assertThat(log.view().entries(0, log.state().size())).containsExactly(logged.toEntry(), pending.toEntry());
    }

    @Test
    void shouldTakeAnEventThatWasRecordedAtAnotherTimeForARepetition() throws Exception {
        // given
        AuditEntry entry = SampleEntries.by("somebody");
        log.append(List.of(entry.identified()));

        // when
        log.append(List.of(
                recorded(entry, "somebody", 5).identified(),
                recorded(entry, "somebody", 6).identified()));

        // then
        assertThat(log.view().entries(0, log.state().size())).containsExactly(entry.toEntry());
    }

    @Test
    void shouldTakeTheSecondReportOfAWorkerForARepetition() throws Exception {
        // given
        AuditEntry first = reported("document-1", 0);
        log.append(List.of(first.identified()));

        // when
        log.append(List.of(
                reported("document-1", 60).identified(),
                reported("document-2", 60).identified()));

        // then the one about something else is a contradiction
        assertThat(log.state().size()).isEqualTo(2);
        assertThat(log.view().entry(0)).isEqualTo(first.toEntry());
        assertThat(AuditEntry.parse(log.view().entry(1)).type()).isEqualTo("ID_CONFLICT");
    }

    private static AuditEntry reported(String documentId, long secondsLater) {
        AuditEntry entry = SampleEntries.by("somebody");
        return new AuditEntry(
                "result-1",
                "org.healthpassport.document.processed.v1",
                "/document-worker",
                entry.time().plusSeconds(secondsLater),
                entry.recordedAt().plusSeconds(secondsLater),
                entry.action(),
                entry.outcome(),
                EntryActor.service("/document-worker"),
                null,
                null,
                false,
                new StreamPosition(documentId, null),
                null,
                null);
    }

    @Test
    void shouldSayOnceThatAnEventCameWithTheIdOfAnother() throws Exception {
        // given
        AuditEntry first = SampleEntries.by("somebody");
        Entry other = recorded(first, "somebody else", 7).toEntry();
        IdentifiedEntry refused = new IdentifiedEntry(first.eventId(), other, new SourceRecord("a topic", 3, 42));
        IdentifiedEntry inTheSameBatch =
                new IdentifiedEntry(first.eventId(), other, new SourceRecord("a topic", 3, 43));

        // when
        log.append(List.of(first.identified(), inTheSameBatch));
        log.append(List.of(refused));
        log.append(List.of(refused, inTheSameBatch));

        // then
        assertThat(log.state().size()).isEqualTo(3);
        assertThat(log.view().entry(0)).isEqualTo(first.toEntry());
        for (int index : List.of(1, 2)) {
            AuditEntry finding = AuditEntry.parse(log.view().entry(index));
            assertThat(finding.type()).isEqualTo("ID_CONFLICT");
            assertThat(finding.outcome()).isEqualTo(Outcome.SERIOUS_FAILURE);
            assertThat(finding.finding())
                    .isEqualTo(new Finding.Conflict("a topic", 3, index == 1 ? 43 : 42, sha256(other)));
        }
    }

    private static AuditEntry recorded(AuditEntry entry, String actor, long secondsLater) {
        return new AuditEntry(
                entry.eventId(),
                entry.type(),
                entry.source(),
                entry.time(),
                entry.recordedAt().plusSeconds(secondsLater),
                entry.action(),
                entry.outcome(),
                EntryActor.account(actor, "DOCTOR"),
                entry.patient(),
                entry.purpose(),
                entry.breakGlass(),
                entry.stream(),
                entry.detail(),
                entry.finding());
    }

    private static String sha256(Entry entry) throws Exception {
        return Sha256.hexOf(entry.bytes());
    }

    @Test
    void shouldRememberWhatWasReadWithoutAnythingNew() throws Exception {
        // given
        log.append(entries(0, 3));

        // when
        LogState state = log.writer.append(log.state(), entries(0, 3), Map.of(SOURCE, 6L));

        // then
        assertThat(state.size()).isEqualTo(3);
        assertThat(log.store.state().offsets()).containsExactly(Map.entry(SOURCE, 6L));
    }

    @Test
    void shouldNotWriteWhenNothingWasRead() throws Exception {
        // given
        HookedStore store = new HookedStore(log.store, new HookedStore.Hook() {});
        LogWriter writer = new LogWriter(store, log.files);

        // when
        LogState state = writer.append(log.state(), List.of(), Map.of());

        // then
        assertThat(state).isEqualTo(log.state());
        assertThat(store.operations()).isZero();
    }

    @Test
    void shouldNotBelieveAPositionThatWasNeverCommitted() throws Exception {
        // given
        log.append(entries(0, 300));
        log.store.addPositions(Stream.of(0L, 5L, 255L, 299L, 300L, 301L, Long.MAX_VALUE)
                .map(index ->
                        new EntryPosition("event-300", index, entry(300).entry().leafHash()))
                .toList());

        // when
        log.append(entries(290, 302));

        // then
        assertThat(log.state().root()).isEqualTo(TestLog.root(entries(0, 302)));
    }

    @Test
    void shouldStopAWriterWhenAnotherOneTakesOver() throws Exception {
        // given
        log.append(entries(0, 10));

        // when
        TestLog other = new TestLog(database).takeOver();

        // then
        assertThatThrownBy(() -> log.append(entries(10, 20))).isInstanceOf(Superseded.class);
        other.append(entries(10, 30));
        assertThatThrownBy(() -> log.append(entries(10, 20))).isInstanceOf(Superseded.class);
        assertThat(log.store.state().root()).isEqualTo(TestLog.root(entries(0, 30)));
    }

    /** Positions, files, positions, state: the steps of a writer that appends what fills a bundle. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldNotForkWhenAWriterIsPausedBeforeAStepAndResumedAfterAnotherTookOver(int step) throws Exception {
        // given
        log.append(entries(0, 200));
        List<LogState> overtaken = new ArrayList<>();
        HookedStore store = new HookedStore(log.store, new HookedStore.Hook() {
            @Override
            public void before(int operation) {
                if (operation == step) {
                    overtaken.add(overtake());
                }
            }
        });

        // when
        LogWriter paused = new LogWriter(store, new StoredFileCache(store));
        assertThatThrownBy(() -> paused.append(log.state(), entries(200, 600), Map.of(SOURCE, 600L)))
                .isInstanceOf(Superseded.class);

        // then
        assertThat(store.operations()).isEqualTo(4);
        assertThat(log.store.state()).isEqualTo(overtaken.get(0));
        TestLog next = new TestLog(database).takeOver();
        next.append(entries(0, 601));
        assertThat(next.ids()).hasSize(602).doesNotHaveDuplicates();
        assertThat(next.state().root())
                .isEqualTo(TestLog.root(Stream.of(entries(0, 200), List.of(entry("own")), entries(200, 601))
                        .flatMap(List::stream)
                        .toList()));
        next.publish().verify();
    }

    /** Commits the same events at other places, in the middle of what the paused writer does. */
    private LogState overtake() {
        try {
            TestLog other = new TestLog(database).takeOver();
            other.append(List.of(entry("own")));
            other.append(entries(200, 450));
            return other.append(entries(450, 600));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldComeToTheSameLogWhicheverOperationFails() throws Exception {
        // given
        int operations = read(new HookedStore.Hook() {});
        assertThat(operations).isGreaterThan(10);

        for (int failing = 1; failing <= operations; failing++) {
            int number = failing;

            // then
            read(new HookedStore.Hook() {
                @Override
                public void before(int operation) throws IOException {
                    failAt(operation == number);
                }
            });
            read(new HookedStore.Hook() {
                @Override
                public void after(int operation) throws IOException {
                    failAt(operation == number);
                }
            });
        }
    }

    private static void failAt(boolean here) throws IOException {
        if (here) {
            throw new IOException("no answer");
        }
    }

    /** Reads 270 events into a log of its own, from its state on after every failure; returns the number of operations. */
    private static int read(HookedStore.Hook hook) throws Exception {
        HookedStore[] store = new HookedStore[1];
        TestLog log = new TestLog(DATABASE.create(), real -> store[0] = new HookedStore(real, hook));
        boolean read = false;
        while (!read) {
            try {
                log.takeOver();
                for (long next = log.state().offsets().getOrDefault(SOURCE, 0L); next < 270; next += 135) {
                    log.append((int) next, (int) next + 135);
                }
                read = true;
            } catch (IOException e) {
                read = false;
            }
        }
        int operations = store[0].operations();
        assertThat(log.store.state().root()).isEqualTo(TestLog.root(entries(0, 270)));
        assertThat(log.store.state().offsets()).containsExactly(Map.entry(SOURCE, 270L));
        log.publish().verify();
        return operations;
    }
}
