/** Rotates the keys by which this service knows the events of workers. */
@NullMarked
package org.healthpassport.audit.eventkey;

import org.jspecify.annotations.NullMarked;
