/** SHA-256 digests. */
@NullMarked
package org.healthpassport.vault.digest;

import org.jspecify.annotations.NullMarked;
