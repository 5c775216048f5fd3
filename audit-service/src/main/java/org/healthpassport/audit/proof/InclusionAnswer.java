package org.healthpassport.audit.proof;

import java.util.List;

/**
 * The answer that proves that an entry is in the log.
 *
 * @param root of the tree of that size, base64
 * @param hashes from the leaf to the root, base64
 */
public record InclusionAnswer(long index, long treeSize, String root, List<String> hashes) {}
