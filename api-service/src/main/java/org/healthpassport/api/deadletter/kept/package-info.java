/** Dead letters as they are stored in MongoDB: their place, headers and state, never their payload. */
@NullMarked
package org.healthpassport.api.deadletter.kept;

import org.jspecify.annotations.NullMarked;
