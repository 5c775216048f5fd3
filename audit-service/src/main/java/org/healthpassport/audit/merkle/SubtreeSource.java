package org.healthpassport.audit.merkle;

import java.io.IOException;

/** Provides the hashes of complete subtrees. */
@FunctionalInterface
public interface SubtreeSource {
    Hash hash(Subtree subtree) throws IOException;
}
