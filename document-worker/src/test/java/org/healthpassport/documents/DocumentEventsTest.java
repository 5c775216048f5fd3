package org.healthpassport.documents;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.events.Event;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStores;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.staging.StagedFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentEventsTest {
    private static final EventPublisher ACKNOWLEDGING = event -> CompletableFuture.completedFuture(null);

    @TempDir
    private Path folder;

    private StagedFiles staged;
    private Event received;

    @BeforeEach
    void stageDocument() {
        staged = StagedFiles.at(folder.resolve("staged").toUri());
        received = Events.received(Ciphertext.ofSize(10).stagedIn(staged));
    }

    @Test
    void shouldComeBackWhileTheStoreIsAway() {
        // given
        DocumentEvents events =
                events(new FailingStore(() -> new StoreUnavailable("away", new IOException())), ACKNOWLEDGING);

        // when, then
        assertThatThrownBy(() -> events.handle(received)).isInstanceOf(TransientFailure.class);
    }

    @Test
    void shouldStopWhenTheStoreRefuses() {
        // given
        DocumentEvents events =
                events(new FailingStore(() -> new StoreRefused("403", new IOException())), ACKNOWLEDGING);

        // when, then
        assertThatThrownBy(() -> events.handle(received)).isInstanceOf(ConfigurationFailure.class);
    }

    @Test
    void shouldFailUnlessTheResultIsAcknowledged() {
        // given
        ObjectStore objects = ObjectStores.open(folder.resolve("objects").toUri());
        DocumentEvents events =
                events(objects, event -> CompletableFuture.failedFuture(new TimeoutException("no broker")));

        // when, then
        assertThatThrownBy(() -> events.handle(received)).hasRootCauseInstanceOf(TimeoutException.class);
    }

    private DocumentEvents events(ObjectStore objects, EventPublisher publisher) {
        return new DocumentEvents(
                new DocumentStorage(staged, objects), publisher, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
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
        public long maxObjectBytes() {
            return 0;
        }

        @Override
        public void check() {
            throw failure.get();
        }
    }
}
