/** Refusals as values of the domain. */
@NullMarked
package org.healthpassport.aggregates.refusal;

import org.jspecify.annotations.NullMarked;
