package org.healthpassport.aggregates.rotation;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.healthpassport.aggregates.reseal.Resealing;
import org.healthpassport.aggregates.reseal.SealedCollection;
import org.healthpassport.aggregates.reseal.Slice;
import org.healthpassport.aggregates.rotation.Rotation.State;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.KeyVersionFiles;
import org.healthpassport.vault.key.file.KeyVersions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/**
 * Looks at everything that key-encryption keys sealed, seals again what older versions sealed, and then destroys these
 * versions.
 */
final class Pass implements Retirement<KeyPurpose> {
    private static final Logger log = LoggerFactory.getLogger(Pass.class);
    /** Half a second of work in the embedded store. */
    private static final int DOCUMENTS_AT_ONCE = 500;

    private static final Duration COUNTED_WITHIN = Duration.ofSeconds(30);

    private final ReactiveMongoTemplate mongo;
    private final Resealing resealing;
    private final List<SealedCollection> collections;
    private final Supplier<? extends KeyVersionFiles> files;

    Pass(
            ReactiveMongoTemplate mongo,
            Resealing resealing,
            List<SealedCollection> collections,
            Supplier<? extends KeyVersionFiles> files) {
        this.mongo = mongo;
        this.resealing = resealing;
        this.collections = List.copyOf(collections);
        this.files = files;
    }

    /** @throws IllegalStateException if somebody else changed a file since */
    @Override
    public Rotation retire(Rotation rotation, Map<KeyPurpose, KeyVersions> older, Consumer<Rotation> keep)
            throws IOException {
        Rotation looked = older.isEmpty() ? rotation : untilNothingIsLeft(rotation, older, keep);
        if (looked.progress().unreadable() == 0) {
            destroy(older);
            log.info(
                    "{} documents were sealed again, and the older versions of their keys are destroyed",
                    looked.progress().resealed());
        }
        return looked;
    }

    private void destroy(Map<KeyPurpose, KeyVersions> older) throws IOException {
        for (Map.Entry<KeyPurpose, KeyVersions> key : older.entrySet()) {
            if (!files.get().destroyOlder(key.getKey(), key.getValue())) {
                throw new IllegalStateException(
                        "Expected to destroy versions of keys, but somebody else changed their file.");
            }
        }
    }

    /**
     * Passes through all documents, until one pass finds nothing that an older version sealed and that opens.
     *
     * @param keep takes each progress; a failure of it ends this
     * @return with the progress of the last pass
     */
    private Rotation untilNothingIsLeft(
            Rotation begun, Map<KeyPurpose, KeyVersions> versions, Consumer<Rotation> keep) {
        Rotation rotation = begun;
        long stale = 1;
        while (stale > 0) {
            RotationProgress before = rotation.progress();
            rotation = rotation.at(State.RESEALING, new RotationProgress(documents(), 0, before.resealed(), 0));
            stale = 0;
            for (SealedCollection collection : collections) {
                @Nullable String last = null;
                do {
                    Slice slice = slice(collection, last, versions);
                    stale += slice.stale();
                    rotation = rotation.at(State.RESEALING, after(rotation.progress(), slice));
                    keep.accept(rotation);
                    last = slice.last();
                } while (last != null);
            }
        }
        return rotation;
    }

    private Slice slice(SealedCollection collection, @Nullable String last, Map<KeyPurpose, KeyVersions> versions) {
        Slice slice = resealing.slice(collection, last, DOCUMENTS_AT_ONCE, versions);
        slice.unreadable()
                .forEach(id -> log.error(
                        "Expected to seal {} in {} again, but it does not open; restore or remove it, as the older keys are kept for it",
                        id,
                        collection.name()));
        return slice;
    }

    private static RotationProgress after(RotationProgress before, Slice slice) {
        return new RotationProgress(
                before.documents(),
                before.lookedAt() + slice.documents(),
                before.resealed() + slice.resealed(),
                before.unreadable() + slice.unreadable().size());
    }

    private long documents() {
        return collections.stream()
                .mapToLong(collection -> mongo.estimatedCount(collection.name())
                        .blockOptional(COUNTED_WITHIN)
                        .orElse(0L))
                .sum();
    }
}
