/** Creations that a client may repeat with the same {@code Idempotency-Key} without creating twice. */
@NullMarked
package org.healthpassport.aggregates.idempotency;

import org.jspecify.annotations.NullMarked;
