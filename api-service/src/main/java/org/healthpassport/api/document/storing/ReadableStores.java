package org.healthpassport.api.document.storing;

import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.start.StartStep;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks at the start that the object stores let this service read. A store that is away does not hold up the start, as
 * everything but stored documents works without it.
 */
@Component
record ReadableStores(DocumentStores stores) implements StartStep {
    private static final Logger log = LoggerFactory.getLogger(ReadableStores.class);

    @Override
    public String awaited() {
        return "the object stores to let this service read";
    }

    /** @throws ConfigurationFailure if a store for new documents refuses */
    @Override
    public void attempt() {
        stores.all().forEach(this::check);
    }

    private void check(ObjectStore store) {
        try {
            StoreCheck.requireReadable(store);
        } catch (StoreUnavailable away) {
            log.warn(
                    "Expected to reach the object store {}, but it is away; documents in it cannot be read until it is back",
                    store.label());
        } catch (ObjectStoreFailure refused) {
            String advice = StoreCheck.advice(store, "let this service read", refused);
            if (stores.forNew().contains(store)) {
                // Without the cause, as the innermost message is what a launcher shows.
                throw new ConfigurationFailure(advice);
            }
            log.error("Documents in a former store cannot be read. {}", advice);
        }
    }
}
