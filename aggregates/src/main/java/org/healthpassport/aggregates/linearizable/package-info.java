/** Reads whose results no failover of MongoDB can contradict. */
@NullMarked
package org.healthpassport.aggregates.linearizable;

import org.jspecify.annotations.NullMarked;
