/** The log as it is kept: one committed state, full files named by their content, and one writer at a time. */
@NullMarked
package org.healthpassport.audit.log;

import org.jspecify.annotations.NullMarked;
