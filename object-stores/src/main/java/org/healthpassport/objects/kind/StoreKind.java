package org.healthpassport.objects.kind;

import org.healthpassport.vault.object.ObjectStore;

/** A kind of object store, known by the scheme of its URLs. */
public interface StoreKind {

    /** The scheme in lower case, such as {@code s3}. */
    String scheme();

    /** An example of such a URL, for messages. */
    String example();

    /**
     * Opens a store. It need not be reached yet.
     *
     * @param environment the credentials and further settings, which have the names that the vendor gives them
     * @throws IllegalArgumentException when the URL or a setting is wrong; the message names the setting and holds no secret
     */
    ObjectStore open(StoreUrl url, StoreEnvironment environment);
}
