/** Slows down those who guess passwords and codes, on all instances together. */
@NullMarked
package org.healthpassport.api.identity.throttle;

import org.jspecify.annotations.NullMarked;
