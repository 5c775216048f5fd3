/** Repeated clean-up while the service runs. */
@NullMarked
package org.healthpassport.api.sweep;

import org.jspecify.annotations.NullMarked;
