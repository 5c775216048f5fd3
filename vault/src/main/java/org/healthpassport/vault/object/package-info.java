/** The object store: where the ciphertext of documents rests, whatever keeps the bytes. */
@NullMarked
package org.healthpassport.vault.object;

import org.jspecify.annotations.NullMarked;
