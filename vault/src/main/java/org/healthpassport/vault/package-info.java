/** The protection of patient data: keysets, sealing of state and streams, object stores, staged files. */
@NullMarked
package org.healthpassport.vault;

import org.jspecify.annotations.NullMarked;
