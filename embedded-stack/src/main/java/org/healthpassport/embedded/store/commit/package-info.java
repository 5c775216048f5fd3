/** Group commit: writes are forced to the disk together, and no answer tells of a write before. */
@NullMarked
package org.healthpassport.embedded.store.commit;

import org.jspecify.annotations.NullMarked;
