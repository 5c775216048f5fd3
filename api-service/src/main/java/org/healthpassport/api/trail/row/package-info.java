/** The trail of each patient: one row for each request about them, made of the events of that request. */
@NullMarked
package org.healthpassport.api.trail.row;

import org.jspecify.annotations.NullMarked;
