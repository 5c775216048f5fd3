/**
 * Aggregates as single MongoDB documents: sealed state, version and pending events, changed in one conditional write.
 */
@NullMarked
package org.healthpassport.api.aggregate;

import org.jspecify.annotations.NullMarked;
