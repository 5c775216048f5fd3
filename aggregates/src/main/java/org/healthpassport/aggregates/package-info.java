/** Aggregates: their state, the decisions on it, and the one conditional write that saves a decision with its events. */
@NullMarked
package org.healthpassport.aggregates;

import org.jspecify.annotations.NullMarked;
