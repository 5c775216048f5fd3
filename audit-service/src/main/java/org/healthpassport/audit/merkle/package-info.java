/** Merkle trees of RFC 6962: hashing, growing, proving and verifying; the JDK alone. */
@NullMarked
package org.healthpassport.audit.merkle;

import org.jspecify.annotations.NullMarked;
