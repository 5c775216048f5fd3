/** Who calls, and what they may do: the one place where access is decided. */
@NullMarked
package org.healthpassport.api.access;

import org.jspecify.annotations.NullMarked;
