/** Work that is repeated in the background as long as the service runs. */
@NullMarked
package org.healthpassport.audit.background;

import org.jspecify.annotations.NullMarked;
