/** Closes a log whose database was restored, and continues it in a new one. */
@NullMarked
package org.healthpassport.audit.restore;

import org.jspecify.annotations.NullMarked;
