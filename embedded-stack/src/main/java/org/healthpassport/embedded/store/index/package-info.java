/** Secondary indexes by equality, and the collections that use them. */
@NullMarked
package org.healthpassport.embedded.store.index;

import org.jspecify.annotations.NullMarked;
