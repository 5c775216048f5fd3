/** The start of a service, which waits for its dependencies and fails if waiting cannot help. */
@NullMarked
package org.healthpassport.bus.start;

import org.jspecify.annotations.NullMarked;
