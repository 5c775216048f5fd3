/** The object store, which keeps the ciphertext of documents. */
@NullMarked
package org.healthpassport.vault.object;

import org.jspecify.annotations.NullMarked;
