/** Reads that no failover of MongoDB contradicts. */
@NullMarked
package org.healthpassport.api.linearizable;

import org.jspecify.annotations.NullMarked;
