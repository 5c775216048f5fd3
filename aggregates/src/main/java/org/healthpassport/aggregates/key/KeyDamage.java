package org.healthpassport.aggregates.key;

import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.UnknownKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tells documents of keys that were damaged from those that a service cannot open because it has the wrong key-encryption
 * keys: only the former are the fault of the one document.
 */
record KeyDamage(String collection, UnreadableAlarm alarm) {

    /**
     * The keys in a document.
     *
     * @param subjectId null if it belongs to no patient and no account
     * @return fails with a {@link org.healthpassport.aggregates.unreadable.CannotBeRead} if the document was damaged
     */
    <T> Mono<T> named(String id, @Nullable String subjectId, Mono<T> keys) {
        return keys.onErrorMap(
                KeyDamage::isOfOneDocument,
                damage -> alarm.raise(new Unreadable(collection, id, subjectId, UnreadableReason.KEYS_BROKEN), damage));
    }

    /** A document with other fields fails as an illegal argument, one with values of other types as a cast. */
    static boolean isOfOneDocument(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof ClassCastException
                || failure instanceof SealBroken && !(failure instanceof UnknownKey);
    }
}
