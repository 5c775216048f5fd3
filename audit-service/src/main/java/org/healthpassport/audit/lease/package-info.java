/** Which instance writes, so that there is always one soon; that there are never two is no matter of the lease. */
@NullMarked
package org.healthpassport.audit.lease;

import org.jspecify.annotations.NullMarked;
