/** Repeated clean-up while the service runs. */
@NullMarked
package org.healthpassport.aggregates.sweep;

import org.jspecify.annotations.NullMarked;
