package org.healthpassport.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.assertj.core.api.ThrowingConsumer;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.events.Event;
import org.healthpassport.events.Service;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.kafka.TestMacs;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.object.ForwardingStore;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectConflict;
import org.healthpassport.vault.object.ObjectRejected;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoreAbilities;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.staging.StagedFiles;
import org.healthpassport.vault.staging.StagingUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentEventsTest {
    private static final EventPublisher ACKNOWLEDGING = event -> CompletableFuture.completedFuture(null);

    @TempDir
    private Path folder;

    private StagedFiles staged;
    private Event received;
    private final BackgroundStoring background = new BackgroundStoring(Duration.ofSeconds(30));

    @AfterEach
    void stopThreads() {
        background.close();
    }

    @BeforeEach
    void stageDocument() {
        staged = StagedFiles.at(folder.resolve("staged").toUri());
        received = Events.received(Ciphertext.ofSize(10).stagedIn(staged));
    }

    @Test
    void shouldRetryWhileTheStoreIsAway() {
        // given
        DocumentEvents events =
                events(new FailingStore(() -> new StoreUnavailable("away", new IOException())), ACKNOWLEDGING);

        // when, then
        assertThatThrownBy(() -> events.handle(received)).satisfies(is(FailureKind.TRANSIENT));
    }

    @Test
    void shouldRetryWhileTheStoreIsFull() {
        // given
        DocumentEvents events = events(
                new FailingStore(() -> new StoreUnavailable("full", new IOException("No space left on device"))),
                ACKNOWLEDGING);

        // when, then
        assertThatThrownBy(() -> events.handle(received)).satisfies(is(FailureKind.STORAGE_FULL));
    }

    @ParameterizedTest
    @MethodSource("refusalsOfOneObject")
    void shouldReportADocumentThatTheStoreWillNeverTake(RuntimeException refusal, FailureReason reason)
            throws Exception {
        // given
        List<Event> results = new ArrayList<>();
        ObjectStore objects = new FileSystemObjectStore(folder.resolve("objects"), Clock.systemUTC());
        DocumentEvents events = events(new StoreWithTroubleAbout(received.subject(), refusal, objects), result -> {
            results.add(result.event());
            return CompletableFuture.completedFuture(null);
        });

        // when
        events.handle(received);

        // then
        assertThat(results)
                .singleElement()
                .extracting(result -> result.payload(DocumentProcessed.class).getFailureReason())
                .isEqualTo(reason);
        assertThat(staged.open(received.subject()).size()).isEqualTo(10);
    }

    static Stream<Arguments> refusalsOfOneObject() {
        return Stream.of(
                Arguments.of(new ObjectConflict("other bytes"), FailureReason.OTHER_BYTES_STORED),
                Arguments.of(new StoreRefused("403", null), FailureReason.STORE_REJECTED),
                Arguments.of(new ObjectRejected("400", null), FailureReason.STORE_REJECTED));
    }

    @Test
    void shouldPutADocumentAsideThatFailsAgainAndAgainWhileTheStoreTakesOthers() throws Exception {
        // given
        ObjectStore objects = new FileSystemObjectStore(folder.resolve("objects"), Clock.systemUTC());
        List<Event> results = new ArrayList<>();
        DocumentEvents events = events(
                new StoreWithTroubleAbout(received.subject(), new StoreUnavailable("503", null), objects), result -> {
                    results.add(result.event());
                    return CompletableFuture.completedFuture(null);
                });

        // when
        assertThatThrownBy(() -> events.handle(received)).satisfies(is(FailureKind.TRANSIENT));
        assertThatThrownBy(() -> events.handle(received)).satisfies(is(FailureKind.TRANSIENT));
        events.handle(received);

        // then
        assertThat(results).isEmpty();
        assertThat(staged.open(received.subject()).size()).isEqualTo(10);
        assertThatThrownBy(() -> events.handle(received)).satisfies(is(FailureKind.TRANSIENT));
    }

    @Test
    void shouldGoOnWaitingForAStoreThatIsAway() {
        // given
        DocumentEvents events =
                events(new FailingStore(() -> new StoreUnavailable("away", new IOException())), ACKNOWLEDGING);

        // then
        for (int attempt = 0; attempt < 10; attempt++) {
            assertThatThrownBy(() -> events.handle(received)).satisfies(is(FailureKind.TRANSIENT));
        }
    }

    @Test
    void shouldStopWhenItMayNotReadStagedFiles() {
        // given
        StagedFiles kept = new KeptStagedFiles();
        DocumentEvents events = events(kept, new FailingStore(IllegalStateException::new), ACKNOWLEDGING);

        // when, then
        assertThatThrownBy(() -> events.handle(received)).satisfies(is(FailureKind.CONFIGURATION));
    }

    @Test
    void shouldNotStoreADocumentThatIsReplayedAfterItWasDeleted() throws Exception {
        // given
        Ciphertext document = Ciphertext.ofSize(20).stagedIn(staged);
        ObjectStore objects = new FileSystemObjectStore(folder.resolve("objects"), Clock.systemUTC());
        List<Event> results = new ArrayList<>();
        DocumentEvents events = events(objects, result -> {
            results.add(result.event());
            return CompletableFuture.completedFuture(null);
        });
        events.handle(Events.deleted(document));
        staged.delete(document.documentId());

        // when
        events.handle(Events.received(document));

        // then
        assertThat(objects.find(document.objectName())).isEmpty();
        assertThat(results)
                .singleElement()
                .extracting(result -> result.payload(DocumentProcessed.class).getFailureReason())
                .isEqualTo(FailureReason.STAGED_BYTES_MISSING);
    }

    @Test
    void shouldStopWhenTheStoreRefuses() {
        // given
        DocumentEvents events =
                events(new FailingStore(() -> new StoreRefused("403", new IOException())), ACKNOWLEDGING);

        // when, then
        assertThatThrownBy(() -> events.handle(received)).satisfies(is(FailureKind.CONFIGURATION));
    }

    @Test
    void shouldStopWhenTheStoreRejectsEverything() {
        // given
        DocumentEvents events = events(new FailingStore(() -> new ObjectRejected("400", null)), ACKNOWLEDGING);

        // when, then
        assertThatThrownBy(() -> events.handle(received)).satisfies(is(FailureKind.CONFIGURATION));
    }

    @Test
    void shouldFailUnlessTheResultIsAcknowledged() {
        // given
        ObjectStore objects = new FileSystemObjectStore(folder.resolve("objects"), Clock.systemUTC());
        DocumentEvents events =
                events(objects, event -> CompletableFuture.failedFuture(new TimeoutException("no broker")));

        // when, then
        assertThatThrownBy(() -> events.handle(received)).hasRootCauseInstanceOf(TimeoutException.class);
    }

    private static ThrowingConsumer<Throwable> is(FailureKind expected) {
        return failure -> assertThat(Failures.kindOf(failure)).isEqualTo(expected);
    }

    private DocumentEvents events(ObjectStore objects, EventPublisher publisher) {
        return events(staged, objects, publisher);
    }

    private DocumentEvents events(StagedFiles files, ObjectStore objects, EventPublisher publisher) {
        DocumentStores stores = DocumentStores.of(objects, null, List.of());
        return new DocumentEvents(
                new DocumentStorage(files, stores),
                background,
                new TroubledDocuments(stores),
                TestMacs.of(Service.DOCUMENT_WORKER),
                publisher,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    /** Staged files to which the file system denies access. */
    private static final class KeptStagedFiles implements StagedFiles {
        private static StagingUnavailable kept() {
            return new StagingUnavailable("kept", new AccessDeniedException("staged"));
        }

        @Override
        public StagedFile begin(String name) {
            throw kept();
        }

        @Override
        public SeekableByteChannel open(String name) {
            throw kept();
        }

        @Override
        public void delete(String name) {
            throw kept();
        }

        @Override
        public List<String> olderThan(Instant before) {
            throw kept();
        }

        @Override
        public void sweepAbandoned(Instant before) {
            throw kept();
        }
    }

    /** A store that works but for the object of one document. */
    private static final class StoreWithTroubleAbout extends ForwardingStore {
        private final String documentId;
        private final RuntimeException trouble;

        StoreWithTroubleAbout(String documentId, RuntimeException trouble, ObjectStore store) {
            super(store);
            this.documentId = documentId;
            this.trouble = trouble;
        }

        @Override
        public StoredObject putIfAbsent(String name, ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256) {
            if (name.endsWith(documentId)) {
                throw trouble;
            }
            return super.putIfAbsent(name, ciphertext, sizeBytes, sha256);
        }
    }

    private record FailingStore(Supplier<RuntimeException> failure) implements ObjectStore {
        @Override
        public StoredObject putIfAbsent(String name, ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256) {
            throw failure.get();
        }

        @Override
        public SeekableByteChannel open(String name) {
            throw failure.get();
        }

        @Override
        public Optional<StoredObject> find(String name) {
            throw failure.get();
        }

        @Override
        public void delete(String name) {
            throw failure.get();
        }

        @Override
        public String label() {
            return "failing";
        }

        @Override
        public Stream<ListedObject> list(String prefix) {
            throw failure.get();
        }

        @Override
        public void close() {}

        @Override
        public StoreAbilities abilities() {
            return new StoreAbilities(true, true, 1 << 20);
        }
    }
}
