/** Sends the caller's own events as they happen: references to what changed, never the data itself. */
@NullMarked
package org.healthpassport.api.notification.live;

import org.jspecify.annotations.NullMarked;
