package org.healthpassport.objects.cloudinary;

import com.cloudinary.Api;
import com.cloudinary.Cloudinary;
import com.cloudinary.Configuration;
import com.cloudinary.Uploader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.healthpassport.objects.remote.Creation;
import org.healthpassport.objects.remote.RangedChannel;
import org.healthpassport.objects.remote.StoreStatus;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectMissing;
import org.healthpassport.vault.object.ObjectName;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreAbilities;
import org.healthpassport.vault.object.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * Objects as raw assets of type {@code authenticated}, which begin with a {@link StoredHeader}. Only listing uses the Admin
 * API, whose calls are limited.
 */
final class CloudinaryObjectStore implements ObjectStore {
    private final CloudinarySettings settings;
    private final Connections connections;
    private final Uploads uploads;
    private final Downloads downloads;
    private final Api api;

    CloudinaryObjectStore(
            CloudinarySettings settings, Duration connectTimeout, Duration readTimeout, Duration uploadTimeout) {
        this.settings = settings;
        Cloudinary cloudinary = new Cloudinary(configuration(settings));
        this.connections = new Connections(cloudinary.getUserAgent(), connectTimeout, readTimeout, uploadTimeout);
        this.uploads = new Uploads(new Uploader(cloudinary, new UploadTransport(connections)));
        this.downloads = new Downloads(cloudinary, connections);
        this.api = new Api(cloudinary, new AdminTransport(connections));
    }

    /** An object as it was found. */
    private record Found(StoredObject object, @Nullable String etag) {}

    @Override
    public StoredObject putIfAbsent(String name, ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256) {
        String publicId = publicId(name);
        return Creation.create(
                this,
                name,
                ciphertext,
                sizeBytes,
                sha256,
                bytes -> uploads.create(publicId, StoredHeader.of(sizeBytes, sha256), bytes, sizeBytes));
    }

    @Override
    public SeekableByteChannel open(String name) {
        Found opened = look(name)
                .orElseThrow(() -> new ObjectMissing("Expected object %s, but there is none.".formatted(name)));
        return new RangedChannel(
                position -> read(opened, position), opened.object().sizeBytes());
    }

    @Override
    public Optional<StoredObject> find(String name) {
        return look(name).map(Found::object);
    }

    @Override
    public void delete(String name) {
        try {
            uploads.delete(publicId(name));
        } catch (IOException e) {
            throw StoreStatus.unreachable(e);
        }
    }

    @Override
    public String label() {
        return settings.label();
    }

    /** Cloudinary does not say that {@code overwrite: false} holds for uploads that overlap. */
    @Override
    public StoreAbilities abilities() {
        return new StoreAbilities(false, true, settings.maxRawBytes() - StoredHeader.BYTES);
    }

    @Override
    public Stream<ListedObject> list(String prefix) {
        Listing listing = new Listing(api, folder(), ObjectName.requireValidPrefix(prefix));
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(listing, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    @Override
    public void close() {
        connections.close();
    }

    private Optional<Found> look(String name) {
        try {
            Optional<Download> head = downloads.head(publicId(name), StoredHeader.BYTES);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            try (Download asset = head.get()) {
                return Optional.of(new Found(StoredHeader.read(name, asset, asset.assetBytes()), asset.etag()));
            }
        } catch (IOException e) {
            throw StoreStatus.unreachable(e);
        }
    }

    private InputStream read(Found opened, long position) throws IOException {
        try {
            Download asset = downloads
                    .from(publicId(opened.object().name()), StoredHeader.BYTES + position)
                    .orElseThrow(() -> new IOException("Expected the object that was opened, but it was deleted."));
            if (!isSame(opened, asset)) {
                asset.close();
                throw new IOException("Expected the object that was opened, but there is another one by now.");
            }
            return asset;
        } catch (ObjectStoreFailure e) {
            throw new IOException("Expected to read an object, but its store failed.", e);
        }
    }

    /** Compares the marks of the server. Without a mark, a look after the answer has begun must still find the same object. */
    private boolean isSame(Found opened, Download asset) {
        return opened.etag() != null && asset.etag() != null
                ? opened.etag().equals(asset.etag())
                : look(opened.object().name())
                        .filter(found -> found.object().equals(opened.object()))
                        .isPresent();
    }

    private String publicId(String name) {
        return folder() + ObjectName.requireValid(name);
    }

    private String folder() {
        return settings.folder().isEmpty() ? "" : settings.folder() + "/";
    }

    private static Configuration configuration(CloudinarySettings settings) {
        Configuration configuration = new Configuration();
        configuration.cloudName = settings.cloud();
        configuration.apiKey = settings.key();
        configuration.apiSecret = settings.secret();
        configuration.signatureAlgorithm = settings.signatureAlgorithm();
        configuration.loadStrategies = false;
        if (settings.endpoint() != null) {
            configuration.uploadPrefix = Objects.toString(settings.endpoint());
        }
        return configuration;
    }
}
