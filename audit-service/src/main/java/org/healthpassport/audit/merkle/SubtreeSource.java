package org.healthpassport.audit.merkle;

import java.io.IOException;

/** Where the hashes of complete subtrees come from. */
@FunctionalInterface
public interface SubtreeSource {
    Hash hash(Subtree subtree) throws IOException;
}
