/** Reads whose results no failover of MongoDB can contradict. */
@NullMarked
package org.healthpassport.api.linearizable;

import org.jspecify.annotations.NullMarked;
