package org.healthpassport.audit.proof;

import java.util.List;

/**
 * The answer that proves that an entry is in the log.
 *
 * @param log the number of the log that the index is in
 * @param root of the tree of that size, base64
 * @param hashes from the leaf to the root, base64
 */
public record InclusionAnswer(int log, long index, long treeSize, String root, List<String> hashes) {}
