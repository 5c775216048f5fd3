/** Bounds on the requests of strangers to one link. */
@NullMarked
package org.healthpassport.api.sharing.limit;

import org.jspecify.annotations.NullMarked;
