package org.healthpassport.audit.proof;

import java.util.List;

/**
 * The answer that proves that the log only grew.
 *
 * @param fromRoot of the older tree, base64
 * @param toRoot of the newer tree, base64
 * @param hashes as RFC 6962, 2.1.2, orders them, base64
 */
record ConsistencyAnswer(long from, long to, String fromRoot, String toRoot, List<String> hashes) {}
