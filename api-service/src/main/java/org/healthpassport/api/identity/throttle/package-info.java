/** Slows down those who guess passwords and codes. */
@NullMarked
package org.healthpassport.api.identity.throttle;

import org.jspecify.annotations.NullMarked;
