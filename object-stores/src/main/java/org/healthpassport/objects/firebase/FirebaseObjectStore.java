package org.healthpassport.objects.firebase;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.objects.remote.Creation;
import org.healthpassport.objects.remote.RangedChannel;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectMissing;
import org.healthpassport.vault.object.ObjectName;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoreAbilities;
import org.healthpassport.vault.object.StoredObject;

/** Objects in the bucket of a Firebase project; Google keeps size and digest as metadata of each. */
final class FirebaseObjectStore implements ObjectStore {
    /** As Google limits it. */
    private static final StoreAbilities ABILITIES = new StoreAbilities(true, true, 5L << 40);

    private final FirebaseSettings settings;
    private final FirebaseConnection connection;
    private final Storage storage;
    private final Uploads uploads;
    private volatile boolean bucketExists;

    /** @throws IllegalArgumentException when the credentials cannot be read */
    FirebaseObjectStore(FirebaseSettings settings) {
        this.settings = settings;
        this.connection = FirebaseConnection.open(settings);
        this.storage = connection.calls();
        this.uploads = new Uploads(storage, settings.uploadTimeout());
    }

    @Override
    public String label() {
        return settings.label();
    }

    @Override
    public StoreAbilities abilities() {
        return ABILITIES;
    }

    @Override
    public StoredObject putIfAbsent(String name, ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256) {
        BlobInfo described = Description.of(id(name), sizeBytes, sha256);
        return Creation.create(this, name, ciphertext, sizeBytes, sha256, bytes -> uploads.write(described, bytes));
    }

    @Override
    public SeekableByteChannel open(String name) {
        Blob blob = blob(name)
                .orElseThrow(() -> new ObjectMissing("Expected object %s, but there is none.".formatted(name)));
        StoredObject described = Description.read(name, blob);
        BlobId thisVery = BlobId.of(settings.bucket(), name, blob.getGeneration());
        return new RangedChannel(
                position -> BlobStream.open(connection.reads(), thisVery, position), described.sizeBytes());
    }

    @Override
    public Optional<StoredObject> find(String name) {
        return blob(name).map(blob -> Description.read(name, blob));
    }

    @Override
    public void delete(String name) {
        BlobId id = id(name);
        boolean deleted = FirebaseFailure.answered(() -> storage.delete(id));
        if (!deleted) {
            requireBucket();
        }
    }

    @Override
    public Stream<ListedObject> list(String prefix) {
        ObjectName.requireValidPrefix(prefix);
        return Listing.of(() -> storage.list(
                        settings.bucket(),
                        BlobListOption.prefix(prefix),
                        BlobListOption.fields(BlobField.NAME, BlobField.TIME_CREATED)))
                .map(blob -> new ListedObject(
                        blob.getName(), blob.getCreateTimeOffsetDateTime().toInstant()));
    }

    @Override
    public void close() {
        connection.close();
    }

    private Optional<Blob> blob(String name) {
        BlobId id = id(name);
        Blob blob = FirebaseFailure.answered(
                () -> storage.get(id, BlobGetOption.fields(BlobField.GENERATION, BlobField.SIZE, BlobField.METADATA)));
        if (blob == null) {
            requireBucket();
        } else {
            bucketExists = true;
        }
        return Optional.ofNullable(blob);
    }

    /** Google answers the same of an object that is missing and of a bucket that is; a list tells them apart. */
    private void requireBucket() {
        if (!bucketExists) {
            FirebaseFailure.answered(() ->
                    storage.list(settings.bucket(), BlobListOption.pageSize(1), BlobListOption.fields(BlobField.NAME)));
            bucketExists = true;
        }
    }

    private BlobId id(String name) {
        return BlobId.of(settings.bucket(), ObjectName.requireValid(name));
    }
}
