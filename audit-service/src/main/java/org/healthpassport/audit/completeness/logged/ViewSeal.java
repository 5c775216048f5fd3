package org.healthpassport.audit.completeness.logged;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bson.types.Binary;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyedDigest;
import org.jspecify.annotations.Nullable;

/**
 * Tells the documents of a view that this service wrote from others, by a MAC in each. A MAC does not tell that a document is
 * gone, or that an older one was put back. That is told by a sum: each entry of the log adds the weight of its stream, which
 * nobody else knows, so the sum over the log and the sum over the documents are equal only if the documents count every entry.
 */
public final class ViewSeal {
    private final Key key;

    public ViewSeal(Key key) {
        this.key = key;
    }

    /** The key of the views. */
    @FunctionalInterface
    public interface Key {
        KeyedDigest digest() throws IOException;
    }

    /** With the key as it is now. */
    Opened open() throws IOException {
        return new Opened(key.digest());
    }

    /** The key in use. */
    record Opened(KeyedDigest digest) {
        Binary mac(String view, String content) {
            return new Binary(digest.of(AssociatedData.of("view-document", view, content)));
        }

        boolean isMac(@Nullable Object mac, String view, String content) {
            return mac instanceof Binary binary
                    && digest.verify(AssociatedData.of("view-document", view, content), binary.getData());
        }

        /** The weight of each entry of a stream. */
        long weight(String name) {
            return ByteBuffer.wrap(digest.of(AssociatedData.of("view-weight", name)))
                    .getLong();
        }
    }
}
