package org.healthpassport.audit.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthpassport.audit.log.TestLog.KEY;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.CommittedLog.Signed;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.SignatureType;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSignerTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private static final Hash OTHER_ROOT = Hash.leaf(new byte[] {1});

    @TempDir
    Path keys;

    private MongoDatabase database;
    private TestLog log;
    private CheckpointSigner signer;
    private long now;

    @BeforeEach
    void open() throws Exception {
        database = DATABASE.create();
        log = new TestLog(database).takeOver();
        signer = signer(log.checkpoints);
    }

    @Test
    void shouldSignTheEmptyLog() throws Exception {
        // when
        signer.sign(log.state());

        // then
        assertThat(signedSize()).hasValue(0L);
        log.verify();
    }

    @Test
    void shouldSignAtMostOnceASecond() throws Exception {
        // given
        signer.sign(log.grow(10).state());

        // when
        pass(999);
        signer.sign(log.grow(20).state());

        // then
        assertThat(signedSize()).hasValue(10L);
        pass(1);
        signer.sign(log.grow(700).state());
        assertThat(signedSize()).hasValue(700L);
        log.verify();
    }

    @Test
    void shouldKeepAllThatItSigned() throws Exception {
        // when
        for (int size : new int[] {3, 300, 70_000}) {
            pass(1000);
            signer.sign(log.fill(size).state());
        }

        // then
        List<Object> sizes = new ArrayList<>();
        database.getCollection("auditCheckpoints").find().forEach(document -> sizes.add(document.get("_id")));
        assertThat(sizes).containsExactlyInAnyOrder(3L, 300L, 70_000L);
        log.verify();
    }

    @Test
    void shouldGoOnFromWhatAnotherInstanceSigned() throws Exception {
        // given
        signer.sign(log.grow(10).state());
        log.takeOver();
        CheckpointSigner other = signer(log.checkpoints);

        // when
        other.sign(log.grow(600).state());
        log.takeOver();
        pass(1000);
        signer.sign(log.grow(800).state());

        // then
        assertThat(signedSize()).hasValue(800L);
        assertThat(signer.isStopped()).isFalse();
        log.verify();
    }

    @Test
    void shouldStopWhenTheLogDoesNotContinueWhatWasSigned() throws Exception {
        // given
        publish(5, OTHER_ROOT);

        // when
        signer.sign(log.grow(10).state());

        // then
        assertStoppedAt(5);
    }

    @Test
    void shouldStopWhenTheLogIsShorterThanWhatWasSigned() throws Exception {
        // given
        log.grow(600).publish();
        database.getCollection("auditLog").deleteOne(new Document("_id", "log"));

        // when
        signer.sign(log.takeOver().grow(300).state());

        // then
        assertStoppedAt(600);
    }

    @Test
    void shouldStopWhenAnotherRootWasSignedForTheSameSize() throws Exception {
        // given
        publish(10, OTHER_ROOT);

        // when
        signer.sign(log.grow(10).state());

        // then
        assertStoppedAt(10);
    }

    @Test
    void shouldStopWhenAnotherRootWasKeptForTheSameSize() throws Exception {
        // given
        log.grow(5).publish();
        log.checkpoints.keep(10, sign(KEY, 10, OTHER_ROOT));

        // when
        signer.sign(log.grow(10).state());

        // then
        assertStoppedAt(5);
    }

    @Test
    void shouldStopWhenWhatIsPublishedHasNoSignatureOfItsOwn() throws Exception {
        // given
        SigningKey stranger = SigningKey.generate(KEY.verifier().name(), SignatureType.ED25519);
        log.grow(5);
        log.checkpoints.publish(5, sign(stranger, 5, log.state().root()));

        // when
        signer.sign(log.grow(10).state());

        // then
        assertStoppedAt(5);
    }

    @Test
    void shouldStopWhenTheDatabaseWasPutBackToBeforeWhatWasSigned() throws Exception {
        // given
        signer.sign(log.grow(600).state());
        for (String collection : List.of("auditLog", "auditCheckpoints", "auditEventIds", "auditObjects")) {
            database.getCollection(collection).deleteMany(new Document());
        }

        // when: another log of the same key, which nothing in the database contradicts
        log.takeOver();
        log.append(List.of(TestLog.entry("another")));
        restarted().sign(log.grow(700).state());

        // then
        assertThat(signer.isStopped()).isTrue();
        assertThat(signedSize()).isEmpty();
    }

    @Test
    void shouldStopWhenThePublishedCheckpointWasPutBackAndAnotherLogContinuesIt() throws Exception {
        // given
        signer.sign(log.grow(300).state());
        Document old = database.getCollection("auditLog")
                .find(new Document("_id", "checkpoint"))
                .first();
        LogState oldState = log.state();
        pass(1000);
        signer.sign(log.grow(600).state());
        database.getCollection("auditLog").replaceOne(new Document("_id", "checkpoint"), old);
        assertThat(log.store.replace(log.state(), oldState)).isTrue();
        // As on a machine that has signed nothing yet.
        Files.delete(keys.resolve(LastSignedFile.NAME));

        // when
        log.takeOver();
        log.append(List.of(TestLog.entry("another")));
        restarted().sign(log.grow(700).state());

        // then
        assertThat(signer.isStopped()).isTrue();
        assertThat(signedSize()).hasValue(300L);
    }

    @Test
    void shouldStopWhenTheFileIsNoCheckpointOfThisKey() throws Exception {
        // given
        signer.sign(log.grow(10).state());
        Files.writeString(keys.resolve(LastSignedFile.NAME), "10 entries\n");

        // when
        log.takeOver();
        restarted().sign(log.grow(20).state());

        // then
        assertStoppedAt(10);
    }

    @Test
    void shouldGoOnWhereAnotherMachineHasSignedSince() throws Exception {
        // given
        signer.sign(log.grow(10).state());
        byte[] behind = Files.readAllBytes(keys.resolve(LastSignedFile.NAME));
        pass(1000);
        signer.sign(log.grow(300).state());
        Files.write(keys.resolve(LastSignedFile.NAME), behind);

        // when
        log.takeOver();
        restarted().sign(log.grow(600).state());

        // then
        assertThat(signer.isStopped()).isFalse();
        assertThat(signedSize()).hasValue(600L);
        log.verify();
    }

    @Test
    void shouldKeepWhatItSignedLastForItsOwnerAlone() throws Exception {
        // when
        signer.sign(log.grow(10).state());
        pass(1000);
        signer.sign(log.grow(20).state());

        // then
        Path file = keys.resolve(LastSignedFile.NAME);
        assertThat(Files.readAllBytes(file))
                .isEqualTo(log.checkpoints.published().orElseThrow().bytes());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(keys.resolve(".parts")).isEmptyDirectory();
    }

    @Test
    void shouldPublishNothingThatItCouldNotNoteFirst() throws Exception {
        // given: a folder in the place of the file
        Files.createDirectories(keys.resolve(LastSignedFile.NAME).resolve("in the way"));
        signer = new CheckpointSigner(
                () -> KEY, log.checkpoints, new LastSignedFile(keys, () -> LogInUse.FIRST), log.files, () -> now);

        // when, then
        assertThatThrownBy(() -> signer.sign(log.grow(10).state())).isInstanceOf(IOException.class);
        assertThat(signedSize()).isEmpty();
    }

    @Test
    void shouldStopWhenATileIsGone() throws Exception {
        // given
        signer.sign(log.grow(10).state());
        pass(1000);
        log.grow(600);
        database.getCollection("auditObjects").deleteMany(new Document());

        // when
        signer.sign(log.state());

        // then
        assertStoppedAt(10);
    }

    @Test
    void shouldSignAgainWhenTheStoreAnswersAgain() throws Exception {
        // given
        boolean[] away = {true};
        signer = signer(new HookedCheckpoints(log.checkpoints, () -> {
            if (away[0]) {
                throw new IOException("away");
            }
        }));
        log.grow(10);
        assertThatThrownBy(() -> signer.sign(log.state())).isInstanceOf(IOException.class);
        assertThat(signedSize()).isEmpty();

        // when
        away[0] = false;
        signer.sign(log.state());

        // then
        assertThat(signedSize()).hasValue(10L);
        assertThat(signer.isStopped()).isFalse();
    }

    @Test
    void shouldNeverPublishASmallerOneThanIsPublished() throws Exception {
        // given
        log.grow(10).publish();
        SignedNote old = sign(KEY, 5, OTHER_ROOT);

        // when
        log.checkpoints.publish(5, log.checkpoints.keep(5, old));

        // then
        assertThat(signedSize()).hasValue(10L);
    }

    private CheckpointSigner signer(CheckpointStore checkpoints) {
        return new CheckpointSigner(
                () -> KEY, checkpoints, new LastSignedFile(keys, () -> LogInUse.FIRST), log.files, () -> now);
    }

    private CheckpointSigner restarted() {
        signer = signer(log.checkpoints);
        return signer;
    }

    private void pass(long milliseconds) {
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    private void publish(long size, Hash root) throws IOException {
        log.checkpoints.publish(size, log.checkpoints.keep(size, sign(KEY, size, root)));
    }

    private static SignedNote sign(SigningKey key, long size, Hash root) {
        return key.sign(new Checkpoint(key.verifier().name(), size, root));
    }

    private Optional<Long> signedSize() throws IOException {
        log.refresh();
        return log.committed.signed().map(Signed::checkpoint).map(Checkpoint::size);
    }

    /** Nor does it sign anything later. */
    private void assertStoppedAt(long size) throws Exception {
        assertThat(signer.isStopped()).isTrue();
        pass(2000);
        signer.sign(log.grow((int) log.state().size() + 1).state());
        assertThat(signedSize()).hasValue(size);
    }
}
