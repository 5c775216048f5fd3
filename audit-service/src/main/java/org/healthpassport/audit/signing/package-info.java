/** Signs checkpoints, each only if the log continues all those that were signed before. */
@NullMarked
package org.healthpassport.audit.signing;

import org.jspecify.annotations.NullMarked;
