package org.healthpassport.audit.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.Finding.LogContinued;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.lease.WriterElection;
import org.healthpassport.audit.log.HookedStore;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.write.LogWriter;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.healthpassport.audit.signing.LastSignedFile;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.verify.LogVerifier;
import org.healthpassport.bus.ConfigurationFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

class LogContinuationTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private static final String REASON = "Disk failure; backup of 2026-11-29";

    @TempDir
    Path folder;

    private MongoDatabase database;
    private RestoredLog log;
    private VerifierKey oldKey;
    private List<Entry> restored;
    private LogState state;

    /** 700 entries were restored, 650 of them are under a checkpoint, and 900 were signed. */
    @BeforeEach
    void restoreLog() throws Exception {
        database = DATABASE.create();
        log = new RestoredLog(database, folder);
        oldKey = log.key().verifier();
        log.grow(entries(0, 650));
        state = append(log.store, entries(650, 700));
        restored = log.view().entries(0, 700);
        Map<String, List<Document>> backup = log.save();
        log.grow(entries(700, 900));
        log.putBack(backup);
    }

    @Test
    void shouldStopSigningWithoutTheSetting() throws Exception {
        // when
        log.start("");
        CheckpointSigner signer = log.signer();
        signer.sign(log.store.state());

        // then
        assertThat(signer.isStopped()).isTrue();
        assertThat(log.inUse()).isEqualTo(1);
    }

    @Test
    void shouldContinueInANewLogThatBeginsWithCopies() throws Exception {
        // when
        log.start(REASON);

        // then
        assertThat(log.inUse()).isEqualTo(2);
        assertContinued();
        assertThat(log.store.state().offsets()).isEqualTo(state.offsets());
        ClosingNote note = note();
        assertThat(note.signed().largest().size()).isEqualTo(900);
        assertThat(note.signed().orMore()).isFalse();
        assertThat(note.restored().size()).isEqualTo(700);
        assertThat(note.restored().root()).isEqualTo(state.root());
        assertThat(note.kept().size()).isEqualTo(650);
        assertThat(note.reason()).isEqualTo(REASON);
        assertThat(note.next()).isEqualTo(log.key().verifier());
        assertThat(log.key().verifier().name()).isEqualTo(RestoredLog.ORIGIN + "/2");
    }

    @Test
    void shouldTakeNoEventTwiceAndSignTheNewLog() throws Exception {
        // given
        log.start(REASON);

        // when: what Kafka still has since the backup
        LogState grown = log.grow(entries(600, 900));

        // then
        assertThat(grown.size()).isEqualTo(901);
        assertThat(log.ids()).doesNotHaveDuplicates();
        assertThat(new LogVerifier(log.published(2), log.key().verifier(), checked -> {})
                        .verify(Optional.empty())
                        .discrepancies())
                .isEmpty();
        assertThat(Checkpoint.open(
                                log.checkpoints.published().orElseThrow(),
                                log.key().verifier())
                        .size())
                .isEqualTo(901);
    }

    /** A crash after each step, a start without the setting, and another with it. */
    @ParameterizedTest
    @EnumSource(ContinuationStep.class)
    void shouldEndInOneNoteAndOneLogWhereverItWasInterrupted(ContinuationStep last) throws Exception {
        // given
        assertThatThrownBy(() -> log.start(REASON, step -> {
                    if (step == last) {
                        throw new Killed();
                    }
                }))
                .isInstanceOf(Killed.class);
        Optional<SignedNote> first = new ClosingNoteFile(log.witnesses, 1).read();

        // when
        startWithoutTheSetting(last);
        log.start(REASON);
        log.start(REASON);

        // then
        assertContinued();
        first.ifPresent(note -> assertThat(signedNote().bytes()).isEqualTo(note.bytes()));
        assertThat(log.ids()).hasSize(701);
        assertThat(log.grow(entries(700, 710)).size()).isEqualTo(711);
        assertThat(log.checkpoints.ofLog(2).published()).isPresent();
        assertThat(log.checkpoints.ofLog(3).published()).isEmpty();
    }

    private void startWithoutTheSetting(ContinuationStep last) throws Exception {
        switch (last) {
            case KEY_MADE -> {
                log.start("");
                CheckpointSigner signer = log.signer();
                signer.sign(log.store.state());
                assertThat(signer.isStopped()).isTrue();
            }
            case KEY_SWITCHED, KEY_DESTROYED -> {
                log.start("");
                assertContinued();
            }
            default ->
                assertThatThrownBy(() -> log.start(""))
                        .isInstanceOf(ConfigurationFailure.class)
                        .hasMessageContaining("start once with HEALTHPASSPORT_RESTORE_REASON");
        }
    }

    /** Every operation of the store is once the last one, which may have had its effect or not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndInOneLogWhicheverOperationOfTheStoreWasTheLast(boolean withItsEffect) throws Exception {
        boolean interrupted = true;
        for (int last = 1; interrupted; last++) {
            // given
            MongoDatabase other = DATABASE.create();
            Path machine = folder.resolve("machine-" + last);
            RestoredLog small = new RestoredLog(other, machine);
            small.grow(entries(0, 20));
            Map<String, List<Document>> backup = small.save();
            small.grow(entries(20, 30));
            small.putBack(backup);
            LastOperation dying = new LastOperation(last, withItsEffect);

            // when
            try {
                new RestoredLog(other, machine, store -> new HookedStore(store, dying)).start(REASON);
                interrupted = false;
            } catch (IOException killed) {
                assertThat(killed).hasMessage(LastOperation.MESSAGE);
            }

            // then
            RestoredLog again = new RestoredLog(other, machine);
            again.start(REASON);
            again.start(REASON);
            assertThat(again.inUse()).isEqualTo(2);
            assertThat(again.ids()).as("operation %d", last).hasSize(21).doesNotHaveDuplicates();
            assertThat(again.checkpoints.ofLog(1).closed()).isEqualTo(new ClosingNoteFile(again.witnesses, 1).read());
            assertThat(again.grow(entries(10, 25)).size()).isEqualTo(26);
            if (!interrupted) {
                assertThat(last).isGreaterThan(8);
            }
        }
    }

    /** Fails from one operation on, as if the process had ended. */
    private static final class LastOperation implements HookedStore.Hook {
        static final String MESSAGE = "killed";

        private final int last;
        private final boolean withItsEffect;
        private int begun;
        private int done;

        LastOperation(int last, boolean withItsEffect) {
            this.last = last;
            this.withItsEffect = withItsEffect;
        }

        @Override
        public void before(int operation) throws IOException {
            begun++;
            if (begun > last || (begun == last && !withItsEffect)) {
                throw new IOException(MESSAGE);
            }
        }

        @Override
        public void after(int operation) throws IOException {
            done++;
            if (done == last) {
                throw new IOException(MESSAGE);
            }
        }
    }

    @Test
    void shouldNotLetASleepingWriterCommitToTheOldLog() throws Exception {
        // given
        LogStore old = log.store.ofLog(1);

        // when
        log.start(REASON);

        // then
        assertThat(old.replace(state, state.takenOver())).isFalse();
        LogState now = old.state();
        assertThat(now.size()).isEqualTo(700);
        assertThat(old.replace(now, now.takenOver())).isFalse();
    }

    /** With the machine, its witness was lost, too. */
    @Test
    void shouldContinueInANewLogIfNobodyKnowsWhatWasSigned() throws Exception {
        // given
        Files.delete(log.witnesses.resolve(LastSignedFile.NAME));

        // when
        log.start(REASON);

        // then
        assertThat(log.inUse()).isEqualTo(2);
        assertThat(log.ids()).hasSize(701);
        assertThat(note().signed().orMore()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auditLog", "auditCheckpoints"})
    void shouldNameAStoredCheckpointThatIsNone(String collection) throws Exception {
        // given
        log.start(REASON);
        log.grow(entries(700, 800));
        database.getCollection(collection)
                .updateMany(Filters.regex("_id", "^(checkpoint-2|2/)"), Updates.set("note", "Nobody signed this."));

        // when, then
        assertThatThrownBy(() -> log.start("Again"))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("checkpoint")
                .hasMessageContaining("2")
                .hasMessageContaining("is no signed note");
    }

    @Test
    void shouldRefuseTheSettingIfNothingIsMissing() throws Exception {
        // given
        log.start(REASON);
        log.grow(entries(700, 800));

        // when, then
        assertThatThrownBy(() -> log.start("another reason"))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("remove the setting and start again");
        assertThat(log.inUse()).isEqualTo(2);
        log.start(REASON);
        assertThat(log.inUse()).isEqualTo(2);
    }

    @Test
    void shouldNotExcuseWhatHappensLaterByASettingThatWasForgotten() throws Exception {
        // given
        log.start(REASON);
        Map<String, List<Document>> backup = log.save();
        log.grow(entries(700, 800));
        log.putBack(backup);

        // when, then
        assertThatThrownBy(() -> log.start(REASON))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("give another reason");
        assertThat(log.inUse()).isEqualTo(2);
    }

    @Test
    void shouldContinueAgainAfterAnotherRestore() throws Exception {
        // given
        log.start(REASON);
        log.grow(entries(700, 750));
        Map<String, List<Document>> backup = log.save();
        log.grow(entries(750, 800));
        log.putBack(backup);

        // when
        log.start("Again");

        // then
        assertThat(log.inUse()).isEqualTo(3);
        assertThat(log.key().verifier().name()).isEqualTo(RestoredLog.ORIGIN + "/3");
        assertThat(log.view().size()).isEqualTo(752);
        assertThat(log.ids().subList(0, 2)).allMatch(id -> id.startsWith("log-continued/"));
        assertThat(log.grow(entries(740, 800)).size()).isEqualTo(802);
        assertThat(log.ids()).doesNotHaveDuplicates();
    }

    @Test
    void shouldContinueWithABackupFromBeforeAnEarlierRestore() throws Exception {
        // given
        Map<String, List<Document>> backup = log.save();
        log.start(REASON);
        log.grow(entries(700, 800));
        log.putBack(backup);

        // when
        log.start("Again, with the older backup");

        // then
        assertThat(log.inUse()).isEqualTo(3);
        assertThat(log.view().entries(1, 701)).isEqualTo(restored);
        assertThat(log.checkpoints.ofLog(1).closed()).isPresent();
        ClosingNote second = ClosingNote.parse(
                log.checkpoints.ofLog(2).closed().orElseThrow().text());
        assertThat(second.restored().size()).isEqualTo(700);
        assertThat(second.kept().size()).isZero();
        assertThat(second.signed().largest().size()).isEqualTo(801);
    }

    @Test
    void shouldContinueAnEmptyDatabase() throws Exception {
        // given
        log.putBack(Map.of());

        // when
        log.start(REASON);

        // then
        assertThat(log.view().size()).isEqualTo(1);
        assertThat(note().restored()).isEqualTo(ClosingNote.Tree.EMPTY);
        assertThat(log.grow(entries(0, 10)).size()).isEqualTo(11);
    }

    @Test
    void shouldRefuseWhileAnInstanceWrites() throws Exception {
        whileAnInstanceWrites(() -> assertThatThrownBy(() -> log.start(REASON))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("stop all instances"));
        assertThat(log.inUse()).isEqualTo(1);
    }

    @Test
    void shouldStartBesideTheWriterOnceItIsFinished() throws Exception {
        // given
        log.start(REASON);
        log.grow(entries(700, 800));

        // when, then
        whileAnInstanceWrites(() -> log.start(REASON));
        assertThat(log.inUse()).isEqualTo(2);
    }

    private void whileAnInstanceWrites(Start start) throws Exception {
        WriterElection writer = log.election();
        assertThat(writer.acquire()).isTrue();
        Thread renewing = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    writer.acquire();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        renewing.start();
        try {
            start.run();
        } finally {
            renewing.interrupt();
            renewing.join();
        }
    }

    private interface Start {
        void run() throws Exception;
    }

    @Test
    void shouldRefuseADamagedBackup() {
        // given
        database.getCollection("auditObjects").deleteMany(new Document());

        // when, then
        assertThatThrownBy(() -> new RestoredLog(database, folder).start(REASON))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("restore a backup that is whole");
    }

    @Test
    void shouldRefuseAFileThatIsNoNote() throws Exception {
        // given
        Files.writeString(log.witnesses.resolve(LastSignedFile.NAME), "900 entries\n");

        // when, then
        assertThatThrownBy(() -> log.start(REASON))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("HEALTHPASSPORT_WITNESS_DIR");
    }

    @Test
    void shouldSayThatTheFolderOfWitnessesCannotBeRead() throws Exception {
        // given: a file in the place of the folder
        FileSystemUtils.deleteRecursively(log.witnesses);
        Files.writeString(log.witnesses, "in the way");

        // when, then
        assertThatThrownBy(() -> log.start(""))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("HEALTHPASSPORT_WITNESS_DIR");
    }

    @Test
    void shouldRefuseToGoOnWithAnotherKeyThanTheNoteNames() throws Exception {
        // given
        assertThatThrownBy(() -> log.start(REASON, step -> {
                    if (step == ContinuationStep.NOTE_WRITTEN) {
                        throw new Killed();
                    }
                }))
                .isInstanceOf(Killed.class);
        Files.delete(log.keys.resolve("audit-log-key-2.next"));

        // when, then
        assertThatThrownBy(() -> log.start(REASON))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("audit-log-key-2.next");
    }

    private void assertContinued() throws Exception {
        assertThat(log.inUse()).isEqualTo(2);
        assertThat(log.keys.resolve("audit-log-key")).doesNotExist();
        try (Stream<Path> files = Files.list(log.keys)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(".parts", "audit-log-key-2");
        }
        assertThat(log.view().entries(1, 701)).isEqualTo(restored);
        AuditEntry first = AuditEntry.parse(log.view().entry(0));
        assertThat(first.finding()).isInstanceOfSatisfying(LogContinued.class, continued -> {
            assertThat(continued.origin()).isEqualTo(RestoredLog.ORIGIN);
            assertThat(continued.restored()).isEqualTo(700);
            assertThat(continued.signed()).isEqualTo(900);
            assertThat(continued.kept()).isEqualTo(650);
        });
        assertThat(first.time()).isEqualTo(note().time());
        assertThat(log.rows.of(log.generations.current())).isEqualTo(log.ids());
        assertThat(log.checkpoints.ofLog(1).closed()).hasValue(signedNote());
    }

    private ClosingNote note() {
        return ClosingNote.open(signedNote(), oldKey);
    }

    private SignedNote signedNote() {
        try {
            return new ClosingNoteFile(log.witnesses, 1).read().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Appends without signing. */
    private LogState append(LogStore store, List<IdentifiedEntry> entries) throws Exception {
        LogWriter writer = new LogWriter(store, log.files);
        return writer.append(writer.takeOver(), entries, Map.of(RestoredLog.SOURCE, 700L));
    }

    private static List<IdentifiedEntry> entries(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> SampleEntries.own("event-" + number).identified())
                .toList();
    }

    /** Ends a start in its middle. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
