package org.healthpassport.objects.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Objects in a bucket of an S3 store, each with its size and digest as metadata. */
final class S3ObjectStore implements ObjectStore {
    private final S3Client client;
    private final S3Settings settings;
    private final S3CallSettings patience;
    private final S3Lookup lookup;
    private final S3Uploads uploads;
    private final ConditionalWrites conditionalWrites;

    /** @param client is closed with this store */
    S3ObjectStore(S3Client client, S3Settings settings, S3CallSettings patience) {
        this.client = client;
        this.settings = settings;
        this.patience = patience;
        this.lookup = new S3Lookup(client, settings.bucket());
        this.uploads = new S3Uploads(client, settings.bucket(), patience);
        this.conditionalWrites = new ConditionalWrites(client, settings.bucket(), uploads);
    }

    @Override
    public String label() {
        return settings.label();
    }

    @Override
    public StoreAbilities abilities() {
        return new StoreAbilities(conditionalWrites.knownToBeHonoured(), true, settings.maxObjectBytes());
    }

    @Override
    public StoredObject putIfAbsent(String name, ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256) {
        ObjectName.requireValid(name);
        return Creation.create(
                this,
                name,
                ciphertext,
                sizeBytes,
                sha256,
                bytes -> written(new StoredObject(name, sizeBytes, sha256), bytes));
    }

    @Override
    public SeekableByteChannel open(String name) {
        HeadObjectResponse found = lookup.find(ObjectName.requireValid(name))
                .orElseThrow(() -> new ObjectMissing("Expected object %s, but there is none.".formatted(name)));
        long sizeBytes = S3Metadata.read(name, found).sizeBytes();
        return new RangedChannel(
                new PinnedReads(client, settings.bucket(), name, found.eTag(), sizeBytes, patience), sizeBytes);
    }

    @Override
    public Optional<StoredObject> find(String name) {
        return lookup.find(ObjectName.requireValid(name)).map(found -> S3Metadata.read(name, found));
    }

    @Override
    public void delete(String name) {
        ObjectName.requireValid(name);
        try {
            client.deleteObject(delete -> delete.bucket(settings.bucket()).key(name));
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    /** Leaves out names that are not ours, such as the placeholders of Supabase's dashboard. */
    @Override
    public Stream<ListedObject> list(String prefix) {
        ObjectName.requireValidPrefix(prefix);
        return Stream.iterate(page(prefix, null), Objects::nonNull, last -> following(prefix, last))
                .flatMap(page -> page.contents().stream())
                .filter(object -> ObjectName.isValid(object.key()))
                .map(object -> new ListedObject(object.key(), object.lastModified()));
    }

    @Override
    public void close() {
        client.close();
    }

    private boolean written(StoredObject object, InputStream bytes) throws IOException {
        try {
            return uploads.write(object, bytes, conditionalWrites.honoured());
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    private @Nullable ListObjectsV2Response following(String prefix, ListObjectsV2Response last) {
        return Boolean.TRUE.equals(last.isTruncated()) ? page(prefix, last.nextContinuationToken()) : null;
    }

    private ListObjectsV2Response page(String prefix, @Nullable String continuation) {
        try {
            return client.listObjectsV2(
                    list -> list.bucket(settings.bucket()).prefix(prefix).continuationToken(continuation));
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }
}
