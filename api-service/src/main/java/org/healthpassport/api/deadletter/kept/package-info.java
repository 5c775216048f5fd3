/** Dead letters as they are stored. */
@NullMarked
package org.healthpassport.api.deadletter.kept;

import org.jspecify.annotations.NullMarked;
