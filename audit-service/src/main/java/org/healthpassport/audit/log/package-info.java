/** The log as it is stored: one committed state, and full files named by their content. */
@NullMarked
package org.healthpassport.audit.log;

import org.jspecify.annotations.NullMarked;
