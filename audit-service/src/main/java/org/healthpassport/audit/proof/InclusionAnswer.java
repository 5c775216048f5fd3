package org.healthpassport.audit.proof;

import java.util.List;

/**
 * That an entry is in the log, as it is answered.
 *
 * @param root of the tree of that size, base64
 * @param hashes from the leaf to the root, base64
 */
public record InclusionAnswer(long index, long treeSize, String root, List<String> hashes) {}
