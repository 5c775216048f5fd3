/** Reads health records: the newest version, the list, the history. */
@NullMarked
package org.healthpassport.api.record.read;

import org.jspecify.annotations.NullMarked;
