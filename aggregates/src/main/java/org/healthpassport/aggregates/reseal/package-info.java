/** Seals again, by the newest version of its key-encryption key, what an older version sealed. */
@NullMarked
package org.healthpassport.aggregates.reseal;

import org.jspecify.annotations.NullMarked;
