/** Makes the trails of all patients again, out of everything that Kafka still has. */
@NullMarked
package org.healthpassport.api.trail.rebuild;

import org.jspecify.annotations.NullMarked;
