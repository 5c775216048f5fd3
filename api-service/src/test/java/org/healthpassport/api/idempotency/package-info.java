/** Requests that are sent twice with one {@code Idempotency-Key}, whatever they create. */
@NullMarked
package org.healthpassport.api.idempotency;

import org.jspecify.annotations.NullMarked;
