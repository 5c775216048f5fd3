package org.healthpassport.objects;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * The object stores of a deployment. New documents go to the first one, or to the second one if they are too large for
 * it; older ones stay where they are, as a document remembers the label of its store.
 */
public final class DocumentStores implements AutoCloseable {
    private final ObjectStore first;
    private final @Nullable ObjectStore overflow;
    private final Map<String, ObjectStore> byLabel;

    private DocumentStores(ObjectStore first, @Nullable ObjectStore overflow, Map<String, ObjectStore> byLabel) {
        this.first = first;
        this.overflow = overflow;
        this.byLabel = byLabel;
    }

    /**
     * Opens all stores; none need be reached yet.
     *
     * @throws IllegalArgumentException when a setting is wrong, or two stores have one label
     */
    public static DocumentStores open(StorageSettings settings, StoreEnvironment environment) {
        List<ObjectStore> opened = new ArrayList<>();
        try {
            ObjectStore first = opened(settings.url(), environment, opened);
            StoreUrl overflowUrl = settings.overflowUrl();
            ObjectStore overflow = overflowUrl == null ? null : opened(overflowUrl, environment, opened);
            List<ObjectStore> former = new ArrayList<>();
            settings.formerUrls().forEach(url -> former.add(opened(url, environment, opened)));
            return of(first, overflow, former);
        } catch (IllegalArgumentException wrong) {
            opened.forEach(ObjectStore::close);
            throw wrong;
        }
    }

    /** Joins stores that are open already; no two have the same label. */
    public static DocumentStores of(ObjectStore first, @Nullable ObjectStore overflow, List<ObjectStore> former) {
        Map<String, ObjectStore> byLabel = new LinkedHashMap<>();
        byLabel.put(first.label(), first);
        if (overflow != null) {
            byLabel.put(overflow.label(), overflow);
        }
        former.forEach(store -> byLabel.put(store.label(), store));
        return new DocumentStores(first, overflow, byLabel);
    }

    /** The stores that new documents go to. */
    public List<ObjectStore> forNew() {
        return overflow == null ? List.of(first) : List.of(first, overflow);
    }

    /** The size of the largest object that one of the stores for new documents takes. */
    public long maxObjectBytes() {
        long ofFirst = first.abilities().maxObjectBytes();
        return overflow == null
                ? ofFirst
                : Math.max(ofFirst, overflow.abilities().maxObjectBytes());
    }

    /** The store for a new object of that size; empty if it is too large for every store. */
    public Optional<ObjectStore> forNew(long sizeBytes) {
        if (sizeBytes <= first.abilities().maxObjectBytes()) {
            return Optional.of(first);
        }
        return Optional.ofNullable(overflow)
                .filter(store -> sizeBytes <= store.abilities().maxObjectBytes());
    }

    /** The store with that label; empty if the settings name no such store any more. */
    public Optional<ObjectStore> labelled(String label) {
        return Optional.ofNullable(byLabel.get(label));
    }

    /** All stores, those for new documents first. */
    public Collection<ObjectStore> all() {
        return byLabel.values();
    }

    @Override
    public void close() {
        byLabel.values().forEach(ObjectStore::close);
    }

    private static ObjectStore opened(StoreUrl url, StoreEnvironment environment, List<ObjectStore> opened) {
        ObjectStore store = ObjectStores.open(url, environment);
        String label = store.label();
        if (opened.stream().anyMatch(earlier -> earlier.label().equals(label))) {
            store.close();
            throw new IllegalArgumentException(
                    "Expected %s to name another store than the settings before it, but %s is named twice; leave one of them out."
                            .formatted(url.setting(), label));
        }
        opened.add(store);
        return store;
    }
}
