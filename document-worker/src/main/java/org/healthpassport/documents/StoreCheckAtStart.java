package org.healthpassport.documents;

import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that the stores for new documents can be written to, and says in one line what to change if they cannot. */
final class StoreCheckAtStart {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCheckAtStart.class);

    private StoreCheckAtStart() {}

    /**
     * The stores; those that are reached have taken an object. For the others documents wait, as at any other time.
     *
     * @throws ConfigurationFailure when one refuses
     */
    static DocumentStores passedBy(DocumentStores stores) {
        stores.forNew().forEach(StoreCheckAtStart::check);
        return stores;
    }

    private static void check(ObjectStore store) {
        try {
            StoreCheck.requireWritable(store);
        } catch (StoreUnavailable e) {
            LOG.warn(
                    "Expected to reach the object store {}, but it is away; documents wait until it is back",
                    store.label());
        } catch (ObjectStoreFailure e) {
            ConfigurationFailure failure = new ConfigurationFailure(
                    "Expected the object store %s to take, give and delete objects, but it does not: %s Check that the bucket exists, the credentials, their rights, and the clock of this machine."
                            .formatted(store.label(), e.getMessage()));
            // Not the cause, as the innermost message is what a launcher shows.
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
