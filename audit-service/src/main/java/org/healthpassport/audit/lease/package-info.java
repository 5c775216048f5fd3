/** Elects the writer. The lease makes sure there soon is one; fencing makes sure there are never two. */
@NullMarked
package org.healthpassport.audit.lease;

import org.jspecify.annotations.NullMarked;
