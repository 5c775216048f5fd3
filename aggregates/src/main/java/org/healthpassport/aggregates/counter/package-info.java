/** Counters of what a patient has: bounds that hold under concurrency, without counting for each request. */
@NullMarked
package org.healthpassport.aggregates.counter;

import org.jspecify.annotations.NullMarked;
