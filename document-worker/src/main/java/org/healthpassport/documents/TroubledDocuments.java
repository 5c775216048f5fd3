package org.healthpassport.documents;

import java.util.LinkedHashMap;
import java.util.Map;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreFull;
import org.healthpassport.vault.object.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a store that is away from a store that has trouble with one document. While a store is away, all documents wait.
 * A document that fails again and again while the store takes another object is put aside, so that it holds back nobody
 * else's; {@code api-service} asks for it again.
 */
final class TroubledDocuments {
    private static final Logger LOG = LoggerFactory.getLogger(TroubledDocuments.class);
    private static final int ATTEMPTS = 3;
    /** One document fails at a time in each partition. */
    private static final int REMEMBERED = 1_000;

    private final DocumentStores stores;
    private final Map<String, Integer> failures = new LinkedHashMap<>();

    TroubledDocuments(DocumentStores stores) {
        this.stores = stores;
    }

    synchronized void succeeded(String documentId) {
        failures.remove(documentId);
    }

    /** True if the document is to wait until it is asked for again; false if its store is away. */
    boolean isPutAside(String documentId, long sizeBytes, StoreUnavailable failure) {
        if (failure instanceof StoreFull || failedTimes(documentId) < ATTEMPTS || !worksForOthers(sizeBytes)) {
            return false;
        }
        succeeded(documentId);
        LOG.warn(
                "Expected to store document {}, but it failed {} times while the store takes other objects; it is put aside, and api-service will ask for it again",
                documentId,
                ATTEMPTS,
                failure);
        return true;
    }

    private synchronized int failedTimes(String documentId) {
        int times = failures.merge(documentId, 1, Integer::sum);
        if (failures.size() > REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
        return times;
    }

    /** A document that is too large for the first store must not hold back those that are not. */
    private boolean worksForOthers(long sizeBytes) {
        try {
            ObjectStore first = stores.forNew().get(0);
            if (stores.forNew(sizeBytes).filter(first::equals).isPresent()) {
                StoreCheck.requireWritable(first);
            }
            return true;
        } catch (ObjectStoreFailure away) {
            return false;
        }
    }
}
