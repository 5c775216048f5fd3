/** Tells up to which instant the log, and the views made from it, have everything that was sent. */
@NullMarked
package org.healthpassport.audit.lag;

import org.jspecify.annotations.NullMarked;
