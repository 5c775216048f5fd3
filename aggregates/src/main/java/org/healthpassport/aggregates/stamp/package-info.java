/** The stamp of each event: the actor, the patient, the client and the operation; its detail is sealed. */
@NullMarked
package org.healthpassport.aggregates.stamp;

import org.jspecify.annotations.NullMarked;
