/** The stamp of each event: who did it, for whom, from where; its detail is sealed. */
@NullMarked
package org.healthpassport.aggregates.stamp;

import org.jspecify.annotations.NullMarked;
