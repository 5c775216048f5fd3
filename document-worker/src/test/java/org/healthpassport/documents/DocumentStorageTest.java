package org.healthpassport.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.ForwardingStore;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreAbilities;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.healthpassport.vault.staging.StagedFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentStorageTest {
    @TempDir
    private Path folder;

    private StagedFiles staged;
    private ObjectStore objects;
    private DocumentStorage storage;

    @BeforeEach
    void openStores() {
        staged = StagedFiles.at(folder.resolve("staged").toUri());
        objects = new FileSystemObjectStore(folder.resolve("objects"), Clock.systemUTC());
        storage = new DocumentStorage(staged, DocumentStores.of(objects, null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 65_537, 8 << 20})
    void shouldStoreStagedDocuments(int size) throws IOException {
        // given
        Ciphertext document = Ciphertext.ofSize(size).stagedIn(staged);

        // when
        DocumentProcessed result = storage.store(document.received());

        // then
        assertThat(result.getOutcome()).isEqualTo(ProcessingOutcome.STORED);
        assertThat(result.getFailureReason()).isNull();
        assertThat(result.getDocumentId()).isEqualTo(document.documentId());
        assertThat(result.getPatientId()).isEqualTo(document.patientId());
        assertThat(result.getCiphertextSizeBytes()).isEqualTo(size);
        assertThat(result.getCiphertextSha256()).isEqualTo(document.received().getCiphertextSha256());
        assertThat(read(result.getObjectName())).isEqualTo(document.bytes());
    }

    @Test
    void shouldRepeatTheReportAfterStagedBytesWereDeleted() throws IOException {
        // given
        Ciphertext document = Ciphertext.ofSize(100).stagedIn(staged);
        DocumentProcessed first = storage.store(document.received());
        staged.delete(document.documentId());

        // when
        DocumentProcessed second = storage.store(document.received());

        // then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void shouldFailIfBytesAreMissing() throws IOException {
        // given
        Ciphertext document = Ciphertext.ofSize(100);

        // when
        DocumentProcessed result = storage.store(document.received());

        // then
        assertThat(result.getOutcome()).isEqualTo(ProcessingOutcome.FAILED);
        assertThat(result.getFailureReason()).isEqualTo(FailureReason.STAGED_BYTES_MISSING);
        assertThat(result.getObjectName()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, 100, 101})
    void shouldFailAndStoreNothingWhenStagedBytesAreDamaged(int damagedSize) throws IOException {
        // given
        Ciphertext document = Ciphertext.ofSize(100).stagedAs(new byte[damagedSize], staged);

        // when
        DocumentProcessed result = storage.store(document.received());

        // then
        assertThat(result.getOutcome()).isEqualTo(ProcessingOutcome.FAILED);
        assertThat(result.getFailureReason()).isEqualTo(FailureReason.STAGED_BYTES_DAMAGED);
        assertThat(objects.find(document.objectName())).isEmpty();
    }

    @Test
    void shouldLeaveAnotherObjectOfThatNameAlone() throws IOException {
        // given
        Ciphertext first = Ciphertext.ofSize(100).stagedIn(staged);
        storage.store(first.received());
        Ciphertext other = new Ciphertext(first.patientId(), first.documentId(), new byte[] {1});
        staged.delete(first.documentId());
        other.stagedIn(staged);

        // when
        DocumentProcessed result = storage.store(other.received());

        // then
        assertThat(result.getFailureReason()).isEqualTo(FailureReason.OTHER_BYTES_STORED);
        assertThat(read(first.objectName())).isEqualTo(first.bytes());
    }

    @Test
    void shouldDeleteStoredObjects() throws IOException {
        // given
        Ciphertext known = Ciphertext.ofSize(100).stagedIn(staged);
        Ciphertext unknown = Ciphertext.ofSize(101).stagedIn(staged);
        storage.store(known.received());
        storage.store(unknown.received());

        // when
        storage.delete(known.patientId(), known.documentId());
        storage.delete(unknown.patientId(), unknown.documentId());

        // then
        assertThat(objects.find(known.objectName())).isEmpty();
        assertThat(objects.find(unknown.objectName())).isEmpty();
    }

    @Test
    void shouldDeleteTwiceAndObjectsThatWereNeverStored() {
        // given
        Ciphertext document = Ciphertext.ofSize(100);

        // when
        storage.delete(document.patientId(), document.documentId());
        storage.delete(document.patientId(), document.documentId());

        // then
        assertThat(objects.find(document.objectName())).isEmpty();
    }

    @Test
    void shouldRefuseIdsThatLeaveTheirFolder() {
        // given
        Ciphertext document = new Ciphertext("..", "x", new byte[0]).stagedIn(staged);

        // when, then
        assertThatThrownBy(() -> storage.store(document.received())).isInstanceOf(ImpossibleValue.class);
        assertThatThrownBy(() -> storage.delete(document.patientId(), document.documentId()))
                .isInstanceOf(ImpossibleValue.class);
    }

    @Test
    void shouldRefuseImpossibleValues() {
        // given
        DocumentReceived received = Ciphertext.ofSize(10).stagedIn(staged).received();
        DocumentReceived negative = new DocumentReceived(
                received.getDocumentId(), received.getPatientId(), -1L, received.getCiphertextSha256());
        DocumentReceived shortDigest = new DocumentReceived(
                received.getDocumentId(),
                received.getPatientId(),
                10L,
                received.getCiphertextSha256().slice(0, 31));

        // when, then
        assertThatThrownBy(() -> storage.store(negative)).isInstanceOf(ImpossibleValue.class);
        assertThatThrownBy(() -> storage.store(shortDigest)).isInstanceOf(ImpossibleValue.class);
    }

    @Test
    void shouldChooseAStoreByTheSizeOfTheDocument() throws IOException {
        // given
        ObjectStore small = new LimitedStore(objects, "small", 100);
        ObjectStore large =
                new LimitedStore(new FileSystemObjectStore(folder.resolve("large"), Clock.systemUTC()), "large", 200);
        storage = new DocumentStorage(staged, DocumentStores.of(small, large, List.of()));
        Ciphertext fits = Ciphertext.ofSize(100).stagedIn(staged);
        Ciphertext overflows = Ciphertext.ofSize(101).stagedIn(staged);
        Ciphertext tooLarge = Ciphertext.ofSize(201).stagedIn(staged);

        // then
        assertThat(storage.store(fits.received()).getStore()).isEqualTo("small");
        assertThat(storage.store(overflows.received()).getStore()).isEqualTo("large");
        assertThat(storage.store(tooLarge.received()).getFailureReason()).isEqualTo(FailureReason.TOO_LARGE_FOR_STORES);
        assertThat(small.find(overflows.objectName())).isEmpty();
        assertThat(large.find(overflows.objectName())).isPresent();
    }

    @Test
    void shouldDeleteWhereverTheObjectLies() throws IOException {
        // given
        ObjectStore former =
                new LimitedStore(new FileSystemObjectStore(folder.resolve("former"), Clock.systemUTC()), "former", 200);
        Ciphertext document = Ciphertext.ofSize(100).stagedIn(staged);
        new DocumentStorage(staged, DocumentStores.of(former, null, List.of())).store(document.received());
        storage = new DocumentStorage(staged, DocumentStores.of(objects, null, List.of(former)));
        storage.store(document.received());

        // when
        storage.delete(document.patientId(), document.documentId());

        // then
        assertThat(former.find(document.objectName())).isEmpty();
        assertThat(objects.find(document.objectName())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLeaveASingleObjectThatCannotBeDeletedToTheSweep(boolean refused) throws IOException {
        // given
        Ciphertext document = Ciphertext.ofSize(100).stagedIn(staged);
        ObjectStoreFailure failure = refused ? new StoreRefused("403", null) : new StoreUnavailable("500", null);
        storage = new DocumentStorage(
                staged, DocumentStores.of(notDeleting(failure, document.objectName()), null, List.of()));
        storage.store(document.received());

        // when
        storage.delete(document.patientId(), document.documentId());

        // then
        assertThat(objects.find(document.objectName())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWaitForAStoreThatDeletesNothing(boolean refused) {
        // given
        ObjectStoreFailure failure = refused ? new StoreRefused("403", null) : new StoreUnavailable("500", null);
        storage = new DocumentStorage(staged, DocumentStores.of(notDeleting(failure, ""), null, List.of()));

        // then
        assertThatThrownBy(() -> storage.delete("p1", "d1")).isSameAs(failure);
    }

    private ObjectStore notDeleting(ObjectStoreFailure failure, String prefix) {
        return new LimitedStore(objects, "not deleting", 1_000) {
            @Override
            public void delete(String name) {
                if (name.startsWith(prefix)) {
                    throw failure;
                }
                super.delete(name);
            }
        };
    }

    @Test
    void shouldDeleteAlthoughAFormerStoreIsAway() throws IOException {
        // given
        ObjectStore former = new LimitedStore(objects, "former", 0) {
            @Override
            public void delete(String name) {
                throw new StoreUnavailable("503", null);
            }
        };
        Ciphertext document = Ciphertext.ofSize(100).stagedIn(staged);
        storage.store(document.received());
        storage = new DocumentStorage(staged, DocumentStores.of(objects, null, List.of(former)));

        // when
        storage.delete(document.patientId(), document.documentId());

        // then
        assertThat(objects.find(document.objectName())).isEmpty();
    }

    @Test
    void shouldFailWhereTheStoreKeepsADamagedObjectOfThatName() throws IOException {
        // given
        ObjectStore damaged = new LimitedStore(objects, "damaged", 1_000) {
            @Override
            public Optional<StoredObject> find(String name) {
                throw new DamagedObject("cut");
            }

            @Override
            public StoredObject putIfAbsent(String name, ReadableByteChannel bytes, long size, byte[] sha256) {
                throw new DamagedObject("cut");
            }
        };
        storage = new DocumentStorage(staged, DocumentStores.of(damaged, null, List.of()));

        // when
        DocumentProcessed result =
                storage.store(Ciphertext.ofSize(100).stagedIn(staged).received());

        // then
        assertThat(result.getFailureReason()).isEqualTo(FailureReason.OTHER_BYTES_STORED);
    }

    private static class LimitedStore extends ForwardingStore {
        private final String label;
        private final long limit;

        LimitedStore(ObjectStore store, String label, long limit) {
            super(store);
            this.label = label;
            this.limit = limit;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public StoreAbilities abilities() {
            return new StoreAbilities(true, true, limit);
        }
    }

    private byte[] read(String name) throws IOException {
        try (SeekableByteChannel object = objects.open(name)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(object.size()));
            Channels.newInputStream(object).readNBytes(content.array(), 0, content.capacity());
            return content.array();
        }
    }
}
