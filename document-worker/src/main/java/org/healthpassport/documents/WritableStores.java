package org.healthpassport.documents;

import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.start.StartStep;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks at the start that the stores for new documents can be written to. While one is away, documents wait, as at any
 * other time; one that refuses ends the start, as whoever has just changed a setting is still looking.
 */
record WritableStores(DocumentStores stores) implements StartStep {
    private static final Logger LOG = LoggerFactory.getLogger(WritableStores.class);

    @Override
    public String awaited() {
        return "the object stores to take objects";
    }

    /** @throws ConfigurationFailure when a store refuses */
    @Override
    public void attempt() {
        stores.forNew().forEach(WritableStores::check);
    }

    private static void check(ObjectStore store) {
        try {
            StoreCheck.requireWritable(store);
        } catch (StoreUnavailable away) {
            LOG.warn(
                    "Expected to reach the object store {}, but it is away; documents wait until it is back",
                    store.label());
        } catch (ObjectStoreFailure refused) {
            // Without the cause, as the innermost message is what a launcher shows.
            throw new ConfigurationFailure(StoreCheck.advice(store, "take, give and delete objects", refused));
        }
    }
}
