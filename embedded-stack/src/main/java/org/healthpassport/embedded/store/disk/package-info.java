/** Space on the disk of the store: a reserve, and the refusal of writes before the disk is full. */
@NullMarked
package org.healthpassport.embedded.store.disk;

import org.jspecify.annotations.NullMarked;
