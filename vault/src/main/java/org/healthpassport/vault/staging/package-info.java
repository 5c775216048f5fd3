/** Ciphertext on its way to the object store, shared by the service that takes it and the worker that stores it. */
@NullMarked
package org.healthpassport.vault.staging;

import org.jspecify.annotations.NullMarked;
